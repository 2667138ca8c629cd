"""/hospital/ as a board: by ward or by expected day, filtered, and "Went home today" in one click."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from assessments.actions import complete, start_full
from core import clock
from discharges.actions import plan_discharge, raise_blocker, tell_somebody
from discharges.enums import BlockerKind, StayStatus, ToldWho
from discharges.models import Discharge, HospitalStay, SixWeekClock
from residents.actions import record_move
from residents.models import Resident
from tests.factories.field import make_light_touch, make_stay
from tests.factories.people import make_resident

PAGE = "/hospital/"


@pytest.fixture
def stay(jean: Resident, gwen: User) -> HospitalStay:
    made = make_stay(jean, gwen, admitted_on=clock.days_ago(9))
    return plan_discharge(stay=made, by=gwen, planned_pathway="1", expected_on=clock.today())


def text_of(client: Client, **query: str) -> str:
    return " ".join(client.get(PAGE, query).content.decode().split())


def click(client: Client, stay: HospitalStay, **more: str) -> str:
    """Press "Went home today", and read the page that follows."""
    typed = {"version": str(stay.version), "form_token": str(uuid4())} | more
    response = client.post(f"/hospital/{stay.pk}/home-today", typed, follow=True)
    return " ".join(response.content.decode().split())


def test_a_row_says_what_stands_between_somebody_and_home(client: Client, stay: HospitalStay, gwen: User) -> None:
    plan_discharge(stay=stay, by=gwen, ready_on=clock.days_ago(4), equipment="Commode", asked_on=clock.days_ago(6))
    raise_blocker(stay=stay, kind=BlockerKind.CARE, words="Four calls a day", by=gwen)
    tell_somebody(stay=stay, who=ToldWho.FAMILY, by=gwen)
    client.force_login(gwen)
    text = text_of(client)
    for words in (
        "Pathway 1: home with support", "Commode", "Ready for 4 days", "Care at home to start: Four calls a day",
        "Family or carer", "Not started", "asked for",
    ):  # fmt: skip
        assert words in text


def test_hub_4_a_row_without_a_plan_says_so_and_asks_for_the_pathway(
    client: Client, gwen: User, jean: Resident
) -> None:
    bare = make_stay(jean, gwen)
    client.force_login(gwen)
    text = text_of(client)
    assert "No expected day, no pathway yet" in text
    assert f'href="/hospital/{bare.pk}/discharge"' in text
    assert "Went home today" not in text
    assert client.post(f"/hospital/{bare.pk}/home-today").url == f"/hospital/{bare.pk}/discharge"
    assert not Discharge.objects.exists()


def test_stands_by_expected_day_or_by_ward(client: Client, gwen: User, asha: User) -> None:
    for name, ward, days in (("Ann", "Zeta", 0), ("Bea", "Alpha", 1), ("Cat", "Zeta", -1), ("Dot", "Alpha", None)):
        day = None if days is None else clock.today() + timedelta(days=days)
        make_stay(make_resident(asha, known_as=name), gwen, ward=ward, expected_on=day)
    client.force_login(gwen)
    by_day = text_of(client)
    headings = ["Expected before today: look again (1)", "Today, ", "Tomorrow, ", "No day expected yet (1)"]
    assert sorted(headings, key=by_day.index) == headings
    by_ward = text_of(client, by="ward")
    in_order = [
        "Basildon University Hospital: Alpha (2)",
        "Bea Smith",
        "Dot Smith",
        ": Zeta (2)",
        "Cat Smith",
        "Ann Smith",
    ]
    assert sorted(in_order, key=by_ward.index) == in_order


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"ward": "Alpha"}, {"Bea"}),
        ({"hospital": "southend"}, {"Cat"}),
        ({"show": "ready"}, {"Ann"}),
        ({"show": "no-plan"}, {"Bea", "Cat"}),
        ({"show": "today"}, {"Ann"}),
        ({"locality": "tilbury-chadwell"}, {"Ann", "Bea", "Cat"}),
        ({"locality": "none"}, set()),
        ({"hospital": "nowhere", "show": "nothing", "locality": "nowhere"}, {"Ann", "Bea", "Cat"}),
    ],
)
def test_shows_only_whom_the_filter_asks_for(
    client: Client, gwen: User, asha: User, query: dict[str, str], shown: set[str]
) -> None:
    ann, bea, cat = (make_resident(asha, known_as=name) for name in ("Ann", "Bea", "Cat"))
    first = make_stay(ann, gwen, ward="Zeta", expected_on=clock.today())
    plan_discharge(stay=first, by=gwen, ready_on=clock.today(), planned_pathway="0")
    make_stay(bea, gwen, ward="Alpha", expected_on=clock.today() + timedelta(days=1))
    make_stay(cat, gwen, hospital="southend", ward="Zeta")
    client.force_login(gwen)
    text = text_of(client, **query)
    assert {name for name in ("Ann", "Bea", "Cat") if f"{name} Smith" in text} == shown
    if not shown:
        assert "See everybody in hospital" in text


def test_one_click_starts_the_clock_and_names_team_and_day(client: Client, stay: HospitalStay, gwen: User) -> None:
    client.force_login(gwen)
    text = click(client, stay)
    assert "Jean Smith went home. The Tilbury and Chadwell CLS team has the review, which is due by" in text
    started = SixWeekClock.objects.get()
    assert (started.discharged_on, started.discharge.pathway) == (clock.today(), "1")
    assert f'action="/hospital/{stay.pk}/home-undo"' in text


def test_one_click_never_says_that_a_team_has_a_review_that_nobody_has(
    client: Client, stay: HospitalStay, jean: Resident, gwen: User, ben: User
) -> None:
    record_move(resident=jean, left_on=clock.today(), to="Leeds", by=ben, how_known="Jean rang", council_told=True)
    client.force_login(gwen)
    text = click(client, stay)
    assert "CLS team has the review" not in text
    assert 'data-label="Team">Nobody</td>' in text
    assert "Nobody has a six-week review of theirs, because the record says: moved out of the borough" in text


def test_one_click_says_that_the_review_was_held_already(
    client: Client, stay: HospitalStay, jean: Resident, gwen: User, ben: User
) -> None:
    complete(assessment=start_full(resident=jean, by=ben), by=ben)
    client.force_login(gwen)
    assert "went home. The review was held already, on" in click(client, stay)


def test_one_click_stays_with_the_filter_that_was_chosen(client: Client, stay: HospitalStay, gwen: User) -> None:
    client.force_login(gwen)
    response = client.post(f"/hospital/{stay.pk}/home-today?by=ward&show=ready&next=https://elsewhere.example", {})
    assert response.url == "/hospital/?by=ward&show=ready"


def test_one_click_on_a_row_that_changed_meanwhile_does_nothing(client: Client, stay: HospitalStay, gwen: User) -> None:
    seen = stay.version
    plan_discharge(stay=stay, by=gwen, planned_pathway="2")
    stay.version = seen
    client.force_login(gwen)
    text = click(client, stay)
    assert "This stay was changed while this page was open. Look at what stands now." in text
    assert "Pathway 2: a community bed" in text
    assert not Discharge.objects.exists()


def test_hub_5_undone_at_once_they_are_on_the_list_with_all_that_was_known(
    client: Client, stay: HospitalStay, gwen: User
) -> None:
    make_light_touch(stay, gwen, completed=True)
    raise_blocker(stay=stay, kind=BlockerKind.HOME, words="No heating", by=gwen)
    client.force_login(gwen)
    click(client, stay)
    text = " ".join(client.post(f"/hospital/{stay.pk}/home-undo", follow=True).content.decode().split())
    assert "Jean Smith is on the hospital list again." in text
    assert "No heating" in text
    again = HospitalStay.objects.get(status=StayStatus.IN_HOSPITAL)
    assert (again.continues, again.planned_pathway, again.is_assessed) == (stay, "1", True)
    assert SixWeekClock.objects.get().status == "voided"
    page = client.get(again.get_absolute_url()).content.decode()
    assert f"/hospital/{stay.pk}/light-touch" in page or str(stay.pk) in page


def test_hub_5_after_ten_minutes_the_reason_is_asked_for(
    client: Client, stay: HospitalStay, gwen: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(gwen)
    click(client, stay)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    response = client.post(f"/hospital/{stay.pk}/home-undo", follow=True)
    assert response.redirect_chain[0][0] == f"/hospital/{stay.pk}/discharge/error"
    assert "Ten minutes have passed" in response.content.decode()
    assert Discharge.objects.get().voided_at is None


def test_undoing_what_never_happened_does_nothing(client: Client, stay: HospitalStay, gwen: User) -> None:
    client.force_login(gwen)
    assert client.post(f"/hospital/{stay.pk}/home-undo").url == stay.get_absolute_url()
    assert client.get(f"/hospital/{stay.pk}/home-undo").status_code == 405
    assert client.get(f"/hospital/{stay.pk}/home-today").status_code == 405

"""/hospital/morning: a ward's rows as small forms, saved with one press."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core import clock
from discharges.actions import plan_discharge, raise_blocker, record_discharge
from discharges.enums import BlockerKind
from discharges.models import HospitalStay
from tests.factories.field import make_stay
from tests.factories.people import make_resident

PAGE = "/hospital/morning"
FIELDS = ("expected_on", "ready_on", "planned_pathway")


@pytest.fixture
def stays(asha: User, gwen: User, client: Client) -> list[HospitalStay]:
    client.force_login(gwen)
    names = ("Ann", "Bea", "Cat")
    return [make_stay(make_resident(asha, known_as=name), gwen, admitted_on=clock.days_ago(9)) for name in names]


def row(stay: HospitalStay, *, version: int = 1, was: dict[str, str] | None = None, **typed: Any) -> dict[str, Any]:
    """What the page sends of one row: what was there, and what was typed over it."""
    began = {name: "" for name in FIELDS} | (was or {})
    answers = began | {"kind": "", "words": "", "version": str(version)} | typed
    sent = {f"{stay.pk.hex}-{name}": value for name, value in answers.items()}
    return sent | {f"initial-{stay.pk.hex}-{name}": value for name, value in began.items()}


def press(client: Client, stays: list[HospitalStay], *rows: dict[str, Any], query: str = "") -> HttpResponse:
    data: dict[str, Any] = {"row": [str(stay.pk) for stay in stays], "form_token": str(uuid4())}
    for sent in rows:
        data |= sent
    found: Any = client.post(PAGE + query, data)
    return found


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_one_press_saves_what_was_typed_in_each_row(client: Client, stays: list[HospitalStay], gwen: User) -> None:
    ann, bea, cat = stays
    blocker = raise_blocker(stay=bea, kind=BlockerKind.MEDICINES, by=gwen)
    response = press(
        client, stays, row(ann, expected_on="tomorrow", planned_pathway="1", ready_on="today"),
        row(bea, cleared=[str(blocker.pk)], kind="care", words="Double-handed"), row(cat),
    )  # fmt: skip
    assert (response.status_code, response["Location"]) == (302, "/hospital/?by=ward")
    assert "2 rows saved." in text_of(client.get("/hospital/"))
    for stay in stays:
        stay.refresh_from_db()
    assert (ann.expected_on, ann.ready_on) == (clock.today() + timedelta(days=1), clock.today())
    assert [str(one) for one in bea.blockers.standing()] == ["Care at home to start: Double-handed"]
    assert [stay.version for stay in stays] == [2, 1, 1]


def test_a_row_that_changed_meanwhile_keeps_what_was_typed_and_the_others_are_saved(
    client: Client, stays: list[HospitalStay], gwen: User
) -> None:
    ann, bea, cat = stays
    plan_discharge(stay=ann, by=gwen, expected_on=clock.today(), planned_pathway="2")
    first = row(ann, expected_on="tomorrow")
    response = press(client, stays, first, row(bea, planned_pathway="0"), row(cat, expected_on="soon"))
    text = text_of(response)
    assert response.status_code == 409
    assert "2 rows are not saved yet. 1 row is saved. What you typed is still here." in text
    assert "Changed meanwhile" in text
    assert "Expected home: now" in text
    assert 'value="tomorrow"' in text
    assert 'value="soon"' in text
    assert "must be a real date" in text
    assert HospitalStay.objects.get(pk=bea.pk).planned_pathway == "0"
    again = row(ann, version=2, was={"planned_pathway": "2"}, expected_on="tomorrow")
    assert press(client, [ann], again).status_code == 302
    ann.refresh_from_db()
    assert (ann.expected_on, ann.planned_pathway) == (clock.today() + timedelta(days=1), "2")


def test_a_row_that_nobody_touched_changes_nothing_that_a_colleague_changed(
    client: Client, stays: list[HospitalStay], gwen: User
) -> None:
    plan_discharge(stay=stays[0], by=gwen, planned_pathway="3")
    assert press(client, stays, *(row(stay) for stay in stays)).status_code == 302
    assert HospitalStay.objects.get(pk=stays[0].pk).planned_pathway == "3"


def test_a_blocker_alone_is_added_also_when_the_plan_changed_meanwhile(
    client: Client, stays: list[HospitalStay], gwen: User
) -> None:
    plan_discharge(stay=stays[0], by=gwen, planned_pathway="3")
    assert press(client, stays, row(stays[0], words="The cat is alone")).status_code == 302
    assert str(stays[0].blockers.get()) == "Something else: The cat is alone"


def test_a_row_says_why_it_was_refused(client: Client, stays: list[HospitalStay], gwen: User) -> None:
    ann, bea, _ = stays
    raise_blocker(stay=ann, kind=BlockerKind.CARE, by=gwen)
    record_discharge(stay=bea, discharged_on=clock.today(), pathway="1", by=gwen)
    response = press(client, stays, row(ann, kind="care", words="More"), row(bea, version=2, ready_on="today"))
    text = text_of(response)
    assert response.status_code == 409
    assert "This is on the list of what holds them already." in text
    assert "is no longer on the hospital list." in text
    assert 'value="More"' in text


def test_shows_the_ward_that_is_asked_for_and_who_was_shown_is_written(
    client: Client, stays: list[HospitalStay], asha: User, gwen: User
) -> None:
    make_stay(make_resident(asha, known_as="Zoe"), gwen, ward="Orsett ward")
    text = text_of(client.get(PAGE, {"ward": "Orsett ward"}))
    assert "Zoe Smith" in text
    assert "Ann Smith" not in text


def test_says_how_many_more_there_are_than_it_shows(
    client: Client, stays: list[HospitalStay], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Choose a ward to see the others" not in client.get(PAGE).content.decode()
    monkeypatch.setattr("discharges.morning_views.MOST_ROWS", 2)
    assert "Showing 2 of 3 people." in client.get(PAGE).content.decode()


def test_strange_rows_and_nobody_are_harmless(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    assert client.post(PAGE, {"row": ["x", "../", str(uuid4())]}).status_code == 302
    assert "Nobody is there." in text_of(client.get(PAGE))


def test_asks_the_database_as_often_for_many_rows_as_for_few(
    client: Client, stays: list[HospitalStay], asha: User, gwen: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for people in (0, 20):
        for _ in range(people):
            raise_blocker(stay=make_stay(make_resident(asha), gwen), kind=BlockerKind.BED, by=gwen)
        with django_assert_max_num_queries(10):
            client.get(PAGE)

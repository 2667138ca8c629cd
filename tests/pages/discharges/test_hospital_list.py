"""/hospital/: who is in hospital, and who went home in the last seven days."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from core.words import weekday_date
from discharges.actions import raise_blocker, tell_somebody, void_discharge
from discharges.enums import BlockerKind, ToldWho
from residents.models import Resident
from tests.factories.field import make_clock, make_light_touch, make_stay
from tests.factories.people import make_resident
from tests.rows import rows

PAGE = "/hospital/"


def test_lists_the_soonest_expected_home_first(client: Client, gwen: User, asha: User) -> None:
    for name, days in (("Later", 5), ("Overdue", -2), ("Unknown", None), ("Today", 0)):
        expected = None if days is None else clock.today() + timedelta(days=days)
        make_stay(make_resident(asha, known_as=name), gwen, expected_on=expected)
    client.force_login(gwen)
    text = client.get(PAGE).content.decode()
    in_order = ["Overdue Smith", "Today Smith", "Later Smith", "Unknown Smith"]
    assert sorted(in_order, key=text.index) == in_order
    assert "2 days ago" in text
    assert "In 5 days" in text


def test_shows_ward_hospital_locality_and_how_far_the_assessment_is(
    client: Client, gwen: User, asha: User, jean: Resident
) -> None:
    make_light_touch(make_stay(jean, gwen), gwen)
    make_stay(make_resident(asha), gwen)
    make_light_touch(make_stay(make_resident(asha), gwen), gwen, completed=True)
    client.force_login(gwen)
    text = client.get(PAGE).content.decode()
    for words in ("Elizabeth Fry ward", "Basildon University Hospital", "Tilbury and Chadwell"):
        assert words in text
    for words in ("Started", "Not started", "Completed"):
        assert words in text


def test_shows_who_went_home_with_team_and_due_date(client: Client, gwen: User, jean: Resident, asha: User) -> None:
    started = make_clock(jean, gwen, days_ago=7)
    make_clock(make_resident(asha, known_as="Longago"), gwen, days_ago=8)
    client.force_login(gwen)
    text = client.get(PAGE).content.decode()
    assert weekday_date(started.due_on, clock.today()) in text
    assert "Tilbury and Chadwell CLS team" in text
    assert "Longago" not in text
    assert text.index("Went home in the last 7 days") < text.index("Jean Smith")


def test_leaves_out_a_discharge_that_was_entered_in_error(client: Client, gwen: User, jean: Resident) -> None:
    void_discharge(discharge=make_clock(jean, gwen).discharge, reason="Somebody else", by=gwen)
    client.force_login(gwen)
    assert "Nobody went home in the last 7 days." in client.get(PAGE).content.decode()


def test_says_what_would_be_here_when_nobody_is(client: Client, gwen: User) -> None:
    client.force_login(gwen)
    text = client.get(PAGE).content.decode()
    assert "Nobody is on the list today." in text
    assert 'action="/people/search"' in text


def test_shows_fifty_on_a_page(client: Client, gwen: User, asha: User) -> None:
    for _ in range(51):
        make_stay(make_resident(asha), gwen)
    client.force_login(gwen)
    text = client.get(PAGE).content.decode()
    assert "Showing <strong>1</strong> to <strong>50</strong> of <strong>51</strong> people" in text
    assert "<strong>51</strong> to <strong>51</strong>" in client.get(PAGE, {"page": "2"}).content.decode()


@pytest.mark.parametrize("role", ["asha", "ben", "dee", "olu", "hal", "ines", "eve", "ada"])
def test_is_closed_to_roles_outside_the_hub(client: Client, role: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(PAGE).status_code == 403


def test_sends_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE).url == f"/sign-in?next={PAGE}"


def test_writes_nothing_but_who_was_shown(client: Client, gwen: User, jean: Resident, asha: User) -> None:
    make_stay(jean, gwen)
    gone = make_resident(asha)
    make_clock(gone, gwen)
    client.force_login(gwen)
    before = rows(without="audit.event")
    client.get(PAGE)
    assert rows(without="audit.event") == before
    event = Event.objects.get(verb="list.viewed")
    assert event.subject_type == "discharges.hospital_list"
    assert event.detail["residents"] == [str(jean.pk), str(gone.pk)]


def test_asks_the_database_as_often_for_many_people_as_for_one(
    client: Client, gwen: User, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(gwen)
    for people in (5, 45):
        for _ in range(people):
            stay = make_stay(make_resident(asha), gwen)
            raise_blocker(stay=stay, kind=BlockerKind.CARE, by=gwen)
            tell_somebody(stay=stay, who=ToldWho.FAMILY, by=gwen)
        make_clock(make_resident(asha), gwen)
        # a savepoint and its release, the frame 3, two counts, stays, blockers, told, wards, clocks, audit
        with django_assert_num_queries(15):
            client.get(PAGE)

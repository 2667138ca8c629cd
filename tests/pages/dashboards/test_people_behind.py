"""The people behind a number."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from audit.models import Event
from core import clock
from dashboards.measures import MEASURES
from discharges.models import SixWeekClock
from residents.models import Resident
from tests.factories.field import make_clock, make_conversation
from tests.factories.people import make_resident
from tests.factories.referrals import give, make_referral
from tests.factories.reviews import make_breach_told, make_visit
from tests.rows import rows

PAGE = "/reports/locality/tilbury-chadwell/waiting/"
EVERY_MEASURE = [measure.slug for measure in MEASURES]


def address(measure: str) -> str:
    return f"/reports/locality/tilbury-chadwell/{measure}/"


@pytest.fixture
def busy(jean: Resident, asha: User, ben: User, dee: User, gwen: User) -> Resident:
    """Jean rang, is held by Ben, waits again, and has an overdue review: she is behind every number."""
    give(make_referral(jean, asha), ben, dee)
    make_referral(jean, asha)
    make_breach_told(make_clock(jean, gwen, days_ago=50))
    ask_again(jean, ben)
    return jean


def needs_due_soon(measure: str, person: Resident) -> None:
    """Let the review of somebody be due in three days where the number is of those that are due soon."""
    if measure == "soon":
        SixWeekClock.objects.filter(resident=person).update(due_on=clock.today() + timedelta(days=3))


def ask_again(person: Resident, by: User) -> None:
    """Two conversations in which the same was asked."""
    for _ in range(2):
        make_conversation(person, by)


@pytest.mark.parametrize("measure", EVERY_MEASURE)
def test_shows_who_is_behind_the_number_and_what_it_means(
    client: Client, busy: Resident, dee: User, measure: str
) -> None:
    client.force_login(dee)
    needs_due_soon(measure, busy)
    page = client.get(address(measure)).content.decode()
    assert "Jean Smith" in page
    assert "As at " in page
    event = Event.objects.get(verb="list.viewed", actor_id=dee.pk)
    assert event.detail == {"residents": [str(busy.pk)], "locality": "tilbury-chadwell", "measure": measure}


def test_vis_1_a_review_behind_a_number_says_whether_its_visit_counts(
    client: Client, jean: Resident, ben: User, dee: User, gwen: User
) -> None:
    make_visit(make_clock(jean, gwen, days_ago=50), ben)
    client.force_login(dee)
    assert "Does not count" not in client.get(address("overdue")).content.decode()
    ben.memberships.update(ends_on=clock.days_ago(1))
    assert client.get(address("overdue")).content.decode().count("Does not count") == 1


@pytest.mark.parametrize("measure", EVERY_MEASURE)
def test_says_in_three_lines_that_the_number_is_nought(client: Client, dee: User, measure: str) -> None:
    client.force_login(dee)
    before = rows()
    assert "The number is nought." in client.get(address(measure)).content.decode()
    assert rows() == before


@pytest.mark.parametrize("measure", ["contacts", "waiting", "reviews", "overdue"])
def test_shows_who_has_no_locality_yet(client: Client, asha: User, dee: User, gwen: User, measure: str) -> None:
    sam = make_resident(asha, known_as="Sam", practice=None, postcode="")
    make_referral(sam, asha)
    make_clock(sam, gwen, days_ago=50)
    client.force_login(dee)
    there = f"/reports/locality/no-locality/{measure}/"
    assert f'href="{there}"' in client.get("/reports/").content.decode()
    page = client.get(there).content.decode()
    assert "Sam Smith" in page
    assert "no locality yet" in page


@pytest.mark.parametrize("measure", ["hand-offs", "load", "happiness"])
def test_does_not_exist_for_a_number_that_nobody_without_a_locality_has(
    client: Client, dee: User, measure: str
) -> None:
    client.force_login(dee)
    assert client.get(f"/reports/locality/no-locality/{measure}/").status_code == 404


def test_does_not_exist_for_a_measure_or_a_locality_that_is_none(client: Client, dee: User) -> None:
    client.force_login(dee)
    assert client.get(address("happiness")).status_code == 404
    assert client.get("/reports/locality/atlantis/waiting/").status_code == 404


@pytest.mark.parametrize("name", ["asha", "ben", "gwen", "hal", "ines", "eve", "ada"])
def test_refuses_a_role_without_figures(client: Client, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 403


def test_asks_a_stranger_to_sign_in(client: Client, db: None) -> None:
    assert client.get(PAGE)["Location"] == f"/sign-in?next={PAGE}"


@pytest.mark.parametrize("measure", EVERY_MEASURE)
def test_asks_as_often_for_one_row_as_for_25(
    client: Client, asha: User, ben: User, dee: User, gwen: User, measure: str
) -> None:
    client.force_login(dee)
    counted = []
    for people in (1, 24):
        for number in range(people):
            person = make_resident(asha, known_as=f"Person {number}")
            give(make_referral(person, asha), ben, dee)
            make_referral(person, asha)
            make_breach_told(make_clock(person, gwen, days_ago=50))
            needs_due_soon(measure, person)
            ask_again(person, ben)
        before = rows(without="audit.event")
        with CaptureQueriesContext(connection) as queries:
            client.get(address(measure))
        assert rows(without="audit.event") == before
        counted.append(len(queries))
    assert counted == [8 + (measure == "late")] * 2  # the reasons for being late

"""What one worker of a team holds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import deactivate
from accounts.models import User
from audit.actions import SYSTEM
from audit.models import Event
from core import clock
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.people import make_resident
from tests.factories.referrals import fill, give, make_referral
from tests.rows import rows


@pytest.fixture
def page(ben: User) -> str:
    return f"/teams/cls-tilbury-chadwell/workers/{ben.pk}/"


def test_shows_the_worker_whom_they_hold_since_when_and_what_comes_next(
    client: Client, page: str, jean: Resident, ben: User, dee: User, gwen: User
) -> None:
    give(make_clock(jean, gwen, days_ago=40).referral, ben, dee)
    client.force_login(ben)
    shown = client.get(page).content.decode()
    assert "Jean Smith" in shown
    assert "due in 2 days" in shown
    assert clock.today().strftime("%Y") in shown
    assert "1 person held of 20 that their hours leave room for" in shown


@pytest.mark.parametrize("name", ["dee", "olu"])
def test_shows_it_to_who_allocates_in_the_team(
    client: Client, page: str, name: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(name))
    assert "Nobody has been allocated to them yet." in client.get(page).content.decode()


def test_shows_a_manager_whom_a_leaver_still_holds(
    client: Client, page: str, jean: Resident, asha: User, ben: User, dee: User
) -> None:
    give(make_referral(jean, asha), ben, dee)
    deactivate(user=ben, by=SYSTEM)
    client.force_login(dee)
    shown = client.get(page).content.decode()
    assert "who has left" in shown
    assert "1 person held of 0" in shown


@pytest.mark.parametrize("name", ["asha", "chidi", "gwen", "hal", "eve", "ada"])
def test_refuses_everybody_else(client: Client, page: str, name: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(page).status_code == 403


def test_does_not_exist_for_a_partner_nor_for_somebody_of_another_team(
    client: Client, page: str, ines: User, dee: User, chidi: User
) -> None:
    client.force_login(ines)
    assert client.get(page).status_code == 404
    client.force_login(dee)
    assert client.get(f"/teams/cls-tilbury-chadwell/workers/{chidi.pk}/").status_code == 404


def test_asks_a_stranger_to_sign_in(client: Client, page: str) -> None:
    assert client.get(page)["Location"] == f"/sign-in?next={page}"


def test_writes_only_the_audit_row_and_asks_as_often_for_one_as_for_25(
    client: Client, page: str, asha: User, ben: User, dee: User
) -> None:
    client.force_login(dee)
    counted = []
    for people in (1, 24):
        fill(ben, dee, asha, people)
        make_resident(asha)
        before = rows(without="audit.event")
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        assert rows(without="audit.event") == before
        counted.append(len(queries))
    event = Event.objects.filter(verb="list.viewed", actor_id=dee.pk).latest("at")
    assert (event.subject_type, len(event.detail["residents"])) == ("worklists.worker", 25)
    assert counted == [11, 11]

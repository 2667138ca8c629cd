"""What one worker of a team holds."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import deactivate, join_team
from accounts.models import User
from audit.actions import SYSTEM
from audit.models import Event
from core import clock
from localities.models import Team
from referrals.models import Referral
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


def moved_on(worker: User, team: str = "cls-tilbury-chadwell") -> None:
    """End the worker's time in the team yesterday."""
    worker.memberships.filter(team__slug=team).update(ends_on=clock.days_ago(1))


def test_does_not_exist_when_they_have_moved_on_and_hold_nobody_here(
    client: Client, page: str, asha: User, ben: User, dee: User
) -> None:
    moved_on(ben)
    client.force_login(dee)
    assert client.get(page).status_code == 404


def test_shows_a_manager_only_whom_somebody_holds_in_this_team(
    client: Client, page: str, jean: Resident, asha: User, ben: User, chidi: User, dee: User, olu: User
) -> None:
    elsewhere = make_resident(asha, known_as="Elsewhere", practice=None, postcode="")
    sent = make_referral(elsewhere, asha)
    Referral.objects.filter(pk=sent.pk).update(team=Team.objects.get(slug="cls-grays"))
    sent = Referral.objects.get(pk=sent.pk)
    join_team(user=ben, team=sent.team, by=SYSTEM, starts_on=clock.days_ago(9), hours_a_week=10)
    give(sent, ben, olu)
    give(make_referral(jean, asha), ben, dee)
    moved_on(ben)
    client.force_login(dee)
    shown = client.get(page).content.decode()
    assert "Jean Smith" in shown
    assert "Elsewhere" not in shown
    client.force_login(ben)
    assert "Elsewhere" in client.get(f"/teams/cls-grays/workers/{ben.pk}/").content.decode()


@pytest.mark.parametrize("name", ["asha", "chidi", "gwen", "eve", "ada"])
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
    assert counted == [12, 12]  # one asks who is in hospital

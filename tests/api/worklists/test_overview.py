"""GET residents/{reference}/overview/."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Event
from core import clock
from discharges.actions import WentHome, receive_discharge
from residents.actions import share
from residents.models import Resident
from tests.api.conftest import Caller, caller_for
from tests.factories.people import make_resident
from tests.factories.referrals import make_referral


@pytest.fixture
def home_again(jean: Resident, basildon: User) -> Resident:
    """Jean, who went home a week ago: one open referral, one clock, three events."""
    told = WentHome(hospital="basildon", discharged_on=clock.days_ago(7), pathway="1")
    receive_discharge(resident=jean, told=told, by=basildon)
    return jean


def overview(caller: Caller, resident: Resident) -> Any:
    return caller.get(f"residents/{resident.reference}/overview/")


def test_shows_identity_open_work_clocks_and_last_events(system: Caller, home_again: Resident) -> None:
    told = overview(system, home_again).json()
    assert told["resident"]["name"] == "Jean Smith"
    assert told["resident"]["practice"]["ods_code"] == "F81110"
    assert told["resident"]["locality"]["slug"] == "tilbury-chadwell"
    assert [row["need"] for row in told["open_referrals"]] == ["after_hospital"]
    assert [row["status"] for row in told["clocks"]] == ["open"]
    assert "Six-week clock started" in [row["title"] for row in told["last_events"]]


def test_writes_who_looked(system: Caller, jean: Resident, basildon: User) -> None:
    overview(system, jean)
    event = Event.objects.get(verb="resident.viewed")
    assert (event.actor_id, event.resident_id, event.detail) == (basildon.pk, jean.pk, {"page": "api.overview"})


def test_does_not_exist_for_a_partner_with_whom_the_person_is_not_shared(jean: Resident, hal: User) -> None:
    answer = overview(caller_for(hal), jean)
    unknown = caller_for(hal).get("residents/P-222-2222/overview/")
    assert (answer.status_code, answer.json()) == (404, unknown.json())
    assert not Event.objects.filter(verb="resident.viewed").exists()


def test_opens_for_a_partner_with_whom_the_person_is_shared(jean: Resident, ines: User, asha: User) -> None:
    share(resident=jean, team=ines.teams.get(), by=asha, reason="R-222-2222")
    assert overview(caller_for(ines), jean).status_code == 200


def test_tells_a_partner_only_the_events_of_their_own_teams(home_again: Resident, asha: User, ines: User) -> None:
    referral = make_referral(home_again, asha, need="carer")
    titles = [row["title"] for row in overview(caller_for(ines), home_again).json()["last_events"]]
    assert titles == [f"Referral {referral.reference}"]


def test_refuses_an_auditor(jean: Resident, eve: User) -> None:
    assert overview(caller_for(eve), jean).status_code == 403


def test_refuses_strangers_and_writes_nothing(jean: Resident) -> None:
    answer = Client().get(f"/api/v1/residents/{jean.reference}/overview/")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Token"
    assert not Event.objects.filter(verb="resident.viewed").exists()


@pytest.mark.parametrize("path", ["residents/P-%00/overview/", "residents/P%0A/overview/", "nowhere/", "%ff/"])
def test_answers_json_at_an_address_that_is_none(system: Caller, path: str) -> None:
    answer = system.client.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "There is nothing at this address."}


def test_refuses_a_query_that_it_does_not_know(system: Caller, jean: Resident) -> None:
    answer = system.get(f"residents/{jean.reference}/overview/", depth=3)
    assert answer.status_code == 400
    assert "depth" in answer.json()["fields"]


def test_takes_as_many_queries_however_much_there_is(
    system: Caller, home_again: Resident, asha: User, django_assert_num_queries: Any
) -> None:
    new = make_resident(asha, known_as="Sam", family_name="Lee")
    for resident in (new, home_again):
        with django_assert_num_queries(11):
            overview(system, resident)

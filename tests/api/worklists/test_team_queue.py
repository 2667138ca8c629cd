"""GET teams/{slug}/queue/."""

from typing import Any

import pytest

from accounts.models import User
from audit.models import Event
from residents.models import Resident
from tests.api.conftest import Caller, caller_for
from tests.factories.people import make_resident
from tests.factories.referrals import make_referral

PATH = "teams/cls-tilbury-chadwell/queue/"


def wait_for_a_worker(resident: Resident, asha: User, urgency: str = "this_week", need: str = "getting_about") -> None:
    make_referral(resident, asha, need=need, urgency=urgency)


def test_shows_the_most_urgent_first(system: Caller, jean: Resident, asha: User) -> None:
    sam = make_resident(asha, known_as="Sam")
    wait_for_a_worker(jean, asha)
    wait_for_a_worker(sam, asha, urgency="now")
    rows = system.get(PATH).json()["results"]
    assert [(row["name"], row["urgency"]) for row in rows] == [("Sam Smith", "now"), ("Jean Smith", "this_week")]


def test_gives_twenty_rows_and_where_the_next_begin(system: Caller, jean: Resident, asha: User) -> None:
    for _ in range(21):
        wait_for_a_worker(jean, asha)
    first = system.get(PATH).json()
    last = system.get(PATH, offset=first["next_offset"]).json()
    assert (len(first["results"]), first["next_offset"]) == (20, 20)
    assert (len(last["results"]), last["next_offset"]) == (1, None)


def test_names_everybody_shown_in_one_audit_row(system: Caller, jean: Resident, asha: User) -> None:
    wait_for_a_worker(jean, asha)
    system.get(PATH)
    event = Event.objects.get(verb="list.viewed")
    assert event.subject_type == "api.team_queue"
    assert event.detail == {"residents": [str(jean.pk)], "team": "cls-tilbury-chadwell"}


def test_shows_a_partner_only_what_was_sent_to_them(ines: User, jean: Resident, asha: User) -> None:
    wait_for_a_worker(jean, asha)
    wait_for_a_worker(jean, asha, need="carer")
    partner = caller_for(ines)
    assert partner.get(PATH).status_code == 404
    assert len(partner.get("teams/carers-service/queue/").json()["results"]) == 1


def test_answers_404_for_a_team_that_is_none(system: Caller) -> None:
    assert system.get("teams/cls-atlantis/queue/").status_code == 404


@pytest.mark.parametrize("offset", [-1, "x", "", 10**20, "1\x00"])
def test_refuses_an_offset_that_is_none(system: Caller, offset: Any) -> None:
    answer = system.get(PATH, offset=offset)
    assert answer.status_code == 400
    assert "offset" in answer.json()["fields"]


def test_knows_no_other_team_for_a_provider(hal: User) -> None:
    own = PATH.replace("cls-tilbury-chadwell", hal.teams.get().slug)
    assert [caller_for(hal).get(path).status_code for path in (PATH, own)] == [404, 200]

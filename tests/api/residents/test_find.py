"""GET residents/?q=."""

from typing import Any

import pytest

from accounts.models import User
from audit.models import Event
from residents.actions import share
from residents.models import Resident
from tests.api.conftest import Caller, caller_for
from tests.factories.people import make_resident


def found(caller: Caller, q: str, **query: Any) -> list[str]:
    return [row["reference"] for row in caller.get("residents/", q=q, **query).json()["results"]]


def test_finds_by_name(system: Caller, jean: Resident) -> None:
    row = system.get("residents/", q="jean smith").json()["results"][0]
    assert row == {
        "reference": jean.reference,
        "name": "Jean Smith",
        "legal_name": "SMITH, Jean",
        "born_on": "1945-07-14",
        "born_precision": "exact",
        "nhs_number": None,
        "postcode": "RM18 8EB",
    }


def test_audits_everybody_whom_it_found(system: Caller, jean: Resident, basildon: User) -> None:
    system.get("residents/", q="smith")
    event = Event.objects.get(verb="list.viewed")
    assert (event.actor_id, event.subject_type) == (basildon.pk, "api.residents")
    assert event.detail["residents"] == [str(jean.pk)]


def test_gives_at_most_twenty_and_where_the_next_begin(system: Caller, asha: User) -> None:
    for _ in range(23):
        make_resident(asha)
    first = system.get("residents/", q="jean smith").json()
    assert (len(first["results"]), first["next_offset"]) == (20, 20)
    rest = system.get("residents/", q="jean smith", offset=20).json()
    assert (len(rest["results"]), rest["next_offset"]) == (3, None)
    both = {row["reference"] for row in first["results"] + rest["results"]}
    assert len(both) == 23


def test_finds_for_a_partner_only_whom_is_shared(jean: Resident, ines: User, asha: User) -> None:
    partner = caller_for(ines)
    assert found(partner, "jean smith") == []
    share(resident=jean, team=ines.teams.get(), by=asha, reason="R-222-2222")
    assert found(partner, "jean smith") == [jean.reference]


@pytest.mark.parametrize("q", ["", "x", "\x00", "a\x00b", "x" * 101])
def test_refuses_a_search_that_is_too_short_too_long_or_cannot_be_kept(system: Caller, q: str) -> None:
    answer = system.get("residents/", q=q)
    assert answer.status_code == 400
    assert "q" in answer.json()["fields"]


@pytest.mark.parametrize("q", ["%%", "_ _", "'; --", "\\\\", "31/2/45", "👵👵", "99999999999", "‮‮", "ﬀ ﬃ", "(a(b"])
def test_never_fails_on_strange_writing(system: Caller, q: str) -> None:
    assert system.get("residents/", q=q).status_code == 200


def test_refuses_an_auditor(eve: User) -> None:
    assert caller_for(eve).get("residents/", q="smith").status_code == 403

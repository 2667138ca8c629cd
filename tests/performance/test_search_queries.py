"""How many questions a search asks the database: the same for one person found as for many."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from residents.models import Resident
from residents.search import find, near_matches
from tests.factories.people import make_resident

FIND = 3  # names added lately, candidates, the people of the page
FIND_LOOSELY = 4  # and once more for those with one of the names
PAGE_BEYOND = 4  # open work, who is in hospital, last contact, the audit row


@pytest.fixture
def many(asha: User) -> list[Resident]:
    return [make_resident(asha, born_on=date(1945, 1, day)) for day in range(1, 29)]


def queries_of(query: str, viewer: User) -> int:
    find(query, viewer)
    with CaptureQueriesContext(connection) as captured:
        find(query, viewer)
    return len(captured)


@pytest.mark.parametrize(
    "query",
    ["smith", "jean smith", "jena smtih", "smith 14/7/45", "smith rm18", "mary ann smith 1/1/45", "jea smi"],
)
def test_asks_three_questions_when_names_are_typed(asha: User, many: list[Resident], query: str) -> None:
    assert queries_of(query, asha) == FIND


@pytest.mark.parametrize("query", ["1/1/1945", "rm18 8eb", "943 476 5919 rm18 8eb"])
def test_asks_two_questions_when_no_name_is_typed(asha: User, many: list[Resident], query: str) -> None:
    assert queries_of(query, asha) == FIND - 1


def test_asks_for_no_other_numbers_of_those_who_are_reached_on_the_one_that_was_typed(
    asha: User, many: list[Resident]
) -> None:
    make_resident(asha, phone="07700900982")
    assert queries_of("07700 900982", asha) == FIND - 1


def test_asks_once_more_for_the_numbers_of_those_found_by_something_else(asha: User, many: list[Resident]) -> None:
    make_resident(asha, phone="07700900982")
    assert queries_of("smith 07700 900982", asha) == FIND + 1


def test_asks_once_more_when_nobody_has_every_name(asha: User, many: list[Resident]) -> None:
    assert queries_of("ethelburga smith", asha) == FIND_LOOSELY


@pytest.mark.parametrize("query", ["", "a", "!?"])
def test_asks_nothing_when_there_is_nothing_to_look_for(asha: User, query: str) -> None:
    assert queries_of(query, asha) == 0


def test_asks_the_same_when_a_partner_searches(hal: User, many: list[Resident]) -> None:
    assert queries_of("jean smith", hal) <= FIND_LOOSELY


def test_near_matches_ask_three_questions(asha: User, many: list[Resident]) -> None:
    fields = {"given_name": "Jean", "family_name": "Smith"}
    near_matches(fields, asha)
    with CaptureQueriesContext(connection) as captured:
        assert len(near_matches(fields, asha)) == 5
    assert len(captured) == FIND


def test_a_page_of_results_costs_the_same_for_one_as_for_many(client: Client, asha: User, jean: Resident) -> None:
    client.force_login(asha)
    plain = queries_of_page(client, "")
    one = queries_of_page(client, "smith")
    for day in range(1, 29):
        make_resident(asha, born_on=date(1945, 1, day))
    assert queries_of_page(client, "smith") == one == plain + FIND + PAGE_BEYOND


def queries_of_page(client: Client, query: str) -> int:
    client.get("/people/search", {"q": query})
    with CaptureQueriesContext(connection) as captured:
        client.get("/people/search", {"q": query})
    return len(captured)

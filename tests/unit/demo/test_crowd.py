"""People beside a demo borough of whom only is known who they are: as findable as anybody, and nothing more."""

from datetime import date

import pytest

from accounts.roles import Role
from residents.models import DictionaryName, PhoneNumber, Resident, TimelineEntry
from residents.search import find
from residents.search.dictionary import dictionary
from tests.factories.people import make_user
from thurrock_care.demo.crowd import LEFT_TO_THE_DEMO, SLICE, add_crowd

pytestmark = pytest.mark.django_db
MANY = 120


@pytest.fixture
def added(borough: date) -> list[Resident]:
    known = set(Resident.objects.values_list("pk", flat=True))
    add_crowd(MANY, seed=7)
    dictionary.forget()
    return list(Resident.objects.exclude(pk__in=known))


def test_adds_as_many_as_were_asked_for_with_their_numbers_and_no_past(added: list[Resident]) -> None:
    assert len(added) == MANY
    assert PhoneNumber.objects.filter(resident__in=added).count() == sum(bool(one.phone) for one in added)
    assert not TimelineEntry.objects.filter(resident__in=added).exists()


def test_puts_every_name_into_the_dictionary_once(added: list[Resident]) -> None:
    known = set(DictionaryName.objects.values_list("part", "value"))
    assert {("family", one.family_key) for one in added if one.family_key} <= known
    assert {("given", one.given_key) for one in added if one.given_key} <= known


def test_makes_people_who_are_found(added: list[Resident]) -> None:
    asha = make_user("Asha Patel", Role.TRIAGE)
    one = next(one for one in added if one.born_on and one.postcode)
    hits = find(f"{one.given_name} {one.family_name} {one.born_on:%d/%m/%Y} {one.postcode}", asha).hits
    assert hits[0].resident == one


def test_leaves_the_demo_more_references_than_it_gives() -> None:
    assert LEFT_TO_THE_DEMO > 1_000_000 > SLICE

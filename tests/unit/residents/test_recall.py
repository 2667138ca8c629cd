"""How often the right person comes up when the name is damaged: the figures that the search has to hold."""

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from accounts.roles import Role
from core import clock
from residents.actions import Identity, columns_of
from residents.enums import BornPrecision, NamePart
from residents.models import DictionaryName, Resident
from residents.search import find
from residents.search.dictionary import dictionary
from tests.factories.people import make_user
from tests.unit.residents.crowd import Someone, a_detail, crowd, damaged_name

PEOPLE, QUERIES = 3_000, 300
Asked = Callable[[Someone, random.Random], str]


@pytest.fixture(scope="module")
def borough(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[User, list[tuple[Someone, Resident]]]]:
    """3,000 people and somebody who looks for them; gone when this file is done."""
    with django_db_blocker.unblock(), transaction.atomic():
        asha = make_user("Asha Patel", Role.TRIAGE)
        people = crowd(PEOPLE, random.Random(1))
        rows = [Resident(added_at=clock.now(), added_by=asha, **columns_of(identity(one))) for one in people]
        Resident.objects.bulk_create(rows)
        DictionaryName.objects.bulk_create(names_of(rows))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE residents_resident")
        dictionary.forget()
        yield asha, list(zip(people, rows, strict=True))
        transaction.set_rollback(True)
    dictionary.forget()


def identity(someone: Someone) -> Identity:
    return Identity(
        known_as=someone.known_as,
        given_name=someone.given,
        family_name=someone.family,
        previous_family_name=someone.previous,
        born_on=someone.born_on,
        born_precision=BornPrecision.EXACT,
        postcode=someone.postcode,
        phone=someone.phone,
    )


def names_of(rows: list[Resident]) -> list[DictionaryName]:
    given = {key for row in rows for key in (row.given_key, row.known_as_key) if key}
    family = {key for row in rows for key in (row.family_key, row.previous_family_key) if key}
    now = clock.now()
    return [
        DictionaryName(part=part, value=value, added_at=now)
        for part, values in ((NamePart.GIVEN, given), (NamePart.FAMILY, family))
        for value in sorted(values)
    ]


def places(borough: tuple[User, list[tuple[Someone, Resident]]], ask: Asked) -> list[int]:
    """For each of 300 queries the place at which the right person came up; 99 when not among the first 10."""
    asha, people = borough
    rnd = random.Random(2)
    found = []
    for someone, row in rnd.sample(people, QUERIES):
        keys = [hit.resident.pk for hit in find(ask(someone, rnd), asha, limit=10).hits]
        found.append(keys.index(row.pk) + 1 if row.pk in keys else 99)
    return found


def share_within(found: list[int], first: int) -> float:
    return sum(place <= first for place in found) / len(found)


def test_finds_the_person_when_a_damaged_name_comes_with_one_more_detail(
    borough: tuple[User, list[tuple[Someone, Resident]]],
) -> None:
    found = places(borough, lambda one, rnd: f"{damaged_name(one, rnd)} {a_detail(one, rnd)}")
    assert share_within(found, 10) >= 0.99
    assert share_within(found, 3) >= 0.95


def test_finds_the_person_when_there_is_only_a_damaged_name(
    borough: tuple[User, list[tuple[Someone, Resident]]],
) -> None:
    found = places(borough, damaged_name)
    assert share_within(found, 10) >= 0.90


def test_finds_the_person_when_the_birth_date_is_wrong(
    borough: tuple[User, list[tuple[Someone, Resident]]],
) -> None:
    found = places(borough, lambda one, rnd: f"{one.given} {one.family} 1/1/1931 {one.postcode}")
    assert share_within(found, 3) == 1.0

"""How often the right person comes up when the name is damaged: the figures that the search has to hold.

The queries come from `damage.py`, which knows nothing of the search.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from accounts.roles import Role
from core import clock
from residents.actions import Identity, columns_of
from residents.enums import BornPrecision, NamePart
from residents.models import DictionaryName, PhoneNumber, Resident
from residents.search import find
from residents.search.dictionary import dictionary
from tests.factories.people import make_user
from tests.unit.residents.crowd import Someone, crowd
from tests.unit.residents.damage import DAMAGED_DETAILS, DETAILS, KINDS, Asked, queries

PEOPLE, QUERIES, EACH_KIND = 3_000, 1_200, 0.95
MANY_PEOPLE, MANY_QUERIES = 30_000, 3_000
NOT_FOUND = 99
Borough = tuple[User, dict[Someone, Resident]]


@pytest.fixture(scope="module")
def borough(django_db_setup: None, django_db_blocker: Any) -> Iterator[Borough]:
    """3,000 people and somebody who looks for them; gone when this file is done."""
    with django_db_blocker.unblock(), settled(PEOPLE) as found:
        yield found


@contextmanager
def settled(size: int) -> Iterator[Borough]:
    """So many people in the database, for as long as it lasts."""
    with transaction.atomic():
        asha = make_user("Asha Patel", Role.TRIAGE)
        people = crowd(size, random.Random(1))
        rows = [
            Resident(reference=f"P-{number:08}", added_at=clock.now(), added_by=asha, **columns_of(identity(one)))
            for number, one in enumerate(people)
        ]
        Resident.objects.bulk_create(rows, batch_size=5_000)
        PhoneNumber.objects.bulk_create([number_of(row) for row in rows], batch_size=5_000)
        DictionaryName.objects.bulk_create(names_of(rows))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE residents_resident, residents_phonenumber")
        dictionary.forget()
        yield asha, dict(zip(people, rows, strict=True))
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


def number_of(row: Resident) -> PhoneNumber:
    return PhoneNumber(
        resident=row, number=row.phone, is_main=True, started_on=clock.today(), noted_by_id=row.added_by_id
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


def place_of(asked: str, meant: Resident, viewer: User) -> int:
    """The place at which the right person comes up; 99 when not among the first 10."""
    keys = [hit.resident.pk for hit in find(asked, viewer, limit=10).hits]
    return keys.index(meant.pk) + 1 if meant.pk in keys else NOT_FOUND


def within(places: Sequence[int], first: int) -> float:
    return sum(place <= first for place in places) / len(places)


def check(borough: Borough, count: int) -> None:
    """Ask so many queries, and hold the shares of all and of each kind; what was missed is told with them."""
    asha, people = borough
    asked = queries(list(people), count, random.Random(2))
    places = [place_of(one.typed, people[one.someone], asha) for one in asked]
    report = told(asked, places)
    assert within(places, 10) >= 0.99, report
    assert within(places, 3) >= 0.95, report
    for by in (lambda one: one.kind, lambda one: one.detail):
        for kind, found in grouped(asked, places, by).items():
            assert within(found, 10) >= EACH_KIND, f"{kind}: {report}"


def grouped(asked: list[Asked], places: list[int], by: Callable[[Asked], str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for one, place in zip(asked, places, strict=True):
        groups[by(one)].append(place)
    return groups


def told(asked: list[Asked], places: list[int]) -> str:
    """A line for each kind, and what was not found."""
    lines = [f"all {len(places)}: first ten {within(places, 10):.1%}, first three {within(places, 3):.1%}"]
    for by in (lambda one: one.kind, lambda one: one.detail):
        for kind, found in grouped(asked, places, by).items():
            lines.append(f"{kind} ({len(found)}): {within(found, 10):.1%}, {within(found, 3):.1%}")
    missed = [f"{one.typed!r} was {one.someone}" for one, place in zip(asked, places, strict=True) if place > 10]
    return "\n".join([*lines, *missed[:40]])


def test_finds_the_right_person_for_1200_damaged_queries(borough: Borough) -> None:
    check(borough, QUERIES)


@pytest.mark.long
def test_finds_the_right_person_among_30_000(db: None) -> None:
    with settled(MANY_PEOPLE) as found:
        check(found, MANY_QUERIES)


def test_asks_in_every_way_that_people_get_a_name_wrong(borough: Borough) -> None:
    asked = queries(list(borough[1]), QUERIES, random.Random(2))
    assert {one.kind for one in asked} == set(KINDS)
    assert {one.detail for one in asked} == set(DETAILS) | set(DAMAGED_DETAILS)
    assert sum(one.detail in DAMAGED_DETAILS for one in asked) == QUERIES / 2


def test_finds_the_person_when_there_is_only_a_damaged_name(borough: Borough) -> None:
    asha, people = borough
    rnd = random.Random(3)
    whole = [one for one in people if one.given and len(one.family) > 3]
    places = []
    for someone in rnd.sample(whole, 300):
        typed = KINDS[rnd.choice(("letters swapped", "letter dropped", "letter doubled"))](someone, rnd)
        places.append(place_of(typed or someone.family, people[someone], asha))
    assert within(places, 10) >= 0.90


def test_finds_the_person_when_the_birth_date_is_wrong(borough: Borough) -> None:
    asha, people = borough
    for someone in random.Random(4).sample(list(people), 300):
        asked = f"{someone.given} {someone.family} 1/1/1931 {someone.postcode}"
        assert place_of(asked, people[someone], asha) <= 3

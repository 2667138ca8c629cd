"""Which records may be one person: candidates by indexed equality, each pair weighed by the rules DUP.

Candidates share a birth date (day and month in either order), a telephone number, a postcode with a year of birth, or
both names with a postcode or with two of day, month and year. Each of these is one walk over people in the order of
what they share, so that memory holds one group at a time. In a group of many (a care home's telephone) each is compared
only with its neighbours by name.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, groupby
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import ExtractDay, ExtractMonth, ExtractYear, Greatest, Least

from residents.enums import BornPrecision, PairStatus
from residents.models import PhoneNumber, PossibleDuplicate, Resident
from residents.rules.duplicates import Facts, Names, Pair, Verdict, judge
from residents.search.closeness import likeness

CHUNK = 2000
# In a larger group everybody is compared with this many neighbours by name, not with everybody.
LARGE_GROUP = 30
PARTS = {"day": ExtractDay, "month": ExtractMonth, "year": ExtractYear}
EXACT = Q(born_precision=BornPrecision.EXACT)


class Person(NamedTuple):
    """The columns that are compared."""

    id: UUID
    given_key: str
    family_key: str
    known_as_key: str
    previous_family_key: str
    born_on: Any
    born_precision: str
    postcode: str
    nhs_number: str | None
    nhs_number_status: str
    phones: list[str]

    @property
    def by_name(self) -> tuple[str, str]:
        return (self.family_key, self.given_key or self.known_as_key)


@dataclass(frozen=True)
class Found:
    """Two people who may be one. `one` has the smaller key."""

    one: UUID
    other: UUID
    verdict: Verdict


def weigh(one: Person, other: Person) -> Verdict:
    """What the rules say of two people."""
    given = _alike((one.given_key, one.known_as_key), (other.given_key, other.known_as_key))
    family = _alike((one.family_key, one.previous_family_key), (other.family_key, other.previous_family_key))
    return judge(Pair(one=_facts(one), other=_facts(other), given=given, family=family))


def everybody() -> QuerySet[Any]:
    """All people who are not merged into another, as `Person` needs them."""
    numbers = PhoneNumber.objects.filter(resident=OuterRef("pk"), ended_on__isnull=True)
    columns = [name for name in Person._fields if name != "phones"]
    rows: QuerySet[Any] = Resident.objects.filter(merged_into__isnull=True).annotate(
        phones=ArraySubquery(numbers.order_by("number").values("number"))
    )
    compared: QuerySet[Any] = rows.values_list(*columns, "phones")
    return compared


def pairs() -> Iterator[Found]:
    """Every pair of people who may be one. A pair may come more than once: by its birth date, and by its telephone."""
    for walk in WALKS:
        for group in walk():
            yield from among(group)


def among(group: list[Person]) -> Iterator[Found]:
    """The pairs of a group that the rules ask about; in a large group only neighbours by name are compared."""
    near = LARGE_GROUP if len(group) > LARGE_GROUP else len(group)
    ordered = sorted(group, key=lambda person: (person.by_name, person.id))
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 : place + 1 + near]:
            verdict = weigh(one, other)
            if verdict.is_asked and one.id != other.id:
                first, second = sorted((one.id, other.id))
                yield Found(first, second, verdict)


def like(resident: Resident, others: Iterable[UUID]) -> list[Found]:
    """Of `others`, and of those who share a telephone, a birth date or a place, who may be the same as `resident`."""
    mine = Person._make(everybody().get(pk=resident.pk))
    shared = PhoneNumber.objects.filter(number__in=mine.phones, ended_on__isnull=True).values("resident_id")
    wanted = {*others, *shared.values_list("resident_id", flat=True)[:CHUNK]}
    for condition in _narrow(mine):
        wanted.update(Resident.objects.filter(condition).values_list("pk", flat=True)[:CHUNK])
    people = map(Person._make, everybody().filter(pk__in=wanted - {mine.id}).order_by("pk"))
    return [found for other in people for found in among([mine, other])]


def told_apart(found: Iterable[Found]) -> set[tuple[UUID, UUID]]:
    """Those of the pairs of which somebody decided already, also of records that were merged into one of them."""
    ids = {key for pair in found for key in (pair.one, pair.other)}
    now = dict(Resident.objects.filter(merged_into__in=ids).values_list("pk", "merged_into"))
    known = [*ids, *now]
    decided = PossibleDuplicate.objects.exclude(status=PairStatus.OPEN).filter(one__in=known, other__in=known)
    rows = decided.values_list("one_id", "other_id")
    return {tuple(sorted((now.get(one, one), now.get(other, other)))) for one, other in rows}


def _facts(person: Person) -> Facts:
    return Facts(
        born_on=person.born_on,
        born_exactly=person.born_precision == BornPrecision.EXACT,
        phones=frozenset(person.phones),
        postcode=person.postcode,
        nhs_number=person.nhs_number or "",
        nhs_status=person.nhs_number_status,
    )


def _alike(ones: tuple[str, str], others: tuple[str, str]) -> Names:
    """The two of the names that are most alike; no closeness when one of the people has none."""
    mine, theirs = [name for name in ones if name], [name for name in others if name]
    if not mine or not theirs:
        return Names(None)
    return max(
        (Names(likeness(one, other).closeness, one, other) for one in mine for other in theirs),
        key=lambda names: names.closeness or 0,
    )


def _narrow(mine: Person) -> list[Q]:
    """What few people share with one, each answered by an index."""
    conditions = [Q(family_key=mine.family_key, given_key=mine.given_key)] if mine.family_key else []
    if mine.born_on and mine.born_precision == BornPrecision.EXACT:
        days = {mine.born_on} | ({mine.born_on.replace(day=mine.born_on.month, month=mine.born_on.day)}
                                 if mine.born_on.day <= 12 else set())  # fmt: skip
        conditions.append(Q(born_on__in=days) & EXACT)
    if mine.postcode:
        conditions.append(Q(postcode=mine.postcode))
    return conditions


def _by_birth_date() -> Iterator[list[Person]]:
    """People born on one day, or on days that differ only by day and month swapped."""
    day, month = ExtractDay("born_on"), ExtractMonth("born_on")
    key = (ExtractYear("born_on"), Least(day, month), Greatest(day, month))
    rows = everybody().filter(EXACT).order_by(*key, "pk")
    return _groups(rows, lambda p: (p.born_on.year, *sorted((p.born_on.day, p.born_on.month))))


def _by_place_and_year() -> Iterator[list[Person]]:
    rows = everybody().exclude(postcode="").order_by("postcode", ExtractYear("born_on"), "pk")
    return _groups(rows, lambda p: (p.postcode, p.born_on and p.born_on.year))


def _by_names_and_part_of_birth_date() -> Iterator[list[Person]]:
    """People of the same names who share two of day, month and year: birth dates one digit apart are such."""
    named = everybody().filter(EXACT).exclude(family_key="").exclude(given_key="")
    for first, second in combinations(PARTS, 2):
        rows = named.order_by("family_key", "given_key", PARTS[first]("born_on"), PARTS[second]("born_on"), "pk")
        yield from _groups(rows, attrgetter("family_key", "given_key", f"born_on.{first}", f"born_on.{second}"))


def _by_names_and_place() -> Iterator[list[Person]]:
    rows = everybody().exclude(family_key="").exclude(given_key="").exclude(postcode="")
    ordered = rows.order_by("family_key", "given_key", "postcode", "pk")
    return _groups(ordered, lambda p: (p.family_key, p.given_key, p.postcode))


def _by_telephone() -> Iterator[list[Person]]:
    """People who can be reached on one number, whichever of their numbers it is."""
    numbers = PhoneNumber.objects.filter(ended_on__isnull=True).order_by("number", "resident_id")
    rows = numbers.values_list("number", "resident_id").iterator(chunk_size=CHUNK)
    for _, same in groupby(rows, key=lambda row: row[0]):
        ids = {row[1] for row in same}
        if len(ids) > 1:
            yield [Person._make(row) for row in everybody().filter(pk__in=ids).order_by("pk")]


def _groups(rows: Any, key: Callable[[Person], object]) -> Iterator[list[Person]]:
    people = map(Person._make, rows.iterator(chunk_size=CHUNK))
    return (group for _, same in groupby(people, key=key) if len(group := list(same)) > 1)


WALKS = (
    _by_birth_date, _by_telephone, _by_place_and_year, _by_names_and_place, _by_names_and_part_of_birth_date,
)  # fmt: skip

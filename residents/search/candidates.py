"""Who may be meant: a union of small lookups, each through an index, each with its own bound.

A bound is met only by what hardly tells people apart (a common name alone, a town's postcode);
the exact and the telling come first in each lookup, and the caller is told that there are more.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from residents.enums import NamePart
from residents.models import PhoneNumber, Resident
from residents.search.conditions import both_names, is_any, one_name, with_initials
from residents.search.dictionary import Names
from residents.search.evidence import COLUMNS, Person
from residents.search.numbers import is_nhs_number, nhs_numbers_near
from residents.search.query import Query, is_a_name
from residents.search.slips import days_near, numbers_near, postcodes_near

MOST_ROWS, MOST_LOOSE_ROWS = 300, 100
ALIKE_FOR_ONE_NAME, ALIKE_FOR_TWO, ALIKE_FOR_MORE = 50, 25, 12
NEAREST = 6


@dataclass(frozen=True)
class Lookup:
    """One lookup: its condition, and what comes first when there are more rows than `most`.

    `by_phone` says that it finds those who are reached on a number that was typed, `came_from` that it looks among
    the records that were merged into others.
    """

    condition: Q
    first: tuple[Q, ...] = ()
    most: int = MOST_ROWS
    by_phone: bool = False
    came_from: bool = False


@dataclass(frozen=True)
class Spelt:
    """For each typed term, the known names that are like it."""

    terms: tuple[str, ...]
    family: Mapping[str, tuple[str, ...]]
    given: Mapping[str, tuple[str, ...]]


def spelt(query: Query, known: Mapping[NamePart, Names]) -> Spelt:
    """The names of the dictionary that are like those of the query."""
    count = len(query.names)
    most = (ALIKE_FOR_ONE_NAME, ALIKE_FOR_TWO)[count - 1] if count < 3 else ALIKE_FOR_MORE
    terms = tuple(term for term in query.terms if is_a_name(term))
    family, given = (
        {term: known[part].near(term, most, of_two=term not in query.names) for term in terms}
        for part in (NamePart.FAMILY, NamePart.GIVEN)
    )
    return Spelt(terms, family, given)


def candidates(lookups: list[Lookup], query: Query, viewer: User) -> tuple[list[Person], bool]:
    """The people whom the lookups find and the viewer may know of, and whether some were left out."""
    if not lookups:
        return [], False
    known = Resident.objects.visible_to(viewer).order_by()
    parts = [_bounded(known, number, lookup) for number, lookup in enumerate(lookups)]
    rows = list(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0])
    met = Counter(row[-1] for row in rows)
    people = {row[0]: Person(*row[:-1]) for row in rows}
    for row in rows:
        if lookups[row[-1]].came_from:
            people[row[0]] = people[row[0]]._replace(came_from=True)
    if query.phone:
        reached = {row[0] for row in rows if lookups[row[-1]].by_phone}
        people = _with_phones(people, reached, query)
    return list(people.values()), any(met[number] == lookup.most for number, lookup in enumerate(lookups))


def _with_phones(people: dict[UUID, Person], reached: set[UUID], query: Query) -> dict[UUID, Person]:
    """The people with the numbers on which they are reached now.

    Of those `reached` on the number that was typed no other is looked up: nothing speaks more strongly for them.
    """
    numbers: dict[UUID, tuple[str, ...]] = dict.fromkeys(reached, query.phones)
    if others := people.keys() - reached:
        current = PhoneNumber.objects.filter(resident_id__in=others, ended_on__isnull=True)
        for resident_id, number in current.values_list("resident_id", "number"):
            numbers[resident_id] = (*numbers.get(resident_id, ()), number)
    return {key: person._replace(phones=numbers.get(key, ())) for key, person in people.items()}


def strict_lookups(query: Query, names: Spelt) -> list[Lookup]:
    """Telling details alone, and every name that was typed, however it is spelt; vague details where nothing else is.

    A vague detail with one name narrows it down; with more names it only says who comes first.
    """
    telling, vague = telling_details(query), vague_details(query)
    lookups = [Lookup(telling, (any_name(names),) if names.terms else ())] if telling else []
    lookups += lookups_elsewhere(query)
    if not query.names:
        return lookups + ([Lookup(vague)] if vague else [])
    alike = names_alike(query, names)
    if len(query.names) == 1:
        narrowed = [Lookup(alike & detail) for detail in (vague, *nearly_told(query)) if detail]
        return lookups + narrowed + one_name_lookups(query.names[0], names)
    as_typed = (is_any("family_key", query.names), is_any("given_key", query.names))
    return [*lookups, Lookup(alike, (vague, *as_typed) if vague else as_typed)]


def one_name_lookups(name: str, names: Spelt) -> list[Lookup]:
    """One name alone: the same, the nearest, and the rest, apart, so that none has to be sorted among thousands."""
    family, given = names.family[name], names.given[name]
    tiers = (slice(0, 1), slice(1, NEAREST), slice(NEAREST, None))
    return [Lookup(one_name(family[tier], given[tier])) for tier in tiers if family[tier] or given[tier]]


def loose_lookups(query: Query, known: Mapping[NamePart, Names]) -> list[Lookup]:
    """Any one of several names as it was typed, where somebody bears it."""
    borne = [name for name in query.names if any(name in names.values for names in known.values())]
    return [Lookup(one_name((name,), (name,)), most=MOST_LOOSE_ROWS) for name in borne]


def desperate_lookups(query: Query, names: Spelt) -> list[Lookup]:
    """Any one of the names, however spelt, with a vague detail where there is one."""
    vague = vague_details(query)
    found = []
    for name in filter(is_a_name, query.names):
        alike = one_name(names.family[name][:ALIKE_FOR_MORE], names.given[name][:ALIKE_FOR_MORE])
        found.append(Lookup(alike & vague, most=MOST_LOOSE_ROWS))
    return found


def telling_details(query: Query) -> Q:
    """Details that few people share: NHS number, reference, birth date (also day and month swapped), postcode."""
    condition = own_numbers(query)
    if query.born and query.born.day:
        condition |= Q(born_on__in=[day for day in (query.born.day, query.born.swapped) if day])
    if query.postcode:
        condition |= Q(postcode=query.postcode)
    return condition


def nearly_told(query: Query) -> list[Q]:
    """Details with a slip in them: what one name alone, which many bear, needs beside it."""
    found = []
    if query.born and query.born.day:
        found.append(Q(born_on__in=days_near(query.born.day)))
    if query.postcode:
        found.append(Q(postcode__in=postcodes_near(query.postcode)))
    if query.phone:
        near = PhoneNumber.objects.filter(number__in=numbers_near(query.phone), ended_on__isnull=True).order_by()
        found.append(Q(pk__in=near.values("resident")))
    return found


def own_numbers(query: Query) -> Q:
    """The reference, and the NHS number or those nearly like it."""
    condition = Q()
    if query.reference:
        condition |= Q(reference=query.reference)
    if query.nhs_number:
        near = [] if is_nhs_number(query.nhs_number) else nhs_numbers_near(query.nhs_number)
        condition |= Q(nhs_number__in=[query.nhs_number, *near])
    return condition


def lookups_elsewhere(query: Query) -> list[Lookup]:
    """Who is reached on the telephone number, and into whom the one with the number or reference was merged."""
    found = []
    if query.phone:
        holders = PhoneNumber.objects.filter(number__in=query.phones, ended_on__isnull=True).order_by()
        found.append(Lookup(Q(pk__in=holders.values("resident")), by_phone=True))
    if own := own_numbers(query):
        merged = Resident.objects.filter(own, merged_into__isnull=False).order_by()
        survivor = Coalesce("merged_into__merged_into", "merged_into")  # who may have been merged in turn
        found.append(Lookup(Q(pk__in=merged.annotate(survivor=survivor).values("survivor")), came_from=True))
    return found


def vague_details(query: Query) -> Q:
    """Details that many share: half a postcode, a year of birth."""
    condition = Q()
    if query.postcode_start:
        start = query.postcode_start
        condition |= Q(postcode__startswith=start if " " in start else f"{start} ")
    if query.born and not query.born.day:
        condition |= Q(born_on__range=(query.born.earliest, query.born.latest))
    return condition


def any_name(names: Spelt) -> Q:
    """One of the typed names is like one of the person's."""
    family = set(chain.from_iterable(names.family.values()))
    given = set(chain.from_iterable(names.given.values()))
    return one_name(tuple(sorted(family)), tuple(sorted(given)))


def names_alike(query: Query, names: Spelt) -> Q:
    """Every typed name is like one of the person's: a family name with a first name, in either order."""
    if len(query.names) == 1:
        return one_name(names.family[query.names[0]], names.given[query.names[0]])
    condition = Q()
    for term in names.terms:
        others = [other for other in query.names if is_a_name(other) and other not in term]
        given = tuple(dict.fromkeys(chain.from_iterable(names.given[other] for other in others)))
        initials = [name for name in query.names if not is_a_name(name)]
        condition |= both_names(names.family[term], given) | with_initials(names.family[term], initials)
        if term not in query.names:  # two words typed that are one name
            condition |= one_name(names.family[term][:3], names.given[term][:3]) if len(query.names) == 2 else Q()
    return condition


def _bounded(known: Any, number: int, lookup: Lookup) -> Any:
    rows = known.filter(lookup.condition)
    if lookup.first:
        rows = rows.order_by(*(Case(When(first, then=0), default=1) for first in lookup.first))
    found_by = Value(number, output_field=IntegerField())
    return rows.values_list(*COLUMNS, found_by)[: lookup.most]

"""Conditions on the names of a resident, each of which an index answers."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Expression, Q
from django.db.models.sql.compiler import SQLCompiler

# Those of which the index leaves out who has none.
SELDOM_BORNE = frozenset({"known_as_key", "previous_family_key"})


class Bears(Expression):
    """Alternatives, each of which says which columns hold one of which names: "(family and given) or (known as)".

    All of it is one expression on the table of the query that it stands in, whose SQL is put together at once: as many
    small ones cost as much as the search.

    A list of names is one array, which comes out of a query of its own, so that PostgreSQL plans without weighing
    each of the names: with the two dozen arrays of a search that took five times as long as the search itself.
    """

    def __init__(self, *alternatives: tuple[tuple[str, Sequence[str]], ...]) -> None:
        super().__init__(output_field=BooleanField())
        self.alternatives = alternatives

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        """Of this one object: Django would compare the names one by one, several times for each query."""
        return id(self)

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        table = f'"{compiler.query.base_table}"'
        either = [
            " AND ".join(_one_of(f'{table}."{column}"', seldom=column in SELDOM_BORNE) for column, _ in alternative)
            for alternative in self.alternatives
        ]
        parameters = tuple(list(names) for alternative in self.alternatives for _, names in alternative)
        return f"(({') OR ('.join(either)}))", parameters


def _one_of(column: str, *, seldom: bool) -> str:
    one = f"{column} = ANY ((SELECT %s::text[])::text[])"
    return f"{one} AND {column} <> ''" if seldom else one


def is_any(column: str, values: Sequence[str]) -> Q:
    """The column holds one of the values."""
    return Q(Bears(((column, values),)))


def both_names(family: Sequence[str], given: Sequence[str]) -> Q:
    """A family name, now or before, together with a first name or what they like to be called."""
    if not family or not given:
        return Q()
    now, before = ("family_key", family), ("previous_family_key", family)
    called, known_as = ("given_key", given), ("known_as_key", given)
    return Q(Bears((now, called), (now, known_as), (before, called), (before, known_as)))


def one_name(family: Sequence[str], given: Sequence[str]) -> Q:
    """Any of the four names that a person may have."""
    family_names = (("family_key", family),), (("previous_family_key", family),)
    return Q(Bears(*family_names, (("given_key", given),), (("known_as_key", given),)))


def with_initials(family: Sequence[str], initials: list[str]) -> Q:
    """A family name together with the first letter of a first name."""
    condition = Q()
    for initial in initials:
        begins = Q(given_key__startswith=initial) | Q(known_as_key__startswith=initial)
        condition |= is_any("family_key", family) & begins
    return condition

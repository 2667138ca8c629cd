"""Conditions on the names of a resident, each of which an index answers."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup, Q
from django.db.models.sql.compiler import SQLCompiler

# Those of which the index leaves out who has none.
SELDOM_BORNE = frozenset({"known_as_key", "previous_family_key"})


class AnyOf(Lookup):
    """`column = ANY (array)`: one parameter however many values, and half the cost of `__in` to build.

    The array comes out of a query of its own, so that PostgreSQL plans without weighing each of its values: with the
    two dozen arrays of a search that took five times as long as the search itself.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY ((SELECT %s::text[])::text[])", (*parameters, list(self.rhs))


def is_any(column: str, values: Sequence[str]) -> Q:
    """The column holds one of the values."""
    one = Q(AnyOf(F(column), values))
    return one & ~Q(**{column: ""}) if column in SELDOM_BORNE else one


def both_names(family: Sequence[str], given: Sequence[str]) -> Q:
    """A family name, now or before, together with a first name or what they like to be called."""
    if not family or not given:
        return Q()
    bears, bore = is_any("family_key", family), is_any("previous_family_key", family)
    called, known_as = is_any("given_key", given), is_any("known_as_key", given)
    return (bears & called) | (bears & known_as) | (bore & (called | known_as))


def one_name(family: Sequence[str], given: Sequence[str]) -> Q:
    """Any of the four names that a person may have."""
    return (
        is_any("family_key", family)
        | is_any("given_key", given)
        | is_any("known_as_key", given)
        | is_any("previous_family_key", family)
    )


def with_initials(family: Sequence[str], initials: list[str]) -> Q:
    """A family name together with the first letter of a first name."""
    condition = Q()
    for initial in initials:
        begins = Q(given_key__startswith=initial) | Q(known_as_key__startswith=initial)
        condition |= is_any("family_key", family) & begins
    return condition

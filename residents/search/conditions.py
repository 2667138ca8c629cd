"""Conditions on the names of a resident, each of which an index answers."""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Lookup, Q
from django.db.models.sql.compiler import SQLCompiler


class AnyOf(Lookup):
    """`column = ANY (array)`: one parameter however many values, and half the cost of `__in` to build."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = ANY (%s)", (*parameters, list(self.rhs))


def is_any(column: str, values: Sequence[str]) -> Q:
    """The column holds one of the values."""
    return Q(AnyOf(F(column), values))


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

"""What a person can have only once, and how a merge makes room: one of the two rows yields, by MRG-3, and is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, UniqueConstraint

from core import clock
from residents.merging.tables import Table
from residents.models import Resident
from residents.rules.merging import Side, careful, side_that_yields

MERGED_AWAY = "The same need is on the record that was merged with this one."
NOT_MAIN = {"is_main": False}


def _ended(now: datetime) -> dict[str, Any]:
    return {"ended_on": clock.london_date(now)}


# What becomes of the row that yields. None: it stays with the record that was put into the other one.
YIELDS: Mapping[str, Any] = {
    "one_main_phone_number": lambda now: NOT_MAIN,
    "phone_number_once": _ended,
    "email_address_once": _ended,
    "one_present_address": _ended,
    "access_need_once": lambda now: _ended(now) | {"ended_because": MERGED_AWAY},
    "circle_link_once": _ended,
    "circle_link_to_another": _ended,
    "shared_once_with_a_team": lambda now: {"ended_at": now},
    "life_event_once": None,
    "one_stay_at_a_time": None,
    "one_discharge_a_day": None,
    "one_programme_of_a_kind": None,
    "one_open_full_assessment": None,
    "each_person_books_once": None,
}
# What the row that stays takes over from the one that yields, where it knows nothing itself.
TAKES_OVER = {
    "phone_number_once": ("safe_to_call", "safe_to_text", "note"),
    "email_address_once": ("safe_to_write", "note"),
    "access_need_once": ("detail", "said_by", "may_share", "how_met"),
    "circle_link_once": ("relation", "may_speak_for", "helps_with"),
}


@dataclass
class Clash:
    """Two rows of which only one can stand. `stays` says that the merged person's is not moved."""

    table: Table
    row: Any
    changes: dict[str, Any] = field(default_factory=dict)
    stays: bool = False


def clashes_of(table: Table, survivor: Resident, merged: Resident, kept: Mapping[str, Side]) -> list[Clash]:
    """What of one table has to yield before the rows of `merged` are moved to `survivor`."""
    found: dict[Any, Clash] = {}
    for mine in _pointing_at_the_other(table, survivor, merged):
        _note(found, table, mine, "circle_link_to_another").stays = True
    for constraint in uniques(table):
        for mine, theirs in _twins(table, constraint, survivor, merged):
            if mine.pk in found and found[mine.pk].stays:
                continue
            if YIELDS.get(constraint.name) is None:
                _note(found, table, mine, "").stays = True
                continue
            yields = side_that_yields(constraint.name, kept)
            goes, stays = (mine, theirs) if yields == Side.MERGED else (theirs, mine)
            _note(found, table, goes, constraint.name)
            if taken := _taken_over(constraint.name, goes, stays):
                _note(found, table, stays, "").changes.update(taken)
    return list(found.values())


def uniques(table: Table) -> list[UniqueConstraint]:
    """The constraints by which a person can have a row only once."""
    constraints = [one for one in table.model._meta.constraints if isinstance(one, UniqueConstraint)]
    return [one for one in constraints if table.column in one.fields]


def _note(found: dict[Any, Clash], table: Table, row: Model, constraint: str) -> Clash:
    clash = found.setdefault(row.pk, Clash(table, row))
    how = YIELDS.get(constraint)
    changes = how(clock.now()) if how else {}
    current = getattr(row, "ended_on", None) is None
    clash.changes.update({name: value for name, value in changes.items() if name != "ended_on" or current})
    return clash


def _pointing_at_the_other(table: Table, survivor: Resident, merged: Resident) -> list[Any]:
    """Rows of the merged person that would point from the survivor to themselves, such as "daughter of"."""
    others = [
        one.name
        for one in table.model._meta.concrete_fields
        if one.related_model is Resident and one.name != table.column
    ]
    rows = table.rows_of(merged.pk)
    return [row for name in others for row in rows.filter(**{name: survivor.pk}).order_by("pk")]


def _twins(table: Table, constraint: UniqueConstraint, survivor: Resident, merged: Resident) -> list[tuple[Any, Any]]:
    """The pairs of rows, the merged person's first, that the constraint does not allow of one person."""
    others = [name for name in constraint.fields if name != table.column]
    rows = [table.rows_of(person.pk).order_by("pk") for person in (survivor, merged)]
    if constraint.condition is not None:
        rows = [some.filter(constraint.condition) for some in rows]

    def key(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, row._meta.get_field(name).attname) for name in others)

    theirs = {key(row): row for row in rows[0]}
    empty_counts = constraint.nulls_distinct is False
    return [(row, theirs[key(row)]) for row in rows[1] if key(row) in theirs and (empty_counts or None not in key(row))]


def _taken_over(constraint: str, goes: Any, stays: Any) -> dict[str, Any]:
    """What the staying row learns: the more careful answer, and words where it has none."""
    learnt = {}
    for name in TAKES_OVER.get(constraint, ()):
        was, other = getattr(stays, name), getattr(goes, name)
        is_answer = isinstance(was, bool | None) and isinstance(other, bool | None)
        now = careful(was, other) if is_answer else (was or other)
        if now != was:
            learnt[name] = now
    return learnt

"""What a merge would move, told before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from residents.merging.clashes import clashes_of
from residents.merging.tables import Table, tables
from residents.models import Resident
from residents.rules.merging import Side

SHOWN = 3


@dataclass(frozen=True)
class Moving:
    """The rows of one table that go from the merged person to the survivor.

    `yielding` are rows of either that yield to another of the same, `staying` those that are not moved.
    """

    table: Table
    count: int
    newest: list[Any]
    yielding: list[Any]
    staying: list[Any]


def moving(survivor: Resident, merged: Resident, kept: Mapping[str, Side]) -> list[Moving]:
    """What of each table would be moved; tables of which there is nothing are left out."""
    found = []
    for table in tables():
        rows = table.rows_of(merged.pk)
        clashes = clashes_of(table, survivor, merged, kept)
        staying = [clash.row for clash in clashes if clash.stays]
        yielding = [clash.row for clash in clashes if not clash.stays and clash.changes]
        count = rows.count() - len(staying)
        if count or staying:
            found.append(Moving(table, count, list(rows.order_by("-pk")[:SHOWN]), yielding, staying))
    return found

"""What it takes to make two records one and to part them again: which rows, which columns, what yields."""

from residents.merging.clashes import Clash, clashes_of
from residents.merging.columns import GROUPS, Difference, Group, differences, new_columns, sides
from residents.merging.preview import Moving, moving
from residents.merging.since import SinceGroup, rows_since
from residents.merging.tables import LEFT, Table, tables

__all__ = [
    "GROUPS",
    "LEFT",
    "Clash",
    "Difference",
    "Group",
    "Moving",
    "SinceGroup",
    "Table",
    "clashes_of",
    "differences",
    "moving",
    "new_columns",
    "rows_since",
    "sides",
    "tables",
]

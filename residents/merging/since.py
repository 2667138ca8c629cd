"""What came onto the kept record since a merge, in groups that belong together, and to whom each group belongs.

A row came since when its key, which is made from the moment, is after that of the merge. Rows that are parts of one
another make one group; a group that is a part of something that was moved, or of something that always was the kept
person's, goes with it and nobody is asked. Of all others MRG-5 suggests, and somebody chooses.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from residents.merging.tables import Link, Table, in_short, links_of, moved_keys, tables
from residents.models import Merge, MovedRow, Resident
from residents.rules.merging import Links, Side, Suggestion, belongs_to

WORKERS = ("worker_id", "owner_id")
DOERS = (*WORKERS, "heard_by_id", "made_by_id", "booked_by_id", "taken_by_id", "noted_by_id", "recorded_by_id", "by_id")
Node = tuple[str, UUID]


@dataclass(frozen=True)
class SinceRow:
    """One row that came since, and the column that says whose it is."""

    table: Table
    row: Any

    @property
    def node(self) -> Node:
        return (self.table.name, self.row.pk)


@dataclass(frozen=True)
class SinceGroup:
    """Rows that belong together, the first that came first. `is_bound`: nobody is asked, for it is a part of more."""

    rows: list[SinceRow]
    suggestion: Suggestion
    is_bound: bool

    @property
    def key(self) -> str:
        return str(self.rows[0].row.pk)


@dataclass(frozen=True)
class _Known:
    """What the rows that came since are held against."""

    moved: Mapping[Node, str]
    own: Mapping[Node, str]
    workers_of_merged: Mapping[UUID, str]
    workers_of_survivor: Mapping[UUID, str]


def rows_since(merge: Merge) -> list[SinceGroup]:
    """The groups of rows that came onto the survivor since the merge, the oldest first."""
    moved = {table: moved_keys(merge, table) for table in tables()}
    since = [
        SinceRow(table, row)
        for table, keys in moved.items()
        for row in table.rows_of(merge.survivor_id).filter(pk__gt=merge.pk).order_by("pk")
        if row.pk not in keys | _moved_otherwise(merge, table) and not _is_of_a_merge(row)
    ]
    links = {row: links_of(row.row) for row in since}
    known = _known(merge, moved, since, links)
    groups: list[SinceGroup] = []
    sides: dict[Node, tuple[Side, str]] = {}
    for rows in _together(since, links):
        group = _group(rows, links, known, sides)
        sides.update({row.node: (group.suggestion.side, in_short(row.row)) for row in rows})
        groups.append(group)
    return groups


def _group(
    rows: list[SinceRow],
    links: Mapping[SinceRow, list[Link]],
    known: _Known,
    sides: Mapping[Node, tuple[Side, str]],
) -> SinceGroup:
    """The group with what is suggested; `sides` are those of the groups before it."""
    inside = {row.node for row in rows}
    outward = [link for row in rows for link in links[row] if (link.table, link.key) not in inside]
    for link in outward:
        node = (link.table, link.key)
        if link.is_bound and (node in known.moved or node in known.own):
            of_merged = known.moved.get(node, "")
            part = Links(of_merged=of_merged, of_survivor="" if of_merged else known.own[node])
            return SinceGroup(rows, belongs_to(part), is_bound=True)
    return SinceGroup(rows, belongs_to(_stems(rows, outward, known, sides)), is_bound=False)


def _stems(rows: list[SinceRow], outward: list[Link], known: _Known, sides: Mapping[Node, tuple[Side, str]]) -> Links:
    nodes = [(link.table, link.key) for link in outward]
    earlier = [sides[node] for node in nodes if node in sides]
    of = {
        Side.MERGED: [known.moved[node] for node in nodes if node in known.moved],
        Side.SURVIVOR: [known.own[node] for node in nodes if node in known.own],
    }
    for side, words in earlier:
        of[side].append(words)
    doers = [key for row in rows for name in DOERS if (key := getattr(row.row, name, None))]
    return Links(
        of_merged=next(iter(of[Side.MERGED]), ""),
        of_survivor=next(iter(of[Side.SURVIVOR]), ""),
        worker_of_merged=next((known.workers_of_merged[key] for key in doers if key in known.workers_of_merged), ""),
        worker_of_survivor=next(
            (known.workers_of_survivor[key] for key in doers if key in known.workers_of_survivor), ""
        ),
    )


def _known(
    merge: Merge,
    moved: Mapping[Table, set[UUID]],
    since: list[SinceRow],
    links: Mapping[SinceRow, list[Link]],
) -> _Known:
    came = {row.node for row in since}
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for found in links.values():
        for link in found:
            if (link.table, link.key) not in came:
                wanted[link.table].add(link.key)
    of_merged: dict[Node, str] = {}
    own: dict[Node, str] = {}
    for table, keys in moved.items():
        for row in table.rows_of(merge.survivor_id).filter(pk__in=wanted[table.name]).order_by("pk"):
            target = of_merged if row.pk in keys else own
            target[(table.name, row.pk)] = in_short(row)
    return _Known(of_merged, own, *_workers(merge, moved))


def _workers(merge: Merge, moved: Mapping[Table, set[UUID]]) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """Who held or did the work that came with the merge, and who that which was the survivor's before it."""
    theirs: set[UUID] = set()
    ours: set[UUID] = set()
    for table, keys in moved.items():
        columns = [field.attname for field in table.model._meta.concrete_fields if field.attname in WORKERS]
        for column in columns:
            rows = table.rows_of(merge.survivor_id).filter(pk__lt=merge.pk).values_list("pk", column)
            for key, worker in rows:
                (theirs if key in keys else ours).add(worker)
    names = dict(User.objects.filter(pk__in=theirs | ours).values_list("pk", "name"))
    return ({key: names[key] for key in theirs if key in names}, {key: names[key] for key in ours if key in names})


def _together(since: list[SinceRow], links: Mapping[SinceRow, list[Link]]) -> Iterable[list[SinceRow]]:
    """The rows in groups of parts of one another, in the order in which the first of each came."""
    leader = {row.node: row.node for row in since}

    def lead(node: Node) -> Node:
        while leader[node] != node:
            node = leader[node]
        return node

    for row, found in links.items():
        for link in found:
            target = (link.table, link.key)
            if link.is_bound and target in leader:
                leader[lead(row.node)] = lead(target)
    groups: dict[Node, list[SinceRow]] = defaultdict(list)
    for row in sorted(since, key=lambda one: one.row.pk):
        groups[lead(row.node)].append(row)
    return groups.values()


def _moved_otherwise(merge: Merge, table: Table) -> set[UUID]:
    """Rows that another merge into the same person moved: undoing that one takes them back."""
    others = MovedRow.objects.filter(merge__survivor=merge.survivor_id, table=table.name, column=table.column)
    return set(others.exclude(merge=merge).values_list("row_id", flat=True))


def _is_of_a_merge(row: Any) -> bool:
    """Whether a row only tells that records were merged."""
    return isinstance(row, Resident) or getattr(row, "source_type", "") == Merge._meta.label_lower

"""Rows of append-only tables change hands in a merge and in its undoing, and when they stand on the wrong record;
nothing else switches the triggers off."""

import ast

import pytest
from django.db import DatabaseError, transaction

from accounts.models import User
from residents.actions import hear
from residents.actions.merging import moving_rows_of
from residents.enums import Topic
from residents.merging import tables
from residents.models import Resident, Statement, TimelineEntry
from tests.architecture.house import calls, dotted, imports, short, sources

MAY_MOVE = "residents/actions/merging.py"
PUTS_RIGHT = "residents/actions/handing_over.py"
MAY_ASK = {MAY_MOVE, PUTS_RIGHT}


def test_triggers_are_ignored_for_a_merge_and_for_what_stands_on_the_wrong_record_alone() -> None:
    importing = {short(path) for path in sources() for name in imports(path) if name.startswith("pgtrigger")}
    assert importing == {"core/models.py", MAY_MOVE}
    ignoring = {short(path) for path in sources() for call in calls(path) if dotted(call.func) == "pgtrigger.ignore"}
    assert ignoring == {MAY_MOVE}
    asking = {short(path) for path in sources() for call in calls(path) if dotted(call.func) == "moving_rows_of"}
    assert asking == MAY_ASK


@pytest.mark.parametrize(("module", "changes"), [(MAY_MOVE, [".update("]), (PUTS_RIGHT, [".update("] * 3)])
def test_a_trigger_is_ignored_only_around_the_change_of_hands(module: str, changes: list[str]) -> None:
    path = next(path for path in sources("residents") if short(path) == module)
    around = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.With) and "moving_rows_of" in ast.unparse(node.items[0])
    ]
    assert [len(node.body) for node in around] == [1] * len(changes)
    assert all(change in ast.unparse(node.body[0]) for node, change in zip(around, changes, strict=True))


def test_only_the_table_that_is_moved_is_let_through(jean: Resident, ben: User) -> None:
    said = hear(resident=jean, topic=Topic.MATTERS, words="My garden", by=ben, source=jean)
    statements = next(table for table in tables() if table.model is Statement)
    with moving_rows_of(statements):
        assert Statement.objects.filter(pk=said.pk).update(resident=jean) == 1
        with pytest.raises(DatabaseError), transaction.atomic():
            TimelineEntry.objects.filter(resident=jean).update(title="x")
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=said.pk).update(resident=jean)

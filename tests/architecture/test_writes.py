"""Writes stand in actions and nowhere else; a GET writes nothing but who looked; only core.clock reads the clock."""

import ast
from pathlib import Path

import pytest

from tests.architecture.house import APPS, calls, dotted, imports, short, sources

WRITING = frozenset(
    {
        "save",
        "create",
        "update",
        "delete",
        "bulk_create",
        "bulk_update",
        "get_or_create",
        "update_or_create",
        "raw_delete",
    }
)
# Where a write may stand, and why.
MAY_WRITE = {
    "core/receipts.py": "a receipt belongs to the transaction of the form that it answers",
    "core/idempotency.py": "the same, for the API",
    "outbox/sweeper.py": "it marks hints as sent",
    "discharges/sweep.py": "it queues steps in sets",
}
# `.update` of a plain dictionary, digest or the like
NO_DATABASE = {
    ("accounts/views.py", "request.session"),
}
READS_THE_CLOCK = frozenset(
    {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "timezone.localdate",
     "timezone.localtime", "time.time", "datetime.datetime.now", "datetime.date.today"}
)  # fmt: skip
MAY_READ_THE_CLOCK = {"core/clock.py"}
PUBLISHES = frozenset({"delay", "apply_async", "send_task"})
FILES = sources(*APPS)


def may_write(path: Path) -> bool:
    return path.name == "actions.py" or path.parent.name == "actions" or short(path) in MAY_WRITE


def is_a_write(call: ast.Call) -> bool:
    """Whether a call has the name of a write to the database. Updates of what is visibly a dictionary are none."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITING:
        return False
    positional_only = bool(call.args) and not call.keywords and call.func.attr == "update"
    return not positional_only


@pytest.mark.parametrize("app", APPS)
def test_only_actions_write(app: str) -> None:
    found = [
        f"{short(path)}:{call.lineno} {dotted(call.func)}"
        for path in sources(app)
        if not may_write(path)
        for call in calls(path)
        if is_a_write(call)
    ]
    assert found == []


def test_no_place_is_kept_for_a_writer_that_is_gone() -> None:
    writers = {short(path) for path in FILES if any(is_a_write(call) for call in calls(path))}
    assert set(MAY_WRITE) <= writers


def test_no_model_overrides_its_save_and_nobody_listens_to_signals() -> None:
    overridden = [
        f"{short(path)}:{node.lineno}"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}
    ]
    listening = [short(path) for path in FILES for name in imports(path) if name.startswith("django.db.models.signals")]
    assert overridden + listening == []


def test_only_the_clock_reads_the_clock() -> None:
    found = [
        f"{short(path)}:{call.lineno} {dotted(call.func)}"
        for path in FILES
        if short(path) not in MAY_READ_THE_CLOCK
        for call in calls(path)
        if dotted(call.func) in READS_THE_CLOCK
    ]
    assert found == []


def test_rules_read_no_clock_no_settings_and_no_database() -> None:
    impure = [
        f"{short(path)} imports {name}"
        for path in FILES
        if path.stem in {"rules", "states"} or path.parent.name == "rules"
        for name in imports(path)
        if name in {"core.clock", "django.conf"} or name.startswith("django.db") or name.endswith(".models")
    ]
    assert impure == []


def test_only_the_sweepers_door_publishes_to_the_broker() -> None:
    found = {
        short(path)
        for path in sources()
        for call in calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr in PUBLISHES
    }
    # beat and worker, when they start, show that they did: no request and no job of the outbox passes there
    assert found == {"outbox/tasks.py", "thurrock_care/celery.py"}

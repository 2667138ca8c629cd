"""Every kind of job has a handler, every handler can be imported and takes what it is given."""

import ast
import inspect
from importlib import import_module

from django.conf import settings

from outbox.actions import handler_of
from tests.architecture.house import APPS, calls, dotted, short, sources
from thurrock_care.celery import app

ENQUEUE = {"enqueue", "enqueue_many", "outbox.actions.enqueue"}


def kinds_in_the_code() -> dict[str, list[ast.Call]]:
    found: dict[str, list[ast.Call]] = {}
    for path in sources(*APPS):
        for call in calls(path):
            if dotted(call.func) in ENQUEUE and path.parent.name != "outbox":
                kind = call.args[0]
                assert isinstance(kind, ast.Constant), f"{short(path)}:{call.lineno} names its kind in words"
                found.setdefault(str(kind.value), []).append(call)
    return found


def test_every_kind_that_is_queued_has_a_handler_and_every_handler_is_used() -> None:
    assert set(kinds_in_the_code()) == set(settings.OUTBOX_HANDLERS)


def test_every_handler_is_an_action() -> None:
    for kind, place in settings.OUTBOX_HANDLERS.items():
        assert callable(handler_of(kind))
        assert place.split(".")[1] == "actions", f"{kind} writes, so its handler is an action"


def test_every_handler_takes_what_is_queued_for_it() -> None:
    for kind, made in kinds_in_the_code().items():
        takes = inspect.signature(handler_of(kind)).parameters
        for call in made:
            given = {word.arg for word in call.keywords if word.arg} - {"dedupe_key", "due_at"}
            assert given <= set(takes), kind


def our_tasks() -> set[str]:
    """The names of the tasks in every app's tasks.py."""
    for path in sources(*APPS):
        if path.name == "tasks.py":
            import_module(f"{path.parent.name}.tasks")
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_every_scheduled_task_exists() -> None:
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert scheduled
    assert scheduled <= our_tasks()


def test_every_task_has_a_name_of_its_own_and_keeps_no_result() -> None:
    ours = our_tasks()
    assert {name.split(".")[0] for name in ours} <= set(APPS)
    assert all(app.tasks[name].ignore_result for name in ours)

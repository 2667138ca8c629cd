"""What `/readyz` looks at. A check that is not `needed` is shown and alarmed on, but takes no page away."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.migrations.executor import MigrationExecutor

from core import clock
from core.models import Heartbeat
from core.words import plural

_up_to_date: set[str] = set()  # the databases on which every migration was found applied


def readiness(connection: Any) -> dict[str, dict[str, Any]]:
    """Every check by name: whether it holds, whether serving depends on it, and a sentence."""
    database = _database(connection)
    if not database["ok"]:
        return {"database": database}
    return {"database": database, "migrations": _migrations(connection), **_heartbeats()}


def _check(ok: bool, needed: bool, sentence: str) -> dict[str, Any]:
    return {"ok": ok, "needed": needed, "sentence": sentence}


def _database(connection: Any) -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _check(False, True, "The database does not answer.")
    return _check(True, True, "The database answers.")


def _migrations(connection: Any) -> dict[str, Any]:
    """Looked at until it holds once: it costs many queries, and nobody takes migrations back under a process."""
    if connection.alias not in _up_to_date:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            return _check(False, True, f"{len(missing)} migrations have not been applied.")
        _up_to_date.add(connection.alias)
    return _check(True, True, "Every migration has been applied.")


def _heartbeats() -> dict[str, dict[str, Any]]:
    beats = {beat.name: beat for beat in Heartbeat.objects.all()}
    now = clock.now()
    checks = {}
    for name, most in settings.HEARTBEATS.items():
        limit = timedelta(seconds=most)
        beat = beats.get(name)
        if beat is None:
            checks[name] = _check(False, False, f"{name} has never run.")
        else:
            sentence = f"{name} last ran at {beat.beat_at:%Y-%m-%d %H:%M:%S} UTC."
            checks[name] = {**_check(now - beat.beat_at <= limit, False, sentence), "detail": beat.detail}
            if given_up := beat.detail.get("given_up"):
                sentence = f"{plural(given_up, 'job was', 'jobs were')} given up; see manage.py given_up."
                checks["jobs given up"] = _check(False, False, sentence)
    return checks

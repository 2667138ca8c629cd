"""What `/readyz` looks at: it says no when a check that is `needed` does not hold. The others are shown and alarmed on.

The sweep of six-week reviews and what starts it are needed: a rule that silently stops being enforced is the worst
failure of this system. Pages are served meanwhile; managers' pages say so in words.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.migrations.executor import MigrationExecutor

from core import clock
from core.models import Heartbeat
from core.words import moment, plural

SWEEPS = {
    "six-week sweep": "The daily sweep of six-week reviews has not succeeded for more than 26 hours.",
    "celery beat": "What starts the sweep of six-week reviews has been silent for more than 5 minutes.",
}
_up_to_date: set[str] = set()  # the databases on which every migration was found applied


def readiness(connection: Any) -> dict[str, dict[str, Any]]:
    """Every check by name: whether it holds, whether serving depends on it, and a sentence."""
    database = _database(connection)
    if not database["ok"]:
        return {"database": database}
    return {"database": database, "migrations": _migrations(connection), **_heartbeats()}


def silent_sweeps() -> list[str]:
    """For managers, a sentence for each of the sweep and what starts it that has been silent too long: one query."""
    beats = dict(Heartbeat.objects.filter(name__in=SWEEPS).values_list("name", "beat_at"))
    now = clock.now()
    return [
        f"{said} {_since(beats.get(name))}"
        for name, said in SWEEPS.items()
        if name not in beats or now - beats[name] > timedelta(seconds=settings.HEARTBEATS[name])
    ]


def _since(beat_at: datetime | None) -> str:
    return f"It last did so on {moment(beat_at)}." if beat_at else "It has never done so."


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
            checks[name] = _check(False, name in SWEEPS, f"{name} has never run.")
        else:
            sentence = f"{name} last ran at {beat.beat_at:%Y-%m-%d %H:%M:%S} UTC."
            checks[name] = {**_check(now - beat.beat_at <= limit, name in SWEEPS, sentence), "detail": beat.detail}
            if alarm := beat.detail.get("alarm"):
                checks[f"found by {name}"] = _check(False, False, alarm)
            if given_up := beat.detail.get("given_up"):
                sentence = f"{plural(given_up, 'job was', 'jobs were')} given up; see manage.py given_up."
                checks["jobs given up"] = _check(False, False, sentence)
    return checks

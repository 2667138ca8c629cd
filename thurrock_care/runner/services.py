"""The processes of the application beside PostgreSQL and Redis: one table.

`make run` starts them from it, and docker-compose.yml is held against it by a test.
"""

import signal
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Service:
    """One process: what Python is asked to run, and the signal it gets if we die.

    That signal is the sharp one where a service may take its time over the soft one. A
    job cut short is taken up again from the outbox; the web server's quick stop closes
    its workers.
    """

    name: str
    arguments: tuple[str, ...]
    dies_by: signal.Signals


def services(state: Path) -> tuple[Service, ...]:
    """All services in the order of their start. `state` is a folder that beat writes to."""
    celery = ("-m", "celery", "--quiet", "-A", "thurrock_care")
    schedule = str(state / "beat-schedule")
    return (
        Service(
            "web",
            ("-m", "gunicorn", "-c", "python:thurrock_care.runner.web", "thurrock_care.wsgi"),
            signal.SIGQUIT,
        ),
        Service(
            "worker",
            (*celery, "worker", "-c", "2", "-l", "INFO", "--without-gossip", "--without-mingle"),
            signal.SIGKILL,
        ),
        Service("beat", (*celery, "beat", "-l", "INFO", "--schedule", schedule), signal.SIGTERM),
        Service("sweeper", ("manage.py", "sweep_outbox"), signal.SIGKILL),
    )

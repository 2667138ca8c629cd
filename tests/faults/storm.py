"""A kill storm: the application's own worker and sweeper over a database and a broker of their own, shot at."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Self

import psycopg2
from django.db import connections

from tests.servers import ROOT, TestServers
from thurrock_care.runner import places
from thurrock_care.runner.servers.redis import EmbeddedRedis
from thurrock_care.runner.services import services
from thurrock_care.runner.tether import tethered

LOOK_SECONDS = 0.05
CALL = """
import sys, django
django.setup()
from thurrock_care.celery import app
for _ in range(int(sys.argv[1])):
    app.send_task("discharges.sweep_six_weeks")
"""
NO_PERSISTENCE = {"appendonly": "no"}  # a killed broker comes back empty


@dataclass(frozen=True)
class Shot:
    """A `kill -9` of the worker's or the sweeper's process group, of redis or of postgres, once so many jobs are
    done.
    """

    when_done: int
    at: str


@dataclass
class Report:
    """What a storm did: for people to read, and for a test to judge."""

    jobs: int
    shots: list[Shot] = field(default_factory=list)
    restarted: int = 0
    drained_seconds: float = 0.0
    seconds: float = 0.0

    def __str__(self) -> str:
        hit = {name: sum(shot.at == name for shot in self.shots) for name in ("worker", "sweeper", "redis", "postgres")}
        shots = ", ".join(f"{count} of {name}" for name, count in hit.items() if count)
        return (
            f"{self.jobs} jobs, kills: {shots}; {self.restarted} processes ended by themselves; "
            f"drained {self.drained_seconds:.1f} s after the last kill, {self.seconds:.1f} s in all"
        )


class Storm:
    """Holds the processes of one storm; ends them all when it is left."""

    def __init__(self, servers: TestServers, folder: Path, name: str) -> None:
        self.servers = servers
        self.folder = folder
        self.database = f"storm_{name}_{servers.worker}"
        place = places.scratch("-".join(filter(None, ["storm", os.environ.get("TC_TEST_PLACE", ""), servers.worker])))
        self.redis = EmbeddedRedis(place, options=NO_PERSISTENCE)
        self.groups: dict[str, subprocess.Popen[bytes]] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        url = self.servers.clone(self.database)
        self._stack.callback(self.servers.drop, self.database)
        self.redis.start()
        self._stack.callback(self.redis.stop)
        self.environment = {**os.environ, "DATABASE_URL": url, "REDIS_URL": self.redis.url()}
        self._connect()
        self._stack.callback(self._end_groups)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _connect(self) -> None:
        self.connection = psycopg2.connect(self.environment["DATABASE_URL"])
        self.connection.autocommit = True

    def _end_groups(self) -> None:
        for name in list(self.groups):
            self.kill(name)

    def start(self, name: str) -> None:
        """Start the worker or the sweeper as `make run` does, in a process group of its own."""
        service = next(service for service in services(self.folder) if service.name == name)
        line = tethered([sys.executable, *service.arguments], dies_by=signal.SIGKILL)
        with (self.folder / f"{name}.log").open("ab") as log:
            self.groups[name] = subprocess.Popen(
                line, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self, name: str) -> None:
        """`kill -9` of a whole process group: parent and children at once."""
        group = self.groups.pop(name)
        with suppress(ProcessLookupError):  # it may have ended by itself, and its children with it
            os.killpg(group.pid, signal.SIGKILL)
        group.wait()

    def fill(self, *, clocks: int, notices: int, swept: bool = True) -> int:
        """Write the jobs through the application's own actions; how many are open now."""
        line = [sys.executable, "-m", "tests.faults.fill", str(clocks), str(notices), *([] if swept else ["unswept"])]
        subprocess.run(line, cwd=ROOT, env=self.environment, check=True, timeout=300)
        return self.count("outbox_job")

    def run(self, *arguments: str) -> str:
        """Run Python with these arguments as one of the application's processes; what it printed."""
        line = [sys.executable, *arguments]
        done = subprocess.run(
            line, cwd=ROOT, env=self.environment, check=True, timeout=300, stdout=subprocess.PIPE, text=True
        )
        return done.stdout

    def call_sweeps(self, count: int) -> None:
        """Put so many sweeps before the workers at once, as so many beats would."""
        self.run("-c", CALL, str(count))

    def count(self, table: str, where: str = "true") -> int:
        """How many rows of `table` hold `where`; both are this test's own words."""
        return int(self.value(f"SELECT count(*) FROM {table} WHERE {where}"))

    def value(self, query: str) -> Any:
        with self.connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]

    def done(self) -> int:
        return self.count("outbox_job", "status = 'done'")

    def _has_done(self, count: int) -> bool:
        return self.done() >= count

    def open_jobs(self) -> int:
        return self.count("outbox_job", "status IN ('waiting', 'sent')")

    def _restart_the_ended(self) -> int:
        """What the supervisor of `make run` does: a worker may end by itself when its broker is shot."""
        ended = [name for name, group in self.groups.items() if group.poll() is not None]
        for name in ended:
            self.kill(name)
            self.start(name)
        return len(ended)

    def rage(self, shots: list[Shot], *, limit: float) -> Report:
        """Run everything, fire each shot when its moment has come, wait until nothing is open or `limit` seconds
        are over.
        """
        report = Report(jobs=self.count("outbox_job"))
        began = time.monotonic()
        self.start("worker")
        self.start("sweeper")
        for shot in sorted(shots, key=lambda shot: shot.when_done):
            self._await(partial(self._has_done, shot.when_done), until=began + limit, report=report)
            self._fire(shot)
            report.shots.append(shot)
        last_shot = time.monotonic()
        self._await(lambda: self.open_jobs() == 0, until=began + limit, report=report)
        report.drained_seconds = time.monotonic() - last_shot
        report.seconds = time.monotonic() - began
        report.jobs = self.count("outbox_job")
        return report

    def shoot(self, at: str) -> None:
        """Kill one of them now, and start it again."""
        self._fire(Shot(0, at))

    def _fire(self, shot: Shot) -> None:
        if shot.at == "redis":
            self.redis.kill()
            self.redis.start()
        elif shot.at == "postgres":
            self.servers.postgres.kill()
            self.servers.postgres.start()
            connections.close_all()  # pytest's own, which lead nowhere now
            self._connect()
        else:
            self.kill(shot.at)
            self.start(shot.at)

    def _await(self, happened: Callable[[], bool], *, until: float, report: Report) -> None:
        while not happened():
            report.restarted += self._restart_the_ended()
            if time.monotonic() > until:
                logs = "\n".join((self.folder / f"{name}.log").read_text()[-3000:] for name in ("worker", "sweeper"))
                raise AssertionError(f"{self.open_jobs()} jobs are still open; the logs end:\n{logs}")
            time.sleep(LOOK_SECONDS)


def shots(seed: int, jobs: int, **victims: int) -> list[Shot]:
    """Moments spread over the work, the same for the same seed, so many for each victim; the last at 92 in the
    hundred, so that what must be drained after it is what stood in the window, and not the whole rest.
    """
    dice = random.Random(seed)
    return [
        Shot(int(jobs * 0.92 * (number - (dice.random() if number < count else 0)) / count), at)
        for at, count in victims.items()
        for number in range(1, count + 1)
    ]

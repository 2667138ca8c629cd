"""Measures every page of one borough, in turns with the plainest one."""

import json
import signal
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

import psycopg2

from bench.application import running
from bench.pages import PAGES, PLAINEST, Page, Sample, sample
from bench.places import ROOT, environment
from bench.processes import Family, parent_of
from bench.requests import Exchange, Session, as_json
from bench.signing_in import sign_in
from thurrock_care.runner.tether import tethered

IN_A_ROUND, WARM_UP = 10, 60
CLIENTS, EACH = 8, 25


@dataclass(frozen=True)
class Figures:
    """One page: milliseconds as a client sees them, CPU milliseconds of application and PostgreSQL for a request.

    `p95_times_p` is the page's 95th percentile as a multiple of that of P in the same rounds.
    """

    name: str
    p50: float
    p95: float
    times_p: float
    times_p_cpu: float
    p95_times_p: float
    app_cpu: float
    db_cpu: float
    sql: int
    s_ms: float
    requests_a_second: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Timed:
    """A few requests: milliseconds of each, CPU seconds of all."""

    times: list[float]
    app_cpu: float
    db_cpu: float

    @property
    def median(self) -> float:
        return statistics.median(self.times)


def p95_of(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def cpu_of(turns: tuple[Timed, Timed]) -> tuple[float, float, float]:
    """CPU seconds of a round: the application's and PostgreSQL's for the page, both together for P."""
    page, plain = turns
    return page.app_cpu, page.db_cpu, plain.app_cpu + plain.db_cpu


class Loader:
    """The load generator, as a process beside this one."""

    def __init__(self, port: int) -> None:
        self.port = port
        line = tethered([sys.executable, "-m", "bench.load"], dies_by=signal.SIGKILL)
        self.process = subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, clients: list[dict[str, Any]]) -> dict[str, Any]:
        """Carry out one batch. Raises SystemExit with what went wrong: a figure with errors in it is none."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"port": self.port, "clients": clients}) + "\n")
        self.process.stdin.flush()
        told: dict[str, Any] = json.loads(self.process.stdout.readline())
        if told["errors"]:
            raise SystemExit(f"{len(told['errors'])} requests failed, such as {told['errors'][0]}")
        return told

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


class Bench:
    """One borough under measurement."""

    def __init__(self, url: str, port: int, web: Family, loader: Loader, rounds: int) -> None:
        self.url, self.port, self.web, self.loader, self.rounds = url, port, web, loader, rounds
        self.database = _database(url)
        self.people = sample(url)
        self.sessions = {page.who: sign_in(port, f"{page.who}@thurrock.example") for page in (*PAGES, PLAINEST)}
        self.many = {who: self._several(who) for who in self.sessions}
        self.plainest = PLAINEST.asked(self.people)

    def _several(self, who: str) -> list[Session]:
        """As many people of the same role and team, for the clients that work at once; one draft each."""
        return [sign_in(self.port, email) for email in _alike(self.url, f"{who}@thurrock.example")]

    def has(self, page: Page) -> bool:
        """Whether the borough has what the page shows."""
        if next(page.asked(self.people), None) is not None:
            return True
        print(f"  {page.name}: this borough has none", flush=True)
        return False

    def warm_up(self, pages: list[Page]) -> None:
        """Ask for every page, so that whatever a process reads once and remembers is there."""
        for page in pages:
            self._batch(page.who, page.asked(self.people), WARM_UP)

    def measure(self, page: Page, counted: dict[str, float]) -> Figures:
        """In turns with P, one after another; then with eight clients at once."""
        asked = page.asked(self.people)
        self._batch(page.who, asked, WARM_UP)
        rounds = [self._round(page.who, asked) for _ in range(self.rounds)]
        times = [took for mine, _ in rounds for took in mine.times]
        plain_times = [took for _, plain in rounds for took in plain.times]
        count = len(times)
        app, database, plain_cpu = (sum(each) for each in zip(*map(cpu_of, rounds), strict=True))
        return Figures(
            name=page.name,
            p50=statistics.median(times),
            p95=p95_of(times),
            p95_times_p=p95_of(times) / p95_of(plain_times),
            times_p=statistics.median(mine.median / plain.median for mine, plain in rounds),
            times_p_cpu=(app + database) / plain_cpu,
            app_cpu=app * 1000 / count,
            db_cpu=database * 1000 / count,
            sql=int(counted["sql"]),
            s_ms=counted["s_ms"],
            requests_a_second=self._at_once(page, asked),
        )

    def _round(self, who: str, asked: Iterator[Exchange]) -> tuple["Timed", "Timed"]:
        """Some requests for a page, and as many for P right after them."""
        return self._timed(who, asked), self._timed(PLAINEST.who, self.plainest)

    def _timed(self, who: str, asked: Iterator[Exchange]) -> "Timed":
        app, database = self.web.cpu_seconds(), self.database.cpu_seconds()
        told = self._batch(who, asked, IN_A_ROUND)
        return Timed(told["times"], self.web.cpu_seconds() - app, self.database.cpu_seconds() - database)

    def _batch(self, who: str, asked: Iterator[Exchange], count: int) -> dict[str, Any]:
        return self.loader.run([as_json(self.sessions[who], list(islice(asked, count)))])

    def _at_once(self, page: Page, asked: Iterator[Exchange]) -> float:
        """Requests a second with eight clients; those that prepare a timed one are part of the time."""
        people = self.many[page.who]
        clients = [as_json(people[place % len(people)], list(islice(asked, EACH))) for place in range(CLIENTS)]
        return CLIENTS * EACH / float(self.loader.run(clients)["seconds"])


def _forget_drafts(url: str) -> None:
    """Remove what a run that was stopped has left half typed: the same call would be told of its other version."""
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_draft")
    connection.close()


def measure_borough(url: str, requests: int, only: str = "") -> dict[str, Any]:
    """All figures of one borough, from so many requests for each page whose name holds `only`. A page of which the
    borough has none (such as a pair that may be one person) is left out, and said.
    """
    _forget_drafts(url)
    subprocess.run([sys.executable, "-m", "bench.pairs"], cwd=ROOT, env=environment(url), check=True)
    with running(url) as (port, web), loading(port) as loader:
        bench = Bench(url, port, web, loader, max(2, requests // IN_A_ROUND))
        chosen = [page for page in PAGES if only in page.name and bench.has(page)]
        counted = _counted(url, bench.people, [*chosen, PLAINEST])
        plain = bench.measure(PLAINEST, counted[PLAINEST.name])
        bench.warm_up(chosen)
        before = web.memory_mb()
        pages = []
        for page in chosen:
            pages.append(bench.measure(page, counted[page.name]))
            print(f"  {page.name}: {pages[-1].times_p:.2f} × P", flush=True)
        after = web.memory_mb()
    return {
        "P": plain.as_dict(), "pages": [page.as_dict() for page in pages],
        "memory_mb": {"before": before, "after": after},
    }  # fmt: skip


@contextmanager
def loading(port: int) -> Iterator[Loader]:
    """The load generator for as long as it is needed."""
    loader = Loader(port)
    try:
        yield loader
    finally:
        loader.stop()


def _counted(url: str, people: Sample, pages: list[Page]) -> dict[str, dict[str, float]]:
    """For each page how many statements one request makes, and what they cost by themselves."""
    orders = []
    for page in pages:
        one = next(page.asked(people))
        asks = [[ask.path, None if ask.form is None else ask.body] for ask in (*one.before, one.timed)]
        orders.append([page.name, f"{page.who}@thurrock.example", asks])
    told = subprocess.run(
        [sys.executable, "-m", "bench.queries"], cwd=ROOT, env=environment(url), input=json.dumps(orders),
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    counted: dict[str, dict[str, float]] = json.loads(told.stdout)
    return counted


def _database(url: str) -> Family:
    """PostgreSQL's processes: the parent of any backend and its children."""
    connection = psycopg2.connect(url)
    try:
        return Family(parent_of(connection.info.backend_pid))
    finally:
        connection.close()


def _alike(url: str, email: str) -> list[str]:
    """Up to eight active people with the role and the teams of somebody, that one first."""
    query = """
        SELECT other.email FROM accounts_user one JOIN accounts_user other ON other.role = one.role
        WHERE one.email = %(email)s AND other.is_active AND NOT EXISTS (
            SELECT team_id FROM accounts_membership WHERE user_id = one.id
            EXCEPT SELECT team_id FROM accounts_membership WHERE user_id = other.id)
        ORDER BY other.email <> %(email)s, other.email LIMIT %(clients)s
    """
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(query, {"email": email, "clients": CLIENTS})
        found = [row[0] for row in cursor.fetchall()]
    connection.close()
    return found

"""The six-week sweep under fault, with the application's own worker, sweeper, database and broker: however many sweeps
run at once and whatever is shot or stopped meanwhile, every step happens once, and none is missing.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from core import clock
from discharges.enums import Step
from discharges.sweep import sweep
from tests.committed import at_once
from tests.faults.storm import Storm
from tests.faults.test_missed_days import send_people_home, steps
from tests.servers import ROOT, TestServers

CLOCKS = 12
LIMIT = 120


def until(storm: Storm, happened: Callable[[], bool]) -> None:
    """Start again what ended by itself, as the supervisor does, until it has happened."""
    deadline = time.monotonic() + LIMIT
    while not happened():
        storm._restart_the_ended()
        assert time.monotonic() < deadline, _how_it_stands(storm)
        time.sleep(0.05)


def _how_it_stands(storm: Storm) -> str:
    jobs = storm.value("SELECT json_object_agg(kind || ' ' || status, many) FROM "
                       "(SELECT kind, status, count(*) AS many FROM outbox_job GROUP BY 1, 2) AS each")  # fmt: skip
    log = (storm.folder / "worker.log").read_text()
    return f"{storm.count('discharges_clockstep')} steps; jobs: {jobs}; the worker's log ends:\n{log[-3000:]}"


def has_done(storm: Storm, jobs: int) -> bool:
    return storm.count("outbox_job", "kind = 'six_weeks.step' AND status = 'done'") >= jobs


def steps_done(storm: Storm) -> Callable[[], bool]:
    return lambda: storm.count("discharges_clockstep") == CLOCKS * len(Step) and storm.open_jobs() == 0


def assert_each_step_was_told_once(storm: Storm) -> None:
    until(storm, steps_done(storm))
    told = "verb LIKE 'six_weeks.%' AND actor_role = 'system'"
    assert storm.count("audit_event", told) == CLOCKS * len(Step)
    once = f"SELECT count(*) FROM (SELECT DISTINCT subject_id, verb FROM audit_event WHERE {told}) AS each"
    assert storm.value(once) == CLOCKS * len(Step)
    assert storm.count("outbox_job", "status NOT IN ('done')") == 0
    proof = json.loads(storm.run("manage.py", "six_weeks", "--audit"))
    assert (proof["discharges"], proof["wrong"]) == (CLOCKS, [])


def test_twenty_sweeps_at_one_moment_take_each_step_once(committed: str) -> None:
    send_people_home()
    counts = at_once(20, lambda _: sum(sweep().values()))
    assert [one for one in counts if isinstance(one, Exception)] == []
    assert sum(counts) == len(steps()) == len(set(steps())) > 10  # type: ignore[arg-type]


def test_twenty_sweeps_of_the_workers_and_two_of_operators_take_each_step_once(
    test_servers: TestServers, tmp_path: Path
) -> None:
    with Storm(test_servers, tmp_path, "twenty") as storm:
        storm.fill(clocks=CLOCKS, notices=0, swept=False)
        storm.call_sweeps(20)
        storm.start("worker")
        storm.start("sweeper")
        line = [sys.executable, "manage.py", "six_weeks", "--sweep"]
        operators = [subprocess.Popen(line, cwd=ROOT, env=storm.environment, stdout=subprocess.PIPE) for _ in range(2)]
        assert [one.wait(timeout=LIMIT) for one in operators] == [0, 0]
        for one in operators:
            assert set(json.loads(one.stdout.read())["queued"]) == set(Step)  # type: ignore[union-attr]
            one.stdout.close()  # type: ignore[union-attr]
        assert_each_step_was_told_once(storm)


def test_every_step_happens_once_when_the_worker_is_killed_in_the_middle(
    test_servers: TestServers, tmp_path: Path
) -> None:
    with Storm(test_servers, tmp_path, "killed") as storm:
        storm.fill(clocks=CLOCKS, notices=0, swept=False)
        storm.start("worker")
        storm.start("sweeper")
        for done in (1, 4, 8):
            storm.call_sweeps(2)
            until(storm, partial(has_done, storm, done))
            storm.kill("worker")
            storm.start("worker")
        assert_each_step_was_told_once(storm)


@pytest.mark.parametrize("when", ["before", "during", "after"])
def test_every_step_happens_once_when_the_broker_stops(test_servers: TestServers, tmp_path: Path, when: str) -> None:
    with Storm(test_servers, tmp_path, f"broker_{when}") as storm:
        storm.fill(clocks=CLOCKS, notices=0, swept=False)
        if when == "before":
            storm.redis.kill()
            storm.run("manage.py", "six_weeks", "--sweep")
            assert storm.count("outbox_job", "status = 'waiting'") > 0
            storm.redis.start()
        storm.start("worker")
        storm.start("sweeper")
        storm.call_sweeps(2)
        if when != "before":
            until(storm, lambda: has_done(storm, 2 if when == "during" else CLOCKS))  # before, a sweep dies unheard
            storm.redis.kill()
            storm.redis.start()
        assert_each_step_was_told_once(storm)


def test_every_step_happens_once_when_the_database_is_restarted(test_servers: TestServers, tmp_path: Path) -> None:
    with Storm(test_servers, tmp_path, "database") as storm:
        storm.fill(clocks=CLOCKS, notices=0, swept=False)
        storm.start("worker")
        storm.start("sweeper")
        storm.call_sweeps(5)
        until(storm, lambda: has_done(storm, 3))
        storm.shoot("postgres")
        storm.call_sweeps(1)
        assert_each_step_was_told_once(storm)


def test_nine_days_without_beat_are_caught_up_by_one_sweep_in_order(test_servers: TestServers, tmp_path: Path) -> None:
    with Storm(test_servers, tmp_path, "nine") as storm:
        storm.fill(clocks=CLOCKS, notices=0, swept=False)
        today = clock.today()
        storm.run("manage.py", "six_weeks", "--sweep", "--on", str(clock.days_ago(15)))
        early = storm.count("discharges_clockstep")
        storm.run("manage.py", "six_weeks", "--sweep", "--on", str(clock.days_ago(6)))
        found = storm.value("SELECT array_agg(step ORDER BY due_on, id) FROM discharges_clockstep GROUP BY clock_id")
        assert (early, found) == (CLOCKS * 4, list(Step)[: Step._member_names_.index("WEEKLY")])
        storm.run("manage.py", "six_weeks", "--sweep", "--on", str(today))
        storm.start("worker")
        storm.start("sweeper")
        assert_each_step_was_told_once(storm)

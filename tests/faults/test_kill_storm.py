"""G1: processes are killed at random moments, and every job is done exactly once.

A notice has a unique key, so its delivery could be repeated unseen. A step of the six-week rule
writes an audit row and a timeline row that have none: two of them would show.
"""

from pathlib import Path

import pytest

from discharges.enums import Step
from tests.faults.storm import Report, Shot, Storm, shots
from tests.servers import TestServers

MOST_SECONDS_TO_DRAIN = 30
SHORT = 760  # what 40 clocks and 360 notices make
LONG = 15_200


def assert_each_job_was_done_once(storm: Storm, report: Report) -> None:
    jobs = storm.count("outbox_job")
    steps = storm.count("discharges_clockstep")
    assert storm.done() == jobs, "lost"
    assert storm.count("outbox_effect") == jobs
    assert storm.count("accounts_notice") == storm.count("outbox_job", "kind = 'notice.deliver'")
    assert storm.count("outbox_job", "kind = 'six_weeks.step'") * len(Step) == steps > 0, "one job for each clock"
    verbs = ", ".join(f"'six_weeks.{step}'" for step in Step)
    by_system = f"actor_role = 'system' AND verb IN ({verbs})"
    assert storm.count("audit_event", by_system) == steps, "doubled"
    told_of_steps = "kind = 'six_weeks' AND by_label = 'Thurrock Care'"
    assert storm.count("residents_timelineentry", told_of_steps) == steps, "doubled"
    told = storm.value(f"SELECT sum((detail->>'told')::int) FROM audit_event WHERE {by_system}")
    assert storm.count("accounts_notice", "job_key LIKE 'step:%'") == told
    assert report.drained_seconds <= MOST_SECONDS_TO_DRAIN


def test_loses_and_doubles_nothing_when_worker_and_sweeper_are_killed(
    test_servers: TestServers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Storm(test_servers, tmp_path, "short") as storm:
        storm.fill(clocks=40, notices=360)
        report = storm.rage(shots(20260704, SHORT, worker=3, sweeper=1), limit=150)
        assert report.jobs >= SHORT
        assert_each_job_was_done_once(storm, report)
    with capsys.disabled():
        print(f"\nkill storm: {report}")  # noqa: T201 -- the figures are what one runs it for


def test_worker_and_sweeper_go_on_when_the_database_and_the_broker_come_back(
    test_servers: TestServers, tmp_path: Path
) -> None:
    with Storm(test_servers, tmp_path, "back") as storm:
        storm.fill(clocks=10, notices=150)
        report = storm.rage([Shot(60, "postgres"), Shot(130, "redis")], limit=150)
        assert_each_job_was_done_once(storm, report)


@pytest.mark.long
def test_loses_and_doubles_nothing_in_fifteen_thousand_jobs_and_fifty_kills(
    test_servers: TestServers, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Storm(test_servers, tmp_path, "long") as storm:
        storm.fill(clocks=800, notices=7_200)
        report = storm.rage(shots(36, LONG, worker=36, sweeper=4, redis=12), limit=1800)
        assert report.jobs >= LONG
        assert_each_job_was_done_once(storm, report)
    with capsys.disabled():
        print(f"\nkill storm: {report}")  # noqa: T201 -- the figures are what one runs it for

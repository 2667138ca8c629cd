"""Tasks that go over everything have time for it, and are never in two hands at once."""

import time

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from core.jobs import ALONE_LOCKS, LONG_SECONDS_HARD, alone
from core.models import Heartbeat
from discharges.tasks import prove, sweep_six_weeks
from thurrock_care.celery import app

LONG = ("discharges.sweep_six_weeks", "discharges.prove_six_weeks")


@pytest.mark.parametrize("name", LONG)
def test_a_task_that_goes_over_all_clocks_has_its_own_limits(name: str) -> None:
    task = app.tasks[name]
    assert settings.CELERY_TASK_TIME_LIMIT < task.soft_time_limit < task.time_limit == LONG_SECONDS_HARD < 60 * 60


def test_leaves_a_sweep_that_is_in_other_hands_to_them_and_sweeps_when_these_are_gone(committed: str) -> None:
    other = psycopg2.connect(committed)
    try:
        with other.cursor() as cursor:
            for name in LONG:
                cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [ALONE_LOCKS, name])
        sweep_six_weeks()
        prove()
        assert not Heartbeat.objects.exists()
    finally:
        gone = other.info.backend_pid
        other.close()  # as the connection of a worker that was ended
    _await_the_end_of(gone)
    for _ in range(2):
        sweep_six_weeks()
    prove()
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"six-week sweep", "six-week proof"}


def _await_the_end_of(backend: int) -> None:
    """PostgreSQL lets go of the locks of a connection a moment after it was closed."""
    deadline = time.monotonic() + 20
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [backend])
            if cursor.fetchone() is None:
                return
            time.sleep(0.01)


def test_what_was_begun_alone_is_free_again_when_it_fails(committed: str) -> None:
    def fail() -> None:
        with alone("tidying") as is_alone:
            assert is_alone
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    other = psycopg2.connect(committed)
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext('tidying'))", [ALONE_LOCKS])
            assert cursor.fetchone() == (True,)
    finally:
        other.close()

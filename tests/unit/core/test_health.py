"""What /readyz costs, and what it says."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import actions, clock, health
from core.models import Heartbeat


@pytest.fixture(autouse=True)
def _nothing_seen_yet() -> None:
    health._up_to_date.clear()


@pytest.mark.django_db
def test_costs_two_queries_once_the_migrations_were_fine(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert health.readiness(connection)["migrations"]["ok"]
    with django_assert_num_queries(2):
        assert health.readiness(connection)["migrations"]["ok"]


@pytest.mark.django_db
def test_looks_again_while_a_migration_is_missing() -> None:
    recorder = MigrationRecorder(connection)
    app, name = recorder.Migration.objects.order_by("-id").values_list("app", "name").first()
    recorder.record_unapplied(app, name)
    assert not health.readiness(connection)["migrations"]["ok"]
    recorder.record_applied(app, name)
    assert health.readiness(connection)["migrations"]["ok"]


@pytest.mark.django_db
def test_says_so_when_jobs_were_given_up() -> None:
    actions.beat("outbox sweeper", given_up=2)
    check = health.readiness(connection)["jobs given up"]
    assert (check["ok"], check["needed"]) == (False, False)
    assert check["sentence"] == "2 jobs were given up; see manage.py given_up."


@pytest.mark.django_db
def test_says_nothing_of_given_up_jobs_when_there_are_none() -> None:
    actions.beat("outbox sweeper", given_up=0)
    assert "jobs given up" not in health.readiness(connection)


def beat_ago(name: str, **ago: float) -> None:
    actions.beat(name)
    Heartbeat.objects.filter(name=name).update(beat_at=clock.now() - timedelta(**ago))


@pytest.mark.parametrize(
    ("sweep", "beat", "answer"),
    [
        ({"hours": 25, "minutes": 59}, {"minutes": 1}, 200),
        ({"hours": 26, "minutes": 1}, {"minutes": 1}, 503),
        ({"hours": 1}, {"minutes": 4, "seconds": 50}, 200),
        ({"hours": 1}, {"minutes": 4, "seconds": 59}, 200),
        ({"hours": 1}, {"minutes": 5, "seconds": 1}, 503),
        ({"hours": 25, "minutes": 59}, {"minutes": 4, "seconds": 59}, 200),
        ({"hours": 26, "minutes": 1}, {"minutes": 5, "seconds": 1}, 503),
        (None, {"minutes": 1}, 503),  # never swept
        ({"hours": 1}, None, 503),
    ],
)
@pytest.mark.django_db
def test_readyz_says_no_when_the_sweep_is_silent_for_26_hours_or_beat_for_5_minutes(
    client: Client, sweep: dict[str, float] | None, beat: dict[str, float] | None, answer: int
) -> None:
    for name, ago in (("six-week sweep", sweep), ("celery beat", beat)):
        if ago:
            beat_ago(name, **ago)
    assert client.get("/readyz").status_code == answer
    assert bool(health.silent_sweeps()) == (answer == 503)

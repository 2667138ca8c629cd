"""What /readyz costs, and what it says."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import DjangoAssertNumQueries

from core import actions, health


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

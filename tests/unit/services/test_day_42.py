"""REAB-2 at night: worker and managers are told once that the free six weeks are over, whenever the job runs."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import User
from core import clock
from outbox.models import Job
from residents.models import Resident, TimelineEntry
from services.actions import End, end_programme, tell_of_free_periods
from services.enums import Outcome
from tests.factories.people import make_resident, make_user
from tests.factories.programmes import make_programme

DAY_42 = {"payload__key__startswith": "day-42:"}


def told() -> int:
    return Job.objects.filter(**DAY_42).count()


@pytest.mark.django_db
def test_reab_2_tells_the_worker_and_the_manager_once_on_day_42(jean: Resident, ben: User, dee: User) -> None:
    rita = make_user("Rita Moss", ben.role, "joint-reablement")
    running = make_programme(jean, ben, days_ago=41, worker=rita)
    assert tell_of_free_periods() == 0
    assert tell_of_free_periods(clock.today() + timedelta(days=1)) == 1
    assert {job.payload["user"] for job in Job.objects.filter(**DAY_42)} == {str(rita.pk), str(dee.pk)}
    assert not any("Jean" in job.payload["words"] for job in Job.objects.filter(**DAY_42))
    assert tell_of_free_periods(clock.today() + timedelta(days=2)) == 0
    assert told() == 2
    running.refresh_from_db()
    assert running.told_on == clock.today() + timedelta(days=1)
    assert TimelineEntry.objects.filter(resident=jean, title="The free six weeks are over").count() == 1


@pytest.mark.django_db
def test_reab_2_a_missed_night_is_caught_up_and_what_has_ended_is_not_told(ben: User, dee: User) -> None:
    make_programme(make_resident(ben), ben, days_ago=60)
    ended = make_programme(make_resident(ben), ben, days_ago=60)
    end_programme(programme=ended, end=End(clock.today(), Outcome.STOPPED), by=ben)
    make_programme(make_resident(ben), ben, days_ago=-3)
    assert tell_of_free_periods() == 1


@pytest.mark.django_db
def test_reab_2_without_a_manager_the_head_of_service_hears_it(ben: User, olu: User) -> None:
    make_programme(make_resident(ben), ben, days_ago=42)
    tell_of_free_periods()
    assert Job.objects.get(**DAY_42).payload["user"] == str(olu.pk)


@pytest.mark.usefixtures("committed")
def test_reab_2_two_workers_at_once_tell_it_once() -> None:
    ben = make_user("Ben Okafor", "social_worker", "cls-tilbury-chadwell")
    make_user("Dee Walsh", "locality_manager", "cls-tilbury-chadwell")
    for _ in range(5):
        make_programme(make_resident(ben), ben, days_ago=42)
    counts: list[int] = []

    def night() -> None:
        counts.append(tell_of_free_periods())
        connection.close()

    threads = [threading.Thread(target=night) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(counts), told()) == (5, 5)

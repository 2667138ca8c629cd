"""G6: nothing depends on being fired: a sweep that missed days, or runs twice at once, ends in the same place."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from accounts.roles import Role
from core import clock
from discharges.actions import WentHome, receive_discharge
from discharges.models import ClockStep
from discharges.sweep import sweep
from outbox.models import Job
from tests.committed import at_once
from tests.factories.people import make_resident, make_user

DAYS = 50


def send_people_home() -> None:
    triage = make_user("Asha Patel", Role.TRIAGE)
    system = make_user("Basildon EPR", Role.SERVICE)
    for days in (1, 2, 3, 34, 35, 36, 42, 43, 50, 100):
        told = WentHome(hospital="basildon", discharged_on=clock.days_ago(days), pathway="1")
        receive_discharge(resident=make_resident(triage), told=told, by=system)


def steps() -> list[tuple[date, str, date]]:
    return sorted(ClockStep.objects.values_list("clock__discharged_on", "step", "due_on"))


@pytest.mark.django_db
def test_one_late_sweep_does_what_fifty_daily_ones_do() -> None:
    send_people_home()
    last_day = clock.today() + timedelta(days=DAYS)
    with transaction.atomic():
        for days in range(DAYS + 1):
            sweep(clock.today() + timedelta(days=days))
        daily = steps()
        transaction.set_rollback(True)
    assert steps() == []
    sweep(last_day)
    assert steps() == daily
    assert len(daily) == 10 * 5 + 57, "each of the five once, and so many weeks after the breaches"
    assert Job.objects.filter(kind="six_weeks.step").count() == 10, "one for each clock"


def test_two_sweeps_at_one_moment_queue_each_step_once(committed: str) -> None:
    send_people_home()
    counts = at_once(4, lambda _: sum(sweep().values()))
    assert sum(counts) == ClockStep.objects.count()  # type: ignore[arg-type]
    queued = [pk for job in Job.objects.filter(kind="six_weeks.step") for pk in job.payload["steps"].split()]
    assert sorted(queued) == sorted(str(pk) for pk in ClockStep.objects.values_list("pk", flat=True))
    assert ClockStep.objects.count() > 10

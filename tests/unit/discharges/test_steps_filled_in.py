"""What stood before a step was had by a date is filled in by the migration: the date, and what came of the step."""

from datetime import timedelta
from importlib import import_module

from django.db import connection

from accounts.models import User
from audit.actions import SYSTEM, record
from core import clock
from discharges.actions import correct_discharge
from discharges.enums import Pathway, Step
from discharges.models import ClockStep, Discharge, HospitalStay, SixWeekClock, StepCarriedOut
from discharges.sweep import sweep
from outbox.actions import enqueue, perform
from outbox.enums import JobStatus
from outbox.models import Job
from residents.models import Resident
from tests.factories.field import make_clock

FILLED = import_module("discharges.migrations.0008_steps_by_date")
FORGET = """
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE discharges_clockstep DISABLE TRIGGER USER;
ALTER TABLE discharges_stepcarriedout DISABLE TRIGGER USER;
UPDATE discharges_clockstep SET discharged_on = '1970-01-01' WHERE step <> 'weekly';
DELETE FROM discharges_stepcarriedout;
UPDATE discharges_sixweekclock SET dated_on = '1970-01-01';
"""


def test_fills_in_from_which_date_each_step_was_reckoned_and_how_many_were_told(
    jean: Resident, gwen: User, dee: User, olu: User
) -> None:
    make_clock(jean, gwen, days_ago=36)
    sweep()
    for job in Job.objects.filter(kind="six_weeks.step"):
        perform(job.pk)
    HospitalStay.objects.update(admitted_on=None)
    discharge = Discharge.objects.select_related("stay", "resident").get()
    correct_discharge(
        discharge=discharge, discharged_on=clock.days_ago(44), pathway=Pathway.P1, because="A slip", by=gwen
    )
    sweep()
    steps = ("step", "discharged_on")
    before = set(ClockStep.objects.values_list(*steps))
    told = set(StepCarriedOut.objects.values_list("step__step", "told"))
    with connection.cursor() as cursor:
        for statement in (FORGET, FILLED.RECKONED, FILLED.DATED, FILLED.CARRIED_OUT, FILLED.NOT_ANY_MORE):
            cursor.execute(statement)
    assert set(ClockStep.objects.values_list(*steps)) == before
    assert set(StepCarriedOut.objects.values_list("step__step", "told")) == told
    assert not StepCarriedOut.objects.filter(step__step=Step.BREACH).exists(), "its job has not come yet"
    assert SixWeekClock.objects.get().dated_on == clock.today()


def fill_in() -> dict[tuple[str, int], tuple[str, int]]:
    """What came of each step, by its name and number, as the migration fills it in."""
    with connection.cursor() as cursor:
        for statement in (FORGET, FILLED.RECKONED, FILLED.DATED, FILLED.CARRIED_OUT, FILLED.NOT_ANY_MORE):
            cursor.execute(statement)
    rows = StepCarriedOut.objects.values_list("step__step", "step__number", "outcome", "told")
    return {(step, number): (outcome, told) for step, number, outcome, told in rows}


def take(running: SixWeekClock, step: Step, number: int = 0, *, days_ago: int, told: int | None = None) -> ClockStep:
    """A step as it stood before: taken so many days ago, and told an hour later, or not at all."""
    at = clock.start_of(clock.days_ago(days_ago))
    row = ClockStep.objects.create(
        clock=running, step=step, number=number, discharged_on=running.discharged_on, due_on=running.due_on, at=at
    )
    if told is not None:
        with clock.standing_at(at + timedelta(hours=1)):
            record(f"six_weeks.{step}", by=SYSTEM, subject=running, resident_id=running.resident_id, told=told)
    return row


def test_a_step_that_rightly_told_nobody_is_over_and_one_whose_job_is_not_done_waits(
    jean: Resident, gwen: User
) -> None:
    running = make_clock(jean, gwen, days_ago=36)
    take(running, Step.NOT_ALLOCATED, days_ago=30)
    waits = take(running, Step.NO_VISIT, days_ago=20)
    given_up = take(running, Step.STILL_NO_VISIT, days_ago=8)
    take(running, Step.DUE_SOON, days_ago=1, told=2)
    enqueue("six_weeks.step", clock_id=str(running.pk), steps=f"{waits.pk} {given_up.pk}")
    assert fill_in() == {("not_allocated", 0): ("not_any_more", 0), ("due_soon", 0): ("told", 2)}
    Job.objects.filter(kind="six_weeks.step").update(status=JobStatus.DEAD)
    assert len(fill_in()) == 2
    Job.objects.filter(kind="six_weeks.step").update(status=JobStatus.DONE, done_at=clock.now())
    assert len(fill_in()) == 4


def test_each_week_has_what_came_of_itself(jean: Resident, gwen: User) -> None:
    running = make_clock(jean, gwen, days_ago=80)
    for number, told in ((1, 0), (2, 3)):  # taken at once after a silence: the second one was told
        take(running, Step.WEEKLY, number, days_ago=20, told=told)
    take(running, Step.WEEKLY, 3, days_ago=14)  # the clock did not run just then
    take(running, Step.WEEKLY, 4, days_ago=7, told=1)
    assert fill_in() == {
        ("weekly", 1): ("with_a_later_one", 0),
        ("weekly", 2): ("told", 3),
        ("weekly", 3): ("not_any_more", 0),
        ("weekly", 4): ("told", 1),
    }

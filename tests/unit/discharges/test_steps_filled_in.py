"""What stood before a step was had by a date is filled in by the migration: the date, and what came of the step."""

from importlib import import_module

from django.db import connection

from accounts.models import User
from core import clock
from discharges.actions import correct_discharge
from discharges.enums import Pathway, Step
from discharges.models import ClockStep, Discharge, HospitalStay, SixWeekClock, StepCarriedOut
from discharges.sweep import sweep
from outbox.actions import perform
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
    told = set(StepCarriedOut.objects.values_list("step__step", "outcome", "told"))
    with connection.cursor() as cursor:
        for statement in (FORGET, FILLED.RECKONED, FILLED.DATED, FILLED.CARRIED_OUT):
            cursor.execute(statement)
    assert set(ClockStep.objects.values_list(*steps)) == before
    assert set(StepCarriedOut.objects.values_list("step__step", "outcome", "told")) == told
    assert not StepCarriedOut.objects.filter(step__step=Step.BREACH).exists(), "its job has not come yet"
    assert SixWeekClock.objects.get().dated_on == clock.today()

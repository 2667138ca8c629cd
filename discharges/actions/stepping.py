"""Carry out the steps of SIX-8 that a sweep found."""

from uuid import UUID

from django.db import transaction

from audit.actions import SYSTEM, record
from core import clock
from discharges import rules
from discharges.enums import ClockStatus, Step
from discharges.messages import tell_of_step
from discharges.models import ClockStep, SixWeekClock
from discharges.step_table import table_of
from residents.actions import note_event
from residents.enums import TimelineKind


@transaction.atomic
def carry_out_steps(*, clock_id: str, steps: str) -> None:
    """Tell the people whom steps of one clock go to, and write them into timeline and audit log, in SIX-8's order.

    The outbox calls this, once for what a sweep found of a clock; `steps` are the ids of the steps, with
    spaces between them. The rule is asked again with what holds now: a clock that was met or ended since
    the sweep is left in peace, and nobody is told that nobody holds what somebody holds meanwhile.
    """
    running = SixWeekClock.objects.with_facts().select_for_update(of=("self",)).get(pk=UUID(clock_id))
    rows = running.steps.filter(pk__in=[UUID(step) for step in steps.split()])
    queued = {
        rules.StepDue(Step(row.step), row.number): row
        for row in rows.select_related("clock__resident", "clock__referral__team")
    }
    facts = rules.ClockFacts(
        running.discharged_on, running.status == ClockStatus.OPEN, running.is_allocated, running.has_visit
    )
    day = max([clock.today(), *(row.due_on for row in queued.values())])  # a sweep may run for a day to come
    due = [step for step in rules.steps_due(facts, day, table_of(running.discharged_on)) if step in queued]
    for step in due:
        is_past = step.step == Step.WEEKLY and step != due[-1]  # of several weeks at once the last one is enough to say
        _carry_out(queued[step], silently=is_past)


def _carry_out(row: ClockStep, *, silently: bool) -> None:
    told = 0 if silently else tell_of_step(row)
    resident = row.clock.resident
    record(f"six_weeks.{row.step}", by=SYSTEM, subject=row.clock, resident_id=resident.pk, told=told)
    note_event(
        resident, TimelineKind.SIX_WEEKS, f"Six-week clock: {row.get_step_display().lower()}", by=SYSTEM,
        source=row.clock, team=row.clock.referral.team,
    )  # fmt: skip

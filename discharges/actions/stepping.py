"""Carry out the steps of SIX-8 that a sweep has taken."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from audit.actions import SYSTEM, record
from core import clock
from discharges import rules
from discharges.enums import ClockStatus, Step, StepOutcome
from discharges.messages import tell_of_step
from discharges.models import ClockStep, SixWeekClock, StepCarriedOut
from discharges.rules import ClockFacts, Had, StepDue, Table
from discharges.step_table import table_of
from outbox.actions import enqueue
from residents.actions import lock_life_of_kept, note_event
from residents.enums import TimelineKind


@transaction.atomic
def carry_out_steps(*, clock_id: str, steps: str = "") -> None:
    """Tell the people whom the steps of one clock go to, and write them into timeline and audit log, in SIX-8's order.

    The outbox calls this, once for what a sweep found of a clock (`steps`, for whoever reads the job). Whatever waits
    is carried out, so that of two jobs of one clock either may come first. The rule is asked again with what holds
    now: nobody is told that nobody holds what somebody holds meanwhile. Such a step waits: the sweep goes on with it
    when it holds again. So do those of a clock that was met or ended since, and of a date that holds no longer, until
    the clock runs again.
    """
    running = _lock(UUID(clock_id))
    if running.status != ClockStatus.OPEN:
        return
    table = table_of(running.discharged_on)
    rows = list(running.steps.select_related("carried_out", "clock__resident", "clock__referral__team"))
    done = frozenset(_had(row) for row in rows if hasattr(row, "carried_out"))
    facts = ClockFacts(
        running.discharged_on, is_open=True, is_allocated=running.is_allocated, has_visit=running.has_visit,
        had=done, dated_on=running.dated_on,
    )  # fmt: skip
    waiting = [row for row in rows if not hasattr(row, "carried_out") and rules.still_counts(_had(row), facts, table)]
    _carry_out_all(waiting, facts, table)


def go_on_with_steps(running: SixWeekClock) -> None:
    """Let a worker carry out what was taken while a clock did not run, or by a date that holds again."""
    if running.steps.filter(carried_out__isnull=True).exists():
        enqueue("six_weeks.step", clock_id=str(running.pk))


def _lock(key: UUID) -> Any:
    """The clock with its facts, its person locked first, as everywhere."""
    lock_life_of_kept(SixWeekClock.objects.select_related("resident").get(pk=key).resident)
    return SixWeekClock.objects.with_facts().select_for_update(of=("self",), no_key=True).get(pk=key)


def _had(row: ClockStep) -> Had:
    return Had(StepDue(Step(row.step), row.number), row.discharged_on)


def _carry_out_all(waiting: Iterable[ClockStep], facts: ClockFacts, table: Table) -> None:
    """Tell what the rule still asks for, in its order; what can never be asked for again has its outcome as well."""
    rows = {_had(row).due: row for row in sorted(waiting, key=lambda row: row.at)}
    day = max([clock.today(), *(row.due_on for row in rows.values())])  # a sweep may run for a day to come
    due = [step for step in rules.steps_due(facts, day, table) if step in rows]
    for step in due:
        _carry_out(rows[step], [rows[one] for one in due if rules.said_with(one, due) == step])
    stay = {*due, *rules.may_hold_again(facts, day, due, table)}
    for row in waiting:
        if _had(row).due not in stay or rows[_had(row).due] != row:
            _end(row, StepOutcome.NOT_ANY_MORE)


def _carry_out(row: ClockStep, says: list[ClockStep]) -> None:
    """Tell of a step what it says for itself and for earlier ones; of one that a later one says, nothing."""
    told = tell_of_step(row, says) if says else 0
    _end(row, StepOutcome.TOLD if says else StepOutcome.WITH_A_LATER_ONE, told)
    resident = row.clock.resident
    record(f"six_weeks.{row.step}", by=SYSTEM, subject=row.clock, resident_id=resident.pk, told=told)
    note_event(
        resident, TimelineKind.SIX_WEEKS, f"Six-week clock: {row.get_step_display().lower()}", by=SYSTEM,
        source=row.clock, team=row.clock.referral.team,
    )  # fmt: skip


def _end(row: ClockStep, outcome: StepOutcome, told: int = 0) -> None:
    StepCarriedOut.objects.create(step=row, outcome=outcome, told=told, at=clock.now())

"""The six-week sweep: finds, in sets, the steps of SIX-8 that are due and have not happened, and queues them.

It does all that is due and not done, so that it may run late, early, twice or on two workers at
once: the unique constraints on clock, step and date let each step happen once, and a day on which
nothing ran is caught up by the next run. What is due of one clock becomes one job, so that two
workers cannot carry its steps out in another order than the rule's.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import groupby, islice, pairwise
from operator import or_
from typing import NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import CharField, Exists, F, Func, IntegerField, Max, OuterRef, Q, Subquery, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat
from django.db.models.lookups import GreaterThanOrEqual

from core import clock
from core.actions import beat
from discharges.enums import Step
from discharges.models import ClockStep, SixWeekClock
from discharges.rules import (
    STEPS,
    WEEK,
    Change,
    ClockFacts,
    Had,
    StepDue,
    Table,
    step_day,
    steps_due,
    still_counts,
    table_for,
)
from discharges.step_table import changes
from outbox.actions import enqueue_many
from outbox.enums import JobStatus
from outbox.models import Job

BATCH = 500
SETTLED = timedelta(minutes=30)  # what was taken longer ago has had its job, or is behind in a long queue
CONDITIONAL = (Step.NOT_ALLOCATED, Step.NO_VISIT, Step.STILL_NO_VISIT)
ORDER = [step for step, _, _ in STEPS]
RULE = table_for(date.min)


def sweep(today: date | None = None) -> dict[str, int]:
    """Queue every step that is due on `today` (London; the present day when None); how many of each. What waits because
    it did not hold is queued when it holds again.
    """
    day = today or clock.today()
    counts: Counter[str] = Counter({step.value: 0 for step in ORDER})
    changed = changes()
    due = _due(day, changed)
    again = _due_again(day, changed)
    while jobs := list(islice(again, BATCH)):
        enqueue_many("six_weeks.step", jobs)
    while clocks := list(islice(due, BATCH)):
        counts.update(_queue(clocks, day, changed))
    beat("six-week sweep", on=str(day), **counts)
    return dict(counts)


class Due(NamedTuple):
    """An open clock that lacks a step, and what its steps depend on; `had` says of each step its name, its number and
    the date from which it was reckoned.
    """

    clock_id: UUID
    discharged_on: date
    dated_on: date
    is_allocated: bool
    has_visit: bool
    had: list[str]


def _due(day: date, changed: Sequence[Change]) -> Iterator[Due]:
    """Open clocks, oldest first, that have reached the day of a step and have not had it, with the steps they had."""
    had = ClockStep.objects.filter(clock=OuterRef("pk"))
    counting = had.filter(Q(discharged_on=OuterRef("discharged_on")) | _had_come([Step.WEEKLY], RULE), step=Step.WEEKLY)
    weekly = counting.order_by().values("clock").annotate(most=Max("number")).values("most")
    due = (
        SixWeekClock.objects.open()
        .with_facts(day)
        .annotate(passed=_days_from_discharge(Value(day)), dated=_days_from_discharge(F("dated_on")))
        .annotate(weeks=Coalesce(Subquery(weekly), 0))
        .filter(reduce(or_, [_lacks(table) & period for table, period in _tables(changed)]))
    )
    told = Concat("step", Value(" "), "number", Value(" "), "discharged_on", output_field=CharField())
    found = (
        due.annotate(had=ArraySubquery(had.values_list(told)))
        .order_by("discharged_on", "id")
        .values_list("pk", "discharged_on", "dated_on", "is_allocated", "has_visit", "had")
    )
    for row in found.iterator(chunk_size=BATCH):
        yield Due(*row)


def _due_again(day: date, changed: Sequence[Change]) -> Iterator[tuple[str, dict[str, str]]]:
    """A job for each open clock of which a step holds that did not hold when its job came (it has no outcome).

    A clock with a job that is not done is left to that one. What was taken a moment ago has a job: the age spares the
    database from looking for it, as after a sweep that took very many.
    """
    now = clock.now()
    waiting = ClockStep.objects.filter(carried_out__isnull=True, step__in=CONDITIONAL, at__lte=now - SETTLED)
    jobs = Job.objects.exclude(status=JobStatus.DONE).annotate(of=KeyTextTransform("clock_id", "payload"))
    told = Concat("step", Value(" "), "number", Value(" "), "discharged_on", output_field=CharField())
    found = (
        SixWeekClock.objects.open()
        .with_facts(day)
        .filter(pk__in=waiting.values("clock"))
        .filter(Q(is_allocated=False) | Q(has_visit=False))
        .exclude(Exists(jobs.filter(kind="six_weeks.step", of=Cast(OuterRef("pk"), TextField()))))
        .annotate(had=ArraySubquery(waiting.filter(clock=OuterRef("pk")).values_list(told)))
        .values_list("pk", "discharged_on", "dated_on", "is_allocated", "has_visit", "had")
    )
    for row in map(Due._make, found.iterator(chunk_size=BATCH)):
        if _holds_again(row, day, table_for(row.discharged_on, changed)):
            yield f"step-again:{row.clock_id}:{now.isoformat()}", {"clock_id": str(row.clock_id)}


def _holds_again(running: Due, day: date, table: Table) -> bool:
    facts = ClockFacts(running.discharged_on, is_open=True, is_allocated=running.is_allocated,
                       has_visit=running.has_visit, dated_on=running.dated_on)  # fmt: skip
    waiting = {had.due for had in map(_read, running.had) if still_counts(had, facts, table)}
    return not waiting.isdisjoint(steps_due(facts, day, table))


def _days_from_discharge(day: Value | F) -> Func:
    return Func(day, F("discharged_on"), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField())


def _tables(changed: Sequence[Change]) -> Iterator[tuple[Table, Q]]:
    """Each table that ever held, with the days of discharge for which it holds."""
    starts = sorted({change.from_on for change in changed})
    edges = [date.min, *starts, date.max]
    for first, end in pairwise(edges):
        since = Q(discharged_on__gte=first) if first != date.min else Q()
        until = Q(discharged_on__lt=end) if end != date.max else Q()
        yield table_for(first, changed), since & until


def _lacks(table: Table) -> Q:
    """The rule's table as a set: it leaves out the clocks for which `steps_due` has nothing new to say."""
    once = [_lacks_step(step, table) for step in ORDER if step != Step.WEEKLY]
    weeks_passed = (F("passed") - table[Step.WEEKLY]) / WEEK + 1
    weekly = Q(passed__gte=table[Step.WEEKLY], weeks__lt=weeks_passed)
    return Q(weekly, *once, _connector=Q.OR)


def _had_come(steps: Sequence[Step], table: Table) -> Q:
    """Of the steps that a clock had by whatever date: those whose day had come when its present date was set."""
    come = [Q(GreaterThanOrEqual(OuterRef("dated"), _first_day(step, table)), step=step) for step in steps]
    return reduce(or_, come)


def _first_day(step: Step, table: Table) -> Combinable:
    later = (F("number") - 1) * WEEK if step == Step.WEEKLY else Value(0)
    return Value(table[step]) + later


def _lacks_step(step: Step, table: Table) -> Q:
    """Reached, and neither this step nor a later one has happened that still counts."""
    from_here = ORDER[ORDER.index(step) :]
    had = ClockStep.objects.filter(clock=OuterRef("pk"), step__in=from_here)
    by_this_date = Exists(had.filter(discharged_on=OuterRef("discharged_on")))
    reached = Q(passed__gte=table[step]) & ~Q(by_this_date) & ~Q(Exists(had.filter(_had_come(from_here, table))))
    if step == Step.NOT_ALLOCATED:
        return reached & Q(is_allocated=False)
    return reached & Q(has_visit=False) if step in (Step.NO_VISIT, Step.STILL_NO_VISIT) else reached


@transaction.atomic
def _queue(clocks: Sequence[Due], day: date, changed: Sequence[Change]) -> Counter[str]:
    """Take the steps due of each clock, and write one job for those of a clock that no other sweep took."""
    tables = {on: table_for(on, changed) for on in {running.discharged_on for running in clocks}}
    now = clock.now()
    rows = [row for running in clocks for row in _steps_of(running, day, tables[running.discharged_on], now)]
    ClockStep.objects.bulk_create(rows, ignore_conflicts=True)
    ours = set(ClockStep.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    taken = [row for row in rows if row.pk in ours]
    jobs = [_job_of(list(steps)) for _, steps in groupby(taken, key=lambda row: row.clock_id)]
    enqueue_many("six_weeks.step", jobs)
    return Counter(row.step for row in taken)


def _steps_of(running: Due, day: date, table: Table, now: datetime) -> list[ClockStep]:
    facts = ClockFacts(
        running.discharged_on, is_open=True, is_allocated=running.is_allocated, has_visit=running.has_visit,
        had=frozenset(map(_read, running.had)), dated_on=running.dated_on,
    )  # fmt: skip
    return [
        ClockStep(
            clock_id=running.clock_id, step=due.step, number=due.number, discharged_on=running.discharged_on,
            due_on=step_day(due, running.discharged_on, table), at=now,
        )
        for due in steps_due(facts, day, table)
    ]  # fmt: skip


def _read(told: str) -> Had:
    step, number, discharged_on = told.split(" ")
    return Had(StepDue(Step(step), int(number)), date.fromisoformat(discharged_on))


def _job_of(steps: Sequence[ClockStep]) -> tuple[str, dict[str, str]]:
    ids = [str(row.pk) for row in steps]
    return f"step:{ids[0]}", {"clock_id": str(steps[0].clock_id), "steps": " ".join(ids)}

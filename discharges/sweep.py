"""The six-week sweep: finds, in sets, the steps of SIX-8 that are due and have not happened, and queues them.

It does all that is due and not done, so that it may run late, early, twice or on two workers at
once: the unique constraint on (clock, step) lets each step happen once, and a day on which
nothing ran is caught up by the next run. What is due of one clock becomes one job, so that two
workers cannot carry its steps out in another order than the rule's.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import groupby, islice
from operator import or_
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core import clock
from core.actions import beat
from discharges.enums import ClockStatus, Step
from discharges.models import ClockStep, SixWeekClock
from discharges.rules import STEPS, ClockFacts, steps_due
from outbox.actions import enqueue_many

BATCH = 1000
FIRST_DAY = {step: first_day for step, first_day, _ in STEPS}


def sweep(today: date | None = None) -> dict[str, int]:
    """Queue every step that is due on `today` (London; the present day when None); how many of each."""
    day = today or clock.today()
    counts: Counter[str] = Counter({step.value: 0 for step in FIRST_DAY})
    due = _due(day)
    while clocks := list(islice(due, BATCH)):
        counts.update(_queue(clocks, day))
    beat("six-week sweep", on=str(day), **counts)
    return dict(counts)


def _due(day: date) -> Iterator[Any]:
    """Open clocks, oldest first, that have reached the day of a step and have not had it, with the steps they had."""
    had = ClockStep.objects.filter(clock=OuterRef("pk"))
    lacks = [_lacks(step, day) for step in FIRST_DAY]
    due = SixWeekClock.objects.open().with_allocation().filter(reduce(or_, lacks))
    found: Iterator[Any] = (
        due.annotate(had=ArraySubquery(had.values("step"))).order_by("discharged_on", "id").iterator(chunk_size=BATCH)
    )
    yield from found


def _lacks(step: Step, day: date) -> Q:
    """The rule's table as a set: it leaves out the clocks for which `steps_due` has nothing new to say."""
    reached = Q(discharged_on__lte=day - timedelta(days=FIRST_DAY[step]))
    had = Exists(ClockStep.objects.filter(clock=OuterRef("pk"), step=step))
    return reached & ~had & (Q(is_allocated=False) if step == Step.NOT_ALLOCATED else Q())


@transaction.atomic
def _queue(clocks: Sequence[Any], day: date) -> Counter[str]:
    """Take the steps due of each clock, and write one job for those of a clock that no other sweep took."""
    rows = [row for running in clocks for row in _steps_of(running, day)]
    ClockStep.objects.bulk_create(rows, ignore_conflicts=True)
    ours = set(ClockStep.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    taken = [row for row in rows if row.pk in ours]
    jobs = [_job_of(list(steps)) for _, steps in groupby(taken, key=lambda row: row.clock_id)]
    enqueue_many("six_weeks.step", jobs)
    return Counter(row.step for row in taken)


def _steps_of(running: Any, day: date) -> list[ClockStep]:
    facts = ClockFacts(running.discharged_on, running.status == ClockStatus.OPEN, running.is_allocated)
    now = clock.now()
    return [
        ClockStep(clock=running, step=step, due_on=running.discharged_on + timedelta(days=FIRST_DAY[step]), at=now)
        for step in steps_due(facts, day)
        if step not in running.had
    ]


def _job_of(steps: Sequence[ClockStep]) -> tuple[str, dict[str, str]]:
    ids = [str(row.pk) for row in steps]
    return f"step:{ids[0]}", {"clock_id": str(steps[0].clock_id), "steps": " ".join(ids)}

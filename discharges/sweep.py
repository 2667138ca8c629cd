"""The six-week sweep: finds, in sets, the steps of SIX-8 that are due and have not happened, and queues them.

It does all that is due and not done, so that it may run late, early, twice or on two workers at
once: the unique constraint on (clock, step) lets each step happen once, and a day on which
nothing ran is caught up by the next run.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from core import clock
from core.actions import beat
from discharges.enums import Step
from discharges.models import ClockStep, SixWeekClock
from discharges.rules import STEPS
from outbox.actions import enqueue_many

BATCH = 1000


def sweep(today: date | None = None) -> dict[str, int]:
    """Queue every step that is due on `today` (London; the present day when None); how many of each."""
    day = today or clock.today()
    counts = {step.value: _queue(step, day - timedelta(days=first_day), first_day) for step, first_day, _ in STEPS}
    beat("six-week sweep", on=str(day), **counts)
    return counts


def _queue(step: Step, discharged_by: date, first_day: int) -> int:
    queued = 0
    due = _due(step, discharged_by)
    while clocks := list(islice(due, BATCH)):
        queued += _queue_batch(step, clocks, first_day)
    return queued


def _due(step: Step, discharged_by: date) -> Iterator[dict[str, Any]]:
    """Open clocks, oldest first, that have reached the step's day and have not had it."""
    happened = ClockStep.objects.filter(clock=OuterRef("pk"), step=step)
    due = SixWeekClock.objects.open().filter(~Exists(happened), discharged_on__lte=discharged_by)
    if step == Step.NOT_ALLOCATED:
        due = due.with_allocation().filter(is_allocated=False)
    yield from due.order_by("discharged_on", "id").values("pk", "discharged_on").iterator(chunk_size=BATCH)


@transaction.atomic
def _queue_batch(step: Step, clocks: list[dict[str, Any]], first_day: int) -> int:
    now = clock.now()
    rows = [
        ClockStep(clock_id=row["pk"], step=step, due_on=row["discharged_on"] + timedelta(days=first_day), at=now)
        for row in clocks
    ]
    ClockStep.objects.bulk_create(rows, ignore_conflicts=True)
    ours = list(ClockStep.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    enqueue_many("six_weeks.step", [(f"step:{pk}", {"step": str(pk)}) for pk in ours])
    return len(ours)

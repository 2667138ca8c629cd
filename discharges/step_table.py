"""SIX-8's table as it holds for each discharge: the rule's own days, and what was changed from a date on."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Q, QuerySet

from core.words import lower_first
from discharges.enums import Step
from discharges.models import StepDay
from discharges.rules import CHANGEABLE, STEPS, Change, Table, table_for


def changes() -> list[Change]:
    """What was changed, in the order in which it was changed: one query."""
    rows = StepDay.objects.order_by("at", "pk").values_list("step", "day", "from_on")
    return [Change(Step(step), day, from_on) for step, day, from_on in rows]


def table_of(discharged_on: date) -> Table:
    """The table for those who go home on a day: one query."""
    return table_for(discharged_on, changes())


def sentence_of(table: Table) -> str:
    """The steps of a table in one line: "not allocated, day 3; no visit planned, day 14; …"."""
    return "; ".join(f"{lower_first(step.label)}, day {table[step]}" for step, _, _ in STEPS)


def urgent_on(day: date) -> Q:
    """The clocks that on `day` have reached the day of "urgent", each by the table that holds for it: one query."""
    changed = changes()
    starts = sorted({change.from_on for change in changed if change.step == Step.DUE_SOON})
    found = Q()
    for first, end in pairwise([None, *starts, None]):
        since = Q(discharged_on__gte=first) if first else Q()
        until = Q(discharged_on__lt=end) if end else Q()
        reached = day - timedelta(days=table_for(first or date.min, changed)[Step.DUE_SOON])
        found |= since & until & Q(discharged_on__lte=reached)
    return found


@dataclass(frozen=True)
class StepRow:
    """One step as a manager reads it: on which day it comes for those who go home today, and to whom it goes."""

    step: Step
    day: int
    to_whom: str
    can_change: bool
    coming: tuple[tuple[int, date], ...] = ()


def rows_on(today: date) -> list[StepRow]:
    """The table that holds for those who go home today, with the days that it will have later on: one query."""
    changed = changes()
    now = table_for(today, changed)
    starts = sorted({change.from_on for change in changed if change.from_on > today})
    return [
        StepRow(step, now[step], to_whom, step in CHANGEABLE, _coming(step, now[step], starts, changed))
        for step, _, to_whom in STEPS
    ]


def _coming(step: Step, now: int, starts: list[date], changed: list[Change]) -> tuple[tuple[int, date], ...]:
    found, last = [], now
    for start in starts:
        day = table_for(start, changed)[step]
        if day != last:
            found.append((day, start))
            last = day
    return tuple(found)


def history() -> QuerySet[StepDay]:
    """Every change that was made, the latest first, with who made it."""
    return StepDay.objects.select_related("by").order_by("-at", "-pk")

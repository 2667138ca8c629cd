"""SIX-8: the steps on the way to day 42, and after it."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from core.rulebook import rule
from discharges.enums import Step
from discharges.rules.six_weeks import REVIEW_DAYS

BREACH_DAY = REVIEW_DAYS + 1
WEEK = 7
CHANGEABLE = (Step.NOT_ALLOCATED, Step.NO_VISIT, Step.STILL_NO_VISIT, Step.DUE_SOON)

# SIX-8's table, for a manager to read: the step, the first day on which it happens, and to whom it goes.
STEPS: tuple[tuple[Step, int, str], ...] = (
    (Step.NOT_ALLOCATED, 3, "the team lead"),
    (Step.NO_VISIT, 14, "the worker and the team lead"),
    (Step.STILL_NO_VISIT, 28, "the team lead and the locality manager"),
    (Step.DUE_SOON, 35, "the worker, the team lead and the locality manager"),
    (Step.BREACH, BREACH_DAY, "the locality manager and the head of service"),
    (Step.WEEKLY, BREACH_DAY + WEEK, "the locality manager and the head of service, every week until it is held"),
)
PLACES = {step: place for place, (step, _, _) in enumerate(STEPS)}
Table = Mapping[Step, int]  # the first day after the discharge on which each step happens


class StepDue(NamedTuple):
    """A step and, of the weekly ones, which (from 1 on)."""

    step: Step
    number: int = 0


class Had(NamedTuple):
    """A step that a clock has had, and the date of discharge from which it was reckoned then."""

    due: StepDue
    discharged_on: date


@dataclass(frozen=True)
class ClockFacts:
    """What the steps of one clock depend on. `had` are the steps that it has had, `dated_on` is the day on which its
    present date of discharge was set: that of its start, or of the last correction.
    """

    discharged_on: date
    is_open: bool
    is_allocated: bool
    has_visit: bool = False
    had: Set[Had] = frozenset()
    dated_on: date = date.min


@dataclass(frozen=True)
class Change:
    """That a step comes on another day for those who go home on `from_on` or later. Later changes come later."""

    step: Step
    day: int
    from_on: date


def table_for(discharged_on: date, changes: Iterable[Change] = ()) -> Table:
    """The table that holds for a discharge: `changes` in the order in which they were made."""
    table = {step: day for step, day, _ in STEPS}
    for change in sorted(changes, key=lambda each: each.from_on):  # stable: of two from one day on, the later made
        if change.from_on <= discharged_on:
            table[change.step] = change.day
    return table


def is_possible_table(table: Table) -> bool:
    """Whether the steps come one after another, the first not before day 1, and the last two are as the rule says."""
    days = [table[step] for step, _, _ in STEPS]
    fixed = table[Step.BREACH] == BREACH_DAY and table[Step.WEEKLY] == BREACH_DAY + WEEK
    return fixed and days[0] >= 1 and all(earlier < later for earlier, later in pairwise(days))


@rule("SIX-8", source="R23: enforced by Celery: allocated, reminded, escalated, breached")
def steps_due(facts: ClockFacts, today: date, table: Table | None = None) -> tuple[StepDue, ...]:
    """While the review is not held: not allocated by day 3 goes to the team lead; no visit planned by day 14 to the
    worker and the team lead, and by day 28 to the team lead and the locality manager; day 35 makes it urgent; day 42
    passed is a breach, to the locality manager and the head of service, and every week from then on until it is held.
    Each step happens once per clock and in order, none after a later one; a day on which nothing ran is caught up.
    A step that does not hold when it is to be told waits, and is told when it holds again and none after it was told.
    When the date of discharge is put right, a step that had come before its right day comes again on that day.
    """
    if not facts.is_open:
        return ()
    days = table or table_for(facts.discharged_on)
    passed = (today - facts.discharged_on).days
    reached = [StepDue(step) for step, _, _ in STEPS if step != Step.WEEKLY and passed >= days[step]]
    weeks = max(0, (passed - days[Step.WEEKLY]) // WEEK + 1)
    reached += [StepDue(Step.WEEKLY, number) for number in range(1, weeks + 1)]
    last = max((_place(one.due) for one in facts.had if still_counts(one, facts, days)), default=(-1, 0))
    return tuple(step for step in reached if _place(step) > last and _applies(step.step, facts))


def said_with(step: StepDue, due: Sequence[StepDue]) -> StepDue:
    """The step of those due at once that is enough to say: of several weeks the last, of "no visit" and "still no
    visit" the second; of any other the step itself.
    """
    if step.step == Step.WEEKLY:
        return due[-1]
    still = StepDue(Step.STILL_NO_VISIT)
    return still if step.step == Step.NO_VISIT and still in due else step


def may_hold_again(facts: ClockFacts, today: date, due: Sequence[StepDue], table: Table) -> tuple[StepDue, ...]:
    """The steps that would be due, were nobody to hold the review and no visit planned, and that come after all those
    that are `due` now: they wait.
    """
    possible = steps_due(replace(facts, is_allocated=False, has_visit=False), today, table)
    last = max(map(_place, due), default=(-1, 0))
    return tuple(step for step in possible if _place(step) > last)


def still_counts(had: Had, facts: ClockFacts, table: Table) -> bool:
    """Whether a step that a clock has had counts for its present date: it was reckoned from it, or its day by it had
    come when that date was set.
    """
    is_same = had.discharged_on == facts.discharged_on
    return is_same or step_day(had.due, facts.discharged_on, table) <= facts.dated_on


def step_day(due: StepDue, discharged_on: date, table: Table) -> date:
    """The day on which the rule asks for a step."""
    return discharged_on + timedelta(days=table[due.step] + WEEK * max(0, due.number - 1))


def _place(due: StepDue) -> tuple[int, int]:
    return PLACES[due.step], due.number


def _applies(step: Step, facts: ClockFacts) -> bool:
    if step == Step.NOT_ALLOCATED:
        return not facts.is_allocated
    if step in (Step.NO_VISIT, Step.STILL_NO_VISIT):
        return not facts.has_visit
    return True

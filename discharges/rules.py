"""SIX: the six-week rule. Dates in, dates out; nothing here reads a clock."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from core.rulebook import rule
from core.working_days import last_working_day_by
from discharges.enums import EndReason, Step

SOURCE = "S0, R23: picked up within the community within 6 weeks following discharge"
REVIEW_DAYS = 42


@dataclass(frozen=True)
class ClockFacts:
    """What the steps of one clock depend on."""

    discharged_on: date
    is_open: bool
    is_allocated: bool


@rule("SIX-1", source=SOURCE)
def due_on(discharged_on: date) -> date:
    """The community review is due 42 days after the date of discharge, the day of discharge being day 0, in
    Europe/London dates.
    """
    return discharged_on + timedelta(days=REVIEW_DAYS)


@rule("SIX-2", source="reliability.md I2: the date itself never moves later")
def plan_by(discharged_on: date, holidays: Set[date]) -> date:
    """The date never moves later for a weekend or bank holiday; where day 42 is not a working day, plan by the
    last working day before it.
    """
    return last_working_day_by(due_on(discharged_on), holidays)


@rule("SIX-3", source=SOURCE)
def born_overdue(discharged_on: date, recorded_on: date) -> bool:
    """The clock runs from the real discharge, however late it is recorded: one recorded after day 42 is overdue
    when it is born, and says so.
    """
    return recorded_on > due_on(discharged_on)


@rule("SIX-4", source="S0, R22, R30: where a full holistic Care and Support assessment takes place")
def meets(discharged_on: date, completed_on: date, is_full: bool) -> bool:
    """Only a completed full care and support assessment, on or after the day of discharge, meets the clock; the
    light-touch assessment never does.
    """
    return is_full and completed_on >= discharged_on


@rule("SIX-6", source="issue 4: nothing else ends it; Care Act 2014 s37-38: the council where they live now is told")
def may_end(reason: EndReason, *, council_told: bool) -> bool:
    """A death, and a move out of the borough once the receiving council has been told, end the clock unmet with that
    reason, as a recorded refusal does; nothing else ends it, and there is no "close".
    """
    return reason != EndReason.MOVED or council_told


# SIX-8's table, for a manager to read: the step, the first day on which it happens, and to whom it goes.
STEPS: tuple[tuple[Step, int, str], ...] = (
    (Step.NOT_ALLOCATED, 3, "the locality manager"),
    (Step.DUE_SOON, 35, "the worker and the locality manager"),
    (Step.BREACH, REVIEW_DAYS + 1, "the locality manager and the head of service"),
)


@rule("SIX-8", source="R23: enforced by Celery: allocated, reminded, escalated, breached")
def steps_due(facts: ClockFacts, today: date) -> tuple[Step, ...]:
    """A clock that is open is reminded when nobody holds it by day 3, is urgent from day 35 on, and is a breach,
    to the locality manager and the head of service, when day 42 has passed; each step happens once, and in
    order.
    """
    if not facts.is_open:
        return ()
    day = (today - facts.discharged_on).days
    reached = [step for step, first_day, _ in STEPS if day >= first_day]
    return tuple(step for step in reached if step != Step.NOT_ALLOCATED or not facts.is_allocated)

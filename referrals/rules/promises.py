"""PRM: what was promised to a person, by when, and what became of it."""

from collections.abc import Set
from datetime import date, timedelta
from enum import StrEnum

from core.rulebook import rule
from core.working_days import is_working_day, last_working_day_by
from referrals.enums import PromiseStatus

LONGEST = timedelta(days=366)


class HowKept(StrEnum):
    """What became of a promise, with the day counted."""

    WAITS = "to be kept"
    KEPT = "kept"
    KEPT_LATE = "broken, then kept"
    BROKEN = "broken"
    WITHDRAWN = "withdrawn"
    WITHDRAWN_LATE = "broken, then withdrawn"


@rule("PRM-1", source="issue 3: promises are kept, broken or withdrawn; R9: no promise lapses in silence")
def is_broken(due_on: date, today: date) -> bool:
    """A promise that is neither kept nor withdrawn by the end of its day, in London, is broken."""
    return due_on < today


@rule("PRM-2", source="a proposal for the council to set: a promise without a day near enough to remember is none")
def can_be_promised(due_on: date, today: date) -> bool:
    """A promise is made for today or for a day within the year to come."""
    return today <= due_on <= today + LONGEST


@rule("PRM-3", source="a proposal: what was said holds, so the day is never moved behind anybody's back")
def working_day_before(due_on: date, holidays: Set[date], today: date) -> date | None:
    """A promise may be made for a day on which nobody works; the page says so and names the working day before.

    None when `due_on` is a working day. The day named is never before `today`: then it is `due_on` itself.
    """
    if is_working_day(due_on, holidays):
        return None
    before = last_working_day_by(due_on, holidays)
    return before if before >= today else due_on


@rule("PRM-5", source="a proposal: a day agreed anew in time breaks nothing, and no day is moved behind anybody's back")
def day_can_change(status: PromiseStatus, due_on: date, today: date) -> bool:
    """The day of a promise can be changed, with the reason, until it is over. Every change is counted, and the day
    that was promised first stays in sight. Once its day has passed a promise stays broken: another day is a new one.
    """
    return status == PromiseStatus.OPEN and not is_broken(due_on, today)


@rule("PRM-4", source="a proposal: a late answer is better than none, and is not counted as one in time")
def how_kept(status: PromiseStatus, *, was_broken: bool) -> HowKept:
    """A broken promise can still be kept, or withdrawn; it stays counted as broken first."""
    return {
        (PromiseStatus.OPEN, False): HowKept.WAITS,
        (PromiseStatus.KEPT, False): HowKept.KEPT,
        (PromiseStatus.KEPT, True): HowKept.KEPT_LATE,
        (PromiseStatus.WITHDRAWN, False): HowKept.WITHDRAWN,
        (PromiseStatus.WITHDRAWN, True): HowKept.WITHDRAWN_LATE,
    }.get((status, was_broken), HowKept.BROKEN)

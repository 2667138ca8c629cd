"""HUB-1 to HUB-9: what the hospital hub's list counts, marks and foresees."""

from collections.abc import Set
from datetime import date, datetime, timedelta
from typing import NamedTuple

from core.rulebook import rule
from core.working_days import add_working_days, is_working_day
from discharges.rules.six_weeks import REVIEW_DAYS, plan_by

LONG_READY_DAYS = 3
UNDO_MINUTES = 10
CAPACITY_WEEKS = 12
DAYS_OFF = 3
ASK_AFTER = 2


@rule(
    "HUB-1",
    source="NHS England, discharge ready date: the day on which somebody no longer meets the criteria to reside",
)
def ready_day_is_possible(ready_on: date, admitted_on: date | None, today: date) -> bool:
    """The discharge ready date is a day that has come, and never before the day of admission."""
    return ready_on <= today and (admitted_on is None or ready_on >= admitted_on)


@rule("HUB-2", source="NHS England PRN00603: days from the discharge ready date to the discharge")
def days_lost(ready_on: date | None, home_on: date) -> int:
    """Days lost are counted from the discharge ready date to the day on which they went home, or to today while they
    are in hospital; without a ready date, and before it, none is lost.
    """
    return max((home_on - ready_on).days, 0) if ready_on else 0


@rule("HUB-3", source="a proposal: three days let a package of care begin; to be agreed with the hub")
def is_long_ready(ready_on: date | None, today: date) -> bool:
    """Somebody who has been ready for three days or more and is not home is marked on the hospital list."""
    return days_lost(ready_on, today) >= LONG_READY_DAYS


@rule("HUB-4", source="issue 4: by expected date, with the planned pathway")
def missing_from_plan(expected_on: date | None, pathway: str) -> tuple[str, ...]:
    """The plan for somebody's way home has an expected day and a pathway; the list says which of them is missing."""
    return (*(() if expected_on else ("expected day",)), *(() if pathway else ("pathway",)))


@rule("HUB-5", source="a proposal: long enough to see the mistake, too short for the team to act on it")
def may_undo_at_once(recorded_at: datetime, now: datetime) -> bool:
    """A discharge recorded with one click can be undone for ten minutes without writing why; after that it is voided
    with a reason.
    """
    return now - recorded_at <= timedelta(minutes=UNDO_MINUTES)


@rule("HUB-6", source="issue 4: each locality's discharges on each day of the next six weeks against its capacity")
def capacity_per_day(held: int, from_day: date, to_day: date, holidays: Set[date]) -> float:
    """A locality's capacity is what its teams really held: reviews held in the last twelve weeks, for each working
    day of those weeks.
    """
    days = [from_day + timedelta(days=number) for number in range((to_day - from_day).days)]
    working = sum(is_working_day(day, holidays) for day in days)
    return held / working if working else 0.0


@rule("HUB-7", source="issue 4; SIX-1 and SIX-2 for somebody who is still in hospital")
def review_would_be_on(expected_on: date, today: date, holidays: Set[date]) -> date:
    """Somebody expected home will need a review 42 days after the expected day, planned as SIX-2 says; who is expected
    since a day that has passed goes home today at the earliest.
    """
    return plan_by(max(expected_on, today), holidays)


@rule(
    "HUB-8",
    source="a proposal: a stay that everybody has forgotten starts no six-week clock; to be agreed with the hub",
)
def asks_whether_home(expected_on: date | None, noted_on: date | None, today: date, holidays: Set[date]) -> bool:
    """When the expected day has passed by two working days without a discharge, a new day or a note, the hub is asked
    whether they have gone home. A note gives two working days more.
    """
    if expected_on is None:
        return False
    since = max(expected_on, noted_on) if noted_on else expected_on
    return add_working_days(since, ASK_AFTER, holidays) <= today


def last_day_to_ask(today: date, holidays: Set[date]) -> date:
    """HUB-8 for many stays at once: who is expected, and was noted, on this day or before, is asked about."""
    day = today
    while not asks_whether_home(day, None, today, holidays):
        day -= timedelta(days=1)
    return day


FORECAST_DAYS = REVIEW_DAYS


class Told(NamedTuple):
    """A stay that has ended, as somebody tells of it."""

    hospital: str
    admitted_on: date | None
    discharged_on: date


@rule(
    "HUB-9", source="a proposal: three days are how far two systems differ on one discharge; to be agreed with the hub"
)
def is_same_stay(one: Told, other: Told) -> bool:
    """A discharge that another system sends in is that of a stay which is recorded as ended already when of the two the
    one that ended later began before the other ended; where nobody knows when it began, when both ended at the same
    hospital within three days. It starts no clock of its own: the hospital hub is told, and puts the day right.
    """
    earlier, later = sorted((one, other), key=lambda stay: stay.discharged_on)
    if later.admitted_on is not None:
        return later.admitted_on < earlier.discharged_on
    days_between = (later.discharged_on - earlier.discharged_on).days
    return one.hospital == other.hospital and days_between <= DAYS_OFF

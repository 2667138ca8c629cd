"""CBK: when people are rung back."""

from collections.abc import Set
from datetime import date, datetime, time, timedelta

from core.rulebook import rule
from referrals.rules.handing import UNDO_FOR
from referrals.rules.hours import is_full_service

FIRST_HOUR, LAST_HOUR = 7, 18  # the last one is from 18:00 to 19:00
PER_FULL_HOUR, PER_LIMITED_HOUR = 4, 2
DAYS_AHEAD = 28
HOURS = range(FIRST_HOUR, LAST_HOUR + 1)
CLAIM_LASTS = timedelta(minutes=30)
REST_AFTER_NO_ANSWER = 2  # hours


def in_full_service(day: date, hour: int, holidays: Set[date]) -> bool:
    """Whether Thurrock First gives its full service in this hour of a London day (HRS-1)."""
    return is_full_service(datetime.combine(day, time(hour)), holidays)


@rule("CBK-1", source="a proposal for the council to set; the hours are those of HRS-1 and HRS-2")
def most_in_hour(
    day: date, hour: int, holidays: Set[date], full: int = PER_FULL_HOUR, limited: int = PER_LIMITED_HOUR
) -> int:
    """People are rung back from 7 to 19 on every day: up to 4 in an hour of full service, which is 9 to 17 from
    Monday to Friday but for bank holidays, and up to 2 in any other hour. A full hour says so, and which is next.

    `full` and `limited` are the numbers that the council has set; 0 for an hour outside 7 to 19.
    """
    if hour not in HOURS:
        return 0
    return full if in_full_service(day, hour, holidays) else limited


@rule("CBK-2", source="a proposal: nobody waits for a day that nobody here has in mind")
def can_be_booked(day: date, hour: int, *, today: date, hour_now: int) -> bool:
    """A call-back is booked for an hour that has not ended, within the next 28 days."""
    if hour not in HOURS or day > today + timedelta(days=DAYS_AHEAD):
        return False
    return day > today or (day == today and hour >= hour_now)


@rule("CBK-3", source="a proposal: who did not answer now may answer later on the same day")
def try_again_from(*, today: date, hour_now: int) -> tuple[date, int]:
    """When nobody answered, the next try is in the first hour with room that begins at least 2 hours later.

    The day and the first hour that may be tried; the next day's first hour when today's are over.
    """
    hour = hour_now + REST_AFTER_NO_ANSWER
    if hour > LAST_HOUR:
        return today + timedelta(days=1), FIRST_HOUR
    return today, max(hour, FIRST_HOUR)


@rule("CBK-4", source="a proposal: an hour that was promised has an end")
def is_overdue(day: date, hour: int, *, today: date, hour_now: int) -> bool:
    """A call-back is overdue when its hour has ended and nobody has rung."""
    return day < today or (day == today and hour < hour_now)


@rule("CBK-5", source="ux.md page 16: claiming locks softly")
def claim_holds(claimed_at: datetime | None, now: datetime) -> bool:
    """Who takes a call-back has it for 30 minutes; then it is anybody's again, and anybody may take it over before."""
    return claimed_at is not None and now - claimed_at < CLAIM_LASTS


@rule("CBK-6", source="a proposal: the ten minutes of HAND-2; later somebody may have acted on what was said")
def may_be_changed(ended_at: datetime, now: datetime) -> bool:
    """How a call-back went can be changed or undone for ten minutes. After that it stands: another one is booked."""
    return now - ended_at < UNDO_FOR

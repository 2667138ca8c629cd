"""Working days: Monday to Friday, but for bank holidays, which the caller brings."""

from collections.abc import Set
from datetime import date, timedelta

SATURDAY = 5


def is_working_day(day: date, holidays: Set[date]) -> bool:
    """Whether `day` is Monday to Friday and not in `holidays`."""
    return day.weekday() < SATURDAY and day not in holidays


def last_working_day_by(day: date, holidays: Set[date]) -> date:
    """The latest working day on or before `day`."""
    while not is_working_day(day, holidays):
        day -= timedelta(days=1)
    return day


def add_working_days(day: date, count: int, holidays: Set[date]) -> date:
    """The date `count` working days after `day`; `day` itself is not counted.

    Raises ValueError when `count` is negative.
    """
    if count < 0:
        raise ValueError("count of working days cannot be negative")
    while count:
        day += timedelta(days=1)
        if is_working_day(day, holidays):
            count -= 1
    return day

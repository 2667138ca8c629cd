"""The only reader of the clock. Moments are kept in UTC; people live in Europe/London."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
_stands_at: ContextVar[datetime | None] = ContextVar("stands_at", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _stands_at.get() or timezone.now()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let `moment` be the present one in this thread: so the demo borough does today what was done last week."""
    before = _stands_at.set(moment)
    try:
        yield
    finally:
        _stands_at.reset(before)


def today() -> date:
    """The date on a wall calendar in London."""
    return london_date(now())


def london_date(moment: datetime) -> date:
    """The London calendar date on which `moment` falls."""
    return moment.astimezone(LONDON).date()


def london_time(moment: datetime) -> str:
    """The London time of day of `moment` as "14:32"."""
    return moment.astimezone(LONDON).strftime("%H:%M")


def start_of(day: date) -> datetime:
    """Midnight at the start of the London `day`, as an aware moment."""
    return datetime.combine(day, time_of_day.min, tzinfo=LONDON)


def days_ago(days: int) -> date:
    """The London date `days` calendar days before today."""
    return today() - timedelta(days=days)

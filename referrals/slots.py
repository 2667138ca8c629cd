"""The hours in which people can be rung back, and how many of them are taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from django.conf import settings
from django.db.models import Count

from core import clock
from core.words import clock_time, plural, weekday_date
from localities.places import bank_holidays
from referrals.models import CallBack
from referrals.rules.call_backs import DAYS_AHEAD, HOURS, can_be_booked, most_in_hour


@dataclass(frozen=True)
class Slot:
    """One hour of one day: how many call-backs are booked in it, and how many can be (CBK-1)."""

    day: date
    hour: int
    booked: int
    most: int

    @property
    def is_full(self) -> bool:
        return self.booked >= self.most

    @property
    def hours(self) -> str:
        """ "9am to 10am"."""
        return hours_in_words(self.hour)

    @property
    def when(self) -> str:
        """ "Friday 27 November, 9am to 10am"."""
        return f"{weekday_date(self.day, clock.today())}, {self.hours}"

    @property
    def taken(self) -> str:
        """ "1 of 4 booked", "full: 4 of 4 booked"."""
        said = f"{self.booked} of {self.most} booked"
        return f"full: {said}" if self.is_full else said

    @property
    def key(self) -> str:
        """What a form sends: "2026-11-27 9"."""
        return f"{self.day} {self.hour}"


@dataclass(frozen=True)
class DaySlots:
    """A day and those of its hours that have not ended."""

    day: date
    hours: tuple[Slot, ...]

    @property
    def name(self) -> str:
        return weekday_date(self.day, clock.today())

    @property
    def room(self) -> int:
        """How many call-backs can still be booked on this day."""
        return sum(max(0, slot.most - slot.booked) for slot in self.hours)


def free_slots(from_day: date, days: int) -> list[DaySlots]:
    """The hours of `days` days from `from_day` on that can be booked or are full; an hour that has ended is left out.

    One query. A day without an hour left is there, with none.
    """
    booked = _booked(from_day, from_day + timedelta(days=days - 1))
    some = (from_day + timedelta(days=after) for after in range(days))
    return [DaySlots(day, tuple(_slots_of(day, booked))) for day in some]


def slot_of(day: date, hour: int) -> Slot:
    """One hour, with how many are booked in it now."""
    return _slot(day, hour, _booked(day, day))


def next_free(day: date, hour: int) -> Slot | None:
    """The first hour with room from this one on; None when every hour of the days that can be booked is full."""
    until = clock.today() + timedelta(days=DAYS_AHEAD)
    hours = (slot for of_day in free_slots(day, max(1, (until - day).days + 1)) for slot in of_day.hours)
    return next((slot for slot in hours if not slot.is_full and (slot.day, slot.hour) >= (day, hour)), None)


def hour_now() -> int:
    """The hour of the day in London."""
    return clock.now().astimezone(clock.LONDON).hour


def hours_in_words(hour: int) -> str:
    """ "9am to 10am", "midday to 1pm"."""
    return f"{clock_time(time(hour))} to {clock_time(time(hour + 1))}"


def full_in_words(slot: Slot) -> str:
    """What is said of an hour that is full, with the next one that is not."""
    said = f"{slot.when} is full: {plural(slot.booked, 'call-back')} of {slot.most} are booked."
    later = next_free(slot.day, slot.hour)
    return f"{said} The next hour with room is {later.when}." if later else f"{said} No later hour has room."


def _slots_of(day: date, booked: dict[tuple[date, int], int]) -> Iterator[Slot]:
    for hour in HOURS:
        if can_be_booked(day, hour, today=clock.today(), hour_now=hour_now()):
            yield _slot(day, hour, booked)


def _slot(day: date, hour: int, booked: dict[tuple[date, int], int]) -> Slot:
    most = most_in_hour(day, hour, bank_holidays(), **settings.CALL_BACKS_AN_HOUR)
    return Slot(day, hour, booked.get((day, hour), 0), most)


def _booked(first: date, last: date) -> dict[tuple[date, int], int]:
    """How many call-backs are still to be made in each hour of these days."""
    rows = CallBack.objects.booked().filter(day__range=(first, last)).order_by()
    counted = rows.values("day", "hour").annotate(booked=Count("pk")).values_list("day", "hour", "booked")
    return {(day, hour): booked for day, hour, booked in counted}

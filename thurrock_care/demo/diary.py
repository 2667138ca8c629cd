"""The hours in which people of the demo are rung back."""

from collections import Counter
from datetime import date, timedelta

from localities.places import bank_holidays
from referrals.rules.call_backs import HOURS, most_in_hour


class Diary:
    """How many call-backs stand in each hour, so that none is fuller than CBK-1 allows."""

    def __init__(self) -> None:
        self._booked: Counter[tuple[date, int]] = Counter()

    def take(self, day: date, hour: int) -> tuple[date, int]:
        """The first hour with room from this one on."""
        while self._booked[day, hour] >= most_in_hour(day, hour, bank_holidays()):
            day, hour = (day, hour + 1) if hour + 1 in HOURS else (day + timedelta(days=1), HOURS[0])
        self._booked[day, hour] += 1
        return day, hour

"""Days and hours in the two years before the demo's today. Nothing happens on that day itself: it has just begun."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from core.clock import LONDON
from core.working_days import is_working_day

DAYS = 730
RECENT = timedelta(days=30)


@dataclass(frozen=True)
class Almanac:
    """The calendar of one borough."""

    today: date
    holidays: Set[date]

    @property
    def first_day(self) -> date:
        return self.today - timedelta(days=DAYS)

    def at(self, day: date, minute: int) -> datetime:
        """The moment `minute` minutes after midnight of a London day, in UTC."""
        return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=LONDON).astimezone(UTC)

    def office_hours(self, day: date, rng: Random) -> datetime:
        """A moment from nine to five."""
        return self.at(day, rng.randrange(9 * 60, 17 * 60))

    def front_door_hours(self, day: date, rng: Random) -> datetime:
        """A moment from seven to seven, on any day, as Thurrock First is open; most of them from nine to five."""
        if rng.random() < 0.85:
            return self.office_hours(day, rng)
        return self.at(day, rng.choice((rng.randrange(7 * 60, 9 * 60), rng.randrange(17 * 60, 19 * 60))))

    def working_day(self, day: date) -> date:
        """The first working day on or after `day`."""
        while not is_working_day(day, self.holidays):
            day += timedelta(days=1)
        return day

    def is_past(self, day: date) -> bool:
        return day < self.today

    def is_recent(self, moment: datetime) -> bool:
        """Whether a notice about it would still be kept."""
        return moment.date() >= self.today - RECENT

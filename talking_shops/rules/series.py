"""SER: the dates of a series, what becomes of them on bank holidays, which series cannot be, and what a series is
called. Dates are London's; hours are those on a London wall, also across both changes of the clock.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from core.rulebook import rule
from core.words import DAY_NAMES, MONTH_NAMES, clock_time, long_date
from talking_shops.enums import Every, Fate, OnBankHoliday

DAYS_A_WEEK, MONTHS_A_YEAR = 7, 12
LAST = -1
NTH_WORDS = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", LAST: "Last"}
EARLIEST, LATEST = time(6), time(22)
FURTHEST = timedelta(days=731)
LOOKED_THROUGH = timedelta(days=20 * 366)


@dataclass(frozen=True)
class SeriesFacts:
    """What a series is, as models.Series keeps it; `holidays` are bank holidays by day, with their names."""

    every: str
    weekday: int
    from_on: date
    starts: time
    ends: time
    interval: int = 1
    nth: int | None = None
    until_on: date | None = None
    bank_holidays: str = OnBankHoliday.NOT_HELD
    holidays: Mapping[date, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dated:
    """A date of a series; `holiday` is the bank holiday that it falls on, "" for none."""

    on: date
    is_held: bool
    holiday: str = ""


@rule("SER-1", source="R14, R16; ux.md page 37: “first Tuesday of every month, 10 to 12”")
def rule_dates(facts: SeriesFacts, first: date, last: date) -> list[date]:
    """A week's series is on its weekday, every so many weeks, counted from the week (Monday to Sunday) of its first
    day. A month's series is on the first, second, third, fourth or last such weekday of every so many months, counted
    from the month of its first day. No date lies before its first day or after its last.
    """
    start, end = max(first, facts.from_on), min(last, facts.until_on or last)
    every = _weeks if facts.every == Every.WEEK else _months
    return [day for day in every(facts, start, end) if start <= day <= end]


def _weeks(facts: SeriesFacts, start: date, end: date) -> list[date]:
    begins = facts.from_on.toordinal() - facts.from_on.weekday() + facts.weekday
    step = DAYS_A_WEEK * facts.interval
    skipped = max(0, start.toordinal() - begins) // step * step
    return [date.fromordinal(day) for day in range(begins + skipped, end.toordinal() + 1, step) if day > 0]


def _months(facts: SeriesFacts, start: date, end: date) -> list[date]:
    begins = _month_number(facts.from_on)
    skipped = max(0, _month_number(start) - begins) // facts.interval * facts.interval
    months = range(begins + skipped, _month_number(end) + 1, facts.interval)
    found = (_nth_weekday(month, facts.weekday, facts.nth or 1) for month in months)
    return [day for day in found if day is not None]


def _month_number(day: date) -> int:
    return day.year * MONTHS_A_YEAR + day.month - 1


def _nth_weekday(month: int, weekday: int, nth: int) -> date | None:
    """The nth such weekday of a month; None where the month has no such one."""
    year, index = divmod(month, MONTHS_A_YEAR)
    begins_on, days = monthrange(year, index + 1)
    possible = range(1 + (weekday - begins_on) % DAYS_A_WEEK, days + 1, DAYS_A_WEEK)
    wanted = nth - 1 if nth > 0 else nth
    return date(year, index + 1, possible[wanted]) if wanted < len(possible) else None


@rule("SER-2", source="ux.md page 37 and §6: bank-holiday warnings; a cancelled date stays and says why")
def written_out(facts: SeriesFacts, first: date, last: date) -> list[Dated]:
    """A date that is a bank holiday in England is not held, unless the series says that it goes ahead. It stays among
    the dates, with the name of the holiday, so that nobody waits at a closed door.
    """
    is_held = facts.bank_holidays == OnBankHoliday.HELD
    return [
        Dated(day, is_held or day not in facts.holidays, facts.holidays.get(day, ""))
        for day in rule_dates(facts, first, last)
    ]


def dates_of(facts: SeriesFacts, first: date, last: date) -> list[date]:
    """The dates on which it is held, from `first` to `last`, both included."""
    return [dated.on for dated in written_out(facts, first, last) if dated.is_held]


def next_dates(facts: SeriesFacts, count: int, today: date) -> list[Dated]:
    """The next `count` dates from `today` on, with those that fall on a bank holiday; fewer when it ends before."""
    start = max(today, facts.from_on)
    return written_out(facts, start, start + LOOKED_THROUGH)[:count]


@rule("SER-3", source="ux.md page 37: an impossible rule is explained")
def why_impossible(facts: SeriesFacts, today: date) -> dict[str, str]:
    """A series has dates that come for certain and hours that the clocks never skip: it is every 1 to 12 weeks or
    months, never on a fifth weekday, between 6am and 10pm, and begins within two years. One without any date is
    refused, and it is said why.
    """
    wrong: dict[str, str] = {}
    day = DAY_NAMES[facts.weekday]
    if not 1 <= facts.interval <= MONTHS_A_YEAR:
        wrong["interval"] = "A series comes every 1 to 12 weeks or months. Enter a number from 1 to 12"
    if facts.every == Every.MONTH and facts.nth not in NTH_WORDS:
        wrong["nth"] = f"Not every month has a fifth {day}, so some months would have none. Choose the last {day}"
    if not EARLIEST <= facts.starts <= LATEST:
        wrong["starts"] = "It must start between 6am and 10pm: at night the clocks change and an hour is missing"
    if facts.ends <= facts.starts:
        told = f"It starts at {clock_time(facts.starts)} and would end at {clock_time(facts.ends)}"
        wrong["ends"] = f"{told}. The end must be later on the same day"
    if facts.until_on and facts.until_on < facts.from_on:
        wrong["until_on"] = f"The last day is before the first, {long_date(facts.from_on)}. Choose a later day"
    if facts.from_on > today + FURTHEST:
        wrong["from_on"] = f"It must begin within two years, by {long_date(today + FURTHEST)}"
    if not wrong and (none := _why_no_date(facts)):
        wrong["until_on"] = none
    return wrong


def _why_no_date(facts: SeriesFacts) -> str:
    if facts.until_on is None:
        return ""
    found = rule_dates(facts, facts.from_on, facts.until_on)
    if not found:
        span = f"between {long_date(facts.from_on)} and {long_date(facts.until_on)}"
        return f"No date of “{pattern_in_words(facts)}” lies {span}. Choose a later last day"
    if not dates_of(facts, facts.from_on, facts.until_on):
        days = "Its only date is a bank holiday" if len(found) == 1 else "All its dates are bank holidays"
        return f"{days}, on which it would not be held. Choose a later last day, or let it go ahead"
    return ""


@rule("SER-4", source="ux.md page 37: change a series; issue 5: cancelled dates stay as cancelled")
def fate_of(by_hand: bool, dated: Dated | None) -> Fate:
    """When a series changes from a day on, a date that it still has takes the new hours and place. One that it has no
    longer is cancelled, stays in sight, and says why. What somebody moved, cancelled or reinstated by hand stays as
    they left it; so does everything before that day.
    """
    if by_hand:
        return Fate.STAYS
    return Fate.TAKES_OVER if dated is not None and dated.is_held else Fate.FALLS_AWAY


def pattern_in_words(facts: SeriesFacts) -> str:
    """ "First Tuesday of every month", "Every 2 weeks on Friday", "Last Monday of May every year"."""
    day = DAY_NAMES[facts.weekday]
    if facts.every == Every.WEEK:
        return f"Every {day}" if facts.interval == 1 else f"Every {facts.interval} weeks on {day}"
    which = f"{NTH_WORDS.get(facts.nth or 0, 'Fifth')} {day}"
    if facts.interval == 1:
        return f"{which} of every month"
    month = MONTH_NAMES[facts.from_on.month - 1]
    if facts.interval == MONTHS_A_YEAR:
        return f"{which} of {month} every year"
    return f"{which} of the month, every {facts.interval} months from {month}"


def in_words(facts: SeriesFacts) -> str:
    """ "First Tuesday of every month, 10am to midday"; with its last day, when it has one."""
    hours = f"{clock_time(facts.starts)} to {clock_time(facts.ends)}"
    until = f", until {long_date(facts.until_on)}" if facts.until_on else ""
    return f"{pattern_in_words(facts)}, {hours}{until}"

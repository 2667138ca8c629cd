"""Dates, times and counts in the words that GOV.UK uses. Pure; `today` is always given."""

from datetime import date, datetime, time

from core.clock import LONDON

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MINUTES_AN_HOUR, HOURS_A_DAY = 60, 24


def long_date(day: date) -> str:
    """ "4 June 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def weekday_date(day: date, today: date) -> str:
    """ "Tuesday 12 January"; the year is told when it is not this year's."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{DAY_NAMES[day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]}{year}"


def clock_time(at: time) -> str:
    """ "9:32am", "9am", "midday", "midnight"."""
    if at.minute == 0 and at.hour in (0, 12):
        return "midday" if at.hour else "midnight"
    minutes = f":{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'pm' if at.hour >= 12 else 'am'}"


def moment(at: datetime) -> str:
    """ "4 June 2026 at 9:32am", in London."""
    local = at.astimezone(LONDON)
    return f"{long_date(local.date())} at {clock_time(local.time())}"


def plural(count: int, one: str, many: str = "") -> str:
    """ "1 person", "3 people", "1,204 people"; `many` may be left out where it only takes an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def ordinal(count: int) -> str:
    """ "1st", "2nd", "3rd", "11th", "22nd"."""
    ending = "th" if count % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
    return f"{count}{ending}"


def due_in(due: date, today: date) -> str:
    """ "due in 9 days", "due tomorrow", "due today", "3 days overdue"."""
    days = (due - today).days
    if days < 0:
        return f"{plural(-days, 'day')} overdue"
    return {0: "due today", 1: "due tomorrow"}.get(days, f"due in {days} days")


def waited(since: datetime, now: datetime) -> str:
    """How long something has waited, in one unit: "under a minute", "5 minutes", "3 hours", "2 days"."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if not minutes:
        return "under a minute"
    if minutes < MINUTES_AN_HOUR:
        return plural(minutes, "minute")
    hours = minutes // MINUTES_AN_HOUR
    return plural(hours, "hour") if hours < HOURS_A_DAY else plural(hours // HOURS_A_DAY, "day")


def nhs_number(digits: str) -> str:
    """An NHS number in groups of 3, 3 and 4; "Not known" for none."""
    bare = "".join(digit for digit in digits if digit.isdigit())
    return f"{bare[:3]} {bare[3:6]} {bare[6:]}" if bare else "Not known"


def listed(things: list[str]) -> str:
    """ "tea", "tea and cake", "tea, cake and song"."""
    return things[0] if len(things) == 1 else " and ".join([", ".join(things[:-1]), things[-1]]) if things else ""


def lower_first(sentence: str) -> str:
    """The sentence as it goes on after another word; "NHS number" and the like keep their capitals."""
    return sentence if sentence[:2].isupper() else sentence[:1].lower() + sentence[1:]

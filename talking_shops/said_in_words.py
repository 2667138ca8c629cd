"""A series as people say it, "first Tuesday of every month, 10 to 12", as the answers of its form."""

import re
from datetime import time

from core.fields import read_time
from core.words import DAY_NAMES, clock_time

HOW_OFTEN = {"other": 2, "second": 2, "third": 3, "fourth": 4, "two": 2, "three": 3, "four": 4, "six": 6}
WHICH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
DAY = r"(?P<day>mon|tue|wed|thu|fri|sat|sun)[a-z]*"
MONTHLY = re.compile(
    rf"^(?:the |every )?(?P<which>{'|'.join(WHICH)}) {DAY}(?:,? (?:of|in))?"
    r"(?:,? (?:the|each|every)(?: (?P<count>\d+|[a-z]+))? months?|,? monthly)?$"
)
WEEKLY = re.compile(rf"^(?:every|each)(?: (?P<count>\d+|[a-z]+)(?: weeks?,?(?: on)?(?: an?)?)?)? {DAY}$")
EACH_WEEK = re.compile(rf"^{DAY}$")
HOUR = r"(?:[\d:.]+\s*(?:[ap]m)?|midday|noon)"
HOURS = re.compile(rf"^(?P<what>.*?),?\s*(?:from )?(?P<starts>{HOUR})\s*(?:to|till|until|-|–)\s*(?P<ends>{HOUR})$")


def read_series(said: str) -> dict[str, str]:
    """The answers of a series' form that `said` gives: every, nth, weekday, interval, starts, ends; {} when it is none
    that is understood.
    """
    text = " ".join(said.casefold().replace("o'clock", "").split()).rstrip(". ")
    hours = HOURS.match(text)
    if not hours:
        return {}
    pattern = _pattern(hours["what"].rstrip(", "))
    starts, ends = _hours(hours["starts"], hours["ends"])
    if not pattern or starts is None or ends is None:
        return {}
    return pattern | {"starts": clock_time(starts), "ends": clock_time(ends)}


def _pattern(what: str) -> dict[str, str]:
    monthly, weekly = MONTHLY.match(what), WEEKLY.match(what) or EACH_WEEK.match(what)
    if weekly and "month" not in what:
        monthly = None  # "every second Tuesday" is every two weeks, "the second Tuesday" is of a month
    found = monthly or weekly
    if found is None:
        return {}
    count = _count(found.groupdict().get("count"))
    if count is None:
        return {}
    weekday = next(number for number, name in enumerate(DAY_NAMES) if name.casefold().startswith(found["day"]))
    answers = {"weekday": str(weekday), "interval": str(count)}
    if monthly:
        return answers | {"every": "month", "nth": str(WHICH[monthly["which"]])}
    return answers | {"every": "week"}


def _count(typed: str | None) -> int | None:
    if not typed:
        return 1
    return int(typed) if typed.isdecimal() else HOW_OFTEN.get(typed)


def _hours(first: str, last: str) -> tuple[time | None, time | None]:
    """Both hours; "2 to 4pm" is the afternoon at both ends where the first then comes before the last."""
    half = re.search(r"[ap]m$", last)
    starts, ends = read_time(first), read_time(last)
    if half and not re.search(r"[ap]m$", first):
        same = read_time(f"{first}{half[0]}")
        if same is not None and ends is not None and same < ends:
            starts = same
    return starts, ends

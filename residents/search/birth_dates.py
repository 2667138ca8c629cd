"""Birth dates as people say and type them: 14/7/45, 14071945, 14 jul 1945, July 1945, 1945, "about 80". Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from core.words import MONTH_NAMES, long_date
from residents.ages import age_on, birth_date_of_age

YOUNGEST, OLDEST = 18, 110
ALSO_NAMES = frozenset({"april", "may", "june"})
MONTHS = {name.casefold()[:3]: number for number, name in enumerate(MONTH_NAMES, start=1)}

MONTH = rf"({'|'.join(name[:3] + '(?:' + name[3:] + ')?' for name in MONTH_NAMES)}|sept)"
EDGE, END = r"(?<![\w/.+-])", r"(?![\w/-])"
YEAR = r"(\d{4}|\d{2})"


def _pattern(shape: str) -> re.Pattern[str]:
    return re.compile(EDGE + shape + END, re.IGNORECASE | re.ASCII)


ISO = _pattern(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
NUMBERS = _pattern(r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d{2})")
SPACED = _pattern(r"(?P<day>\d{1,2}) (?P<month>\d{1,2}) (?P<year>\d{4}|\d{2})")
IN_WORDS = _pattern(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ ./-]*(?P<month>{MONTH})[ .,/-]*(?P<year>\d{{4}}|\d{{2}})")
MONTH_FIRST = _pattern(rf"(?P<month>{MONTH}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})")
TOGETHER = _pattern(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})")
WHOLE_DATES = (ISO, NUMBERS, SPACED, IN_WORDS, MONTH_FIRST, TOGETHER)

MONTH_AND_YEAR = _pattern(rf"(?P<month>{MONTH}) (?P<year>19\d\d|20\d\d)")
YEAR_ALONE = _pattern(r"(?P<year>19\d\d|20[0-2]\d)")
AGE = _pattern(r"(?:(?:aged?|about|abt|circa) (?P<age>\d{2,3})(?: ?(?:years old|years|yrs|yo))?)")
AGE_AFTER = _pattern(r"(?P<age>\d{2,3}) ?(?:years old|years|yrs|yo)")


@dataclass(frozen=True)
class Born:
    """A birth date as far as it was said: somewhere from `earliest` to `latest`, and how to say so."""

    earliest: date
    latest: date
    said: str

    @property
    def day(self) -> date | None:
        """The one day, when a whole date was said."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def swapped(self) -> date | None:
        """The same date with day and month exchanged, where that is another date."""
        day = self.day
        if day is None or day.day > 12 or day.day == day.month:
            return None
        return day.replace(day=day.month, month=day.day)


def born_on(day: date) -> Born:
    """A whole birth date."""
    return Born(day, day, f"Born {long_date(day)}")


def take_birth_date(text: str, today: date) -> tuple[Born | None, str, list[str]]:
    """The birth date in `text`, the text without it, and a sentence for what looked like one and is none."""
    faults: list[str] = []
    for pattern in WHOLE_DATES:
        for found in pattern.finditer(text):
            day = whole_date(found, today)
            if day and _is_possible(day, today):
                return born_on(day), _without(text, found), []
            if pattern is not TOGETHER:
                faults.append(f"{found[0]} is not a date of birth.")
                text = _without(text, found)
                break
    born, rest = _take_less(text, today)
    return born, rest, faults[:1]


def whole_date(found: re.Match[str], today: date) -> date | None:
    """The date of a match; day and month the American way round when only that is a date."""
    year, day = full_year(found["year"], today), int(found["day"])
    month = MONTHS[found["month"][:3].casefold()] if found["month"][0].isalpha() else int(found["month"])
    return _date(year, month, day) or _date(year, day, month)


def full_year(typed: str, today: date) -> int:
    """The year that two digits stand for: the reading that makes somebody 18 to 110 years old this year.

    There is at most one. Where there is none, the later year that has begun.
    """
    if len(typed) == 4:
        return int(typed)
    readings = [century + int(typed) for century in (2000, 1900)]
    grown = [year for year in readings if YOUNGEST <= today.year - year <= OLDEST]
    begun = [year for year in readings if year <= today.year]
    return (grown or begun)[0]


def _take_less(text: str, today: date) -> tuple[Born | None, str]:
    for pattern, read in ((MONTH_AND_YEAR, _month), (AGE, _age), (AGE_AFTER, _age), (YEAR_ALONE, _year)):
        found = pattern.search(text)
        if found:
            born, left = read(found, today)
            return born, f"{text[: found.start()]} {left} {text[found.end() :]}"
    return None, text


def _month(found: re.Match[str], today: date) -> tuple[Born, str]:
    name = found["month"].casefold()
    month, year = MONTHS[name[:3]], int(found["year"])
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Born(first, last, f"Born in {MONTH_NAMES[month - 1]} {year}"), name if name in ALSO_NAMES else ""


def _year(found: re.Match[str], today: date) -> tuple[Born, str]:
    year = int(found["year"])
    return Born(date(year, 1, 1), date(year, 12, 31), f"Born in {year}"), ""


def _age(found: re.Match[str], today: date) -> tuple[Born, str]:
    """Somebody "about 80" may be a year or two younger or older."""
    age = min(int(found["age"]), today.year - 1)
    middle = birth_date_of_age(age, today)
    earliest, latest = max(middle.year - 3, 1), middle.year + 2
    return Born(date(earliest, 1, 1), date(latest, 12, 31), f"About {age} years old"), ""


def _is_possible(day: date, today: date) -> bool:
    return day <= today and age_on(day, today) <= OLDEST + YOUNGEST


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"

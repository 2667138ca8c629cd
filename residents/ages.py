"""Birth dates and ages, in words."""

from datetime import date

from residents.enums import BornPrecision


def age_on(born_on: date, day: date) -> int:
    """Whole years from `born_on` to `day`; somebody born on 29 February has a birthday on 1 March in other years."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (0 if had_birthday else 1)


def born_in_words(born_on: date | None, precision: BornPrecision, day: date) -> str:
    """The birth date as exactly as it is known, with the age in brackets."""
    if born_on is None:
        return "Not known"
    age = age_on(born_on, day)
    if precision == BornPrecision.EXACT:
        return f"{born_on.day} {born_on:%B %Y} ({age})"
    if precision == BornPrecision.MONTH:
        return f"{born_on:%B %Y} (about {age})"
    if precision == BornPrecision.YEAR:
        return f"{born_on:%Y} (about {age})"
    return f"About {born_on:%Y} (about {age})"


def birth_date_of_age(age: int, today: date) -> date:
    """The birth date that is kept for somebody who is "about `age`": 1 January, `age` years ago."""
    return date(today.year - age, 1, 1)


def a_year_after(day: date) -> date:
    """The same day of the next year; 1 March after a 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)

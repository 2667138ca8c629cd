"""What differs in one place from a detail that was typed: what may have been meant. Pure."""

from collections.abc import Iterator
from datetime import date
from string import ascii_uppercase, digits


def days_near(day: date) -> list[date]:
    """The days that differ from a date, as eight digits, in one of them or in two neighbours swapped."""
    return sorted(found for text in _near(f"{day:%d%m%Y}") if (found := _day(text)))


def postcodes_near(postcode: str) -> list[str]:
    """The postcodes that differ in one letter or digit, or in two neighbours swapped."""
    return sorted(_near(postcode))


def numbers_near(number: str) -> list[str]:
    """The telephone numbers that differ in one digit, or in two neighbours swapped."""
    return sorted(_near(number))


def _near(text: str) -> set[str]:
    others = {text[:place] + other + text[place + 1 :] for place in range(len(text)) for other in _like(text[place])}
    return others | set(_swapped(text)) - {text}


def _like(sign: str) -> str:
    """The signs that may stand in the place of one: digits for a digit, letters for a letter."""
    if sign in digits:
        return digits.replace(sign, "")
    return ascii_uppercase.replace(sign, "") if sign in ascii_uppercase else ""


def _swapped(text: str) -> Iterator[str]:
    return (text[:place] + text[place + 1] + text[place] + text[place + 2 :] for place in range(len(text) - 1))


def _day(text: str) -> date | None:
    try:
        return date(int(text[4:]), int(text[2:4]), int(text[:2]))
    except ValueError:
        return None

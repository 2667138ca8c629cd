"""The questions for a birth: a whole date, or one box for as much as is known, such as a month, a year or an age."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import clock
from core.fields import DateInputField
from core.layout import Field
from core.words import MONTH_NAMES
from residents.ages import birth_date_of_age
from residents.enums import BornPrecision
from residents.models import Resident
from residents.rules import is_too_young
from residents.search.birth_dates import full_year, take_birth_date

OLDEST = 120
TOO_YOUNG = (
    "Thurrock First is for people aged 18 or over, so this was not saved. For a child or young person, ring the "
    "Multi-Agency Safeguarding Hub on 01375 652 802, or the Emergency Duty Team on 01375 372 468 out of hours."
)
WHAT_TO_TYPE = "Enter a month and year, a year, or an age, like March 1945, 1945 or about 80"
TOO_OLD = f"Age must be {OLDEST} or under"
NOT_YET = "This must be in the past"
ELSE = "This says something else than the date of birth. Leave one of the two empty"

ROUGHLY = re.compile(r"^(?:(?:about|abt|around|circa|ca|c|roughly|maybe|approx|approximately|aged?)\b\.?|~) ?")
SHAPES = tuple(
    re.compile(shape)
    for shape in (
        r"(?P<month>\d{1,2})[ /.-](?P<year>\d{4})",
        r"(?P<year>\d{4})[ /.-](?P<month>\d{1,2})",
        r"(?P<year>\d{4})",
        r"(?P<age>\d{1,3})(?:ish| ?years old| ?years?| ?yrs?| ?yo)?",
        r"(?P<name>[a-z]+)\.?[ ,/.-]*(?P<year>\d{4}|\d{2})",
    )
)
SAID_BEFORE = re.compile(r"^(?:born )?(?:in )?")
Known = tuple[date | None, BornPrecision]
NOTHING: Known = (None, BornPrecision.UNKNOWN)


def read_birth(typed: str, today: date) -> Known:
    """The birth date as far as `typed` says it, as it is kept; ValueError with a sentence for what says nothing."""
    said = SAID_BEFORE.sub("", " ".join(typed.casefold().split()).strip(" .,"))
    text = ROUGHLY.sub("", ROUGHLY.sub("", said))
    if not said:
        return NOTHING
    found = next((match for shape in SHAPES if (match := shape.fullmatch(text))), None)
    born_on, precision = _of_match(found.groupdict(), today) if found else _whole(text, today)
    if born_on > today:
        raise ValueError(NOT_YET)
    if today.year - born_on.year > OLDEST:
        raise ValueError(TOO_OLD)
    return born_on, precision if text == said else BornPrecision.ABOUT


def _whole(text: str, today: date) -> tuple[date, BornPrecision]:
    born, rest, _ = take_birth_date(text, today)
    if born is None or born.day is None or rest.strip():
        raise ValueError(WHAT_TO_TYPE)
    return born.day, BornPrecision.EXACT


def _of_match(said: dict[str, str | None], today: date) -> tuple[date, BornPrecision]:
    if said.get("age"):
        age = int(said["age"] or 0)
        if age > OLDEST:
            raise ValueError(TOO_OLD)
        return birth_date_of_age(age, today), BornPrecision.ABOUT
    year = _real(full_year(said["year"] or "", today), range(1, 10_000))
    if "name" in said or "month" in said:
        return date(year, _month(said), 1), BornPrecision.MONTH
    return date(year, 1, 1), BornPrecision.YEAR


def _month(said: dict[str, str | None]) -> int:
    """The number of a month that was typed as a number, or as the beginning of its name."""
    if number := said.get("month"):
        return _real(int(number), range(1, 13))
    name = said.get("name") or ""
    meant = [number for number, full in enumerate(MONTH_NAMES, start=1) if full.casefold().startswith(name)]
    return _real(meant[0] if len(name) > 2 and meant else 0, range(1, 13))


def _real(number: int, possible: range) -> int:
    if number not in possible:
        raise ValueError(WHAT_TO_TYPE)
    return number


def birth_in_box(resident: Resident) -> str:
    """What stands in the box for somebody of whom no whole date is known: "March 1945", "1945", "about 80"."""
    born_on, precision = resident.born_on, resident.born_precision
    if born_on is None or precision == BornPrecision.EXACT:
        return ""
    if precision == BornPrecision.ABOUT:
        return f"about {resident.age}"
    return f"{born_on:%B %Y}" if precision == BornPrecision.MONTH else f"{born_on:%Y}"


class BirthBox(forms.CharField):
    """As much as is known of a birth, in one box; gives the words, when `read_birth` can read them."""

    def validate(self, value: Any) -> None:
        """Refuse what says no month, year or age."""
        super().validate(value)
        try:
            read_birth(value, clock.today())
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong


def born_on_asked() -> DateInputField:
    """The question for a whole date."""
    return DateInputField(label="Date of birth", required=False, latest="today", help_text="For example, 27 3 1945")


def born_about_asked() -> BirthBox:
    """The question that goes along with it, where no whole date is known."""
    return BirthBox(
        label="Or as much as is known (optional)",
        max_length=40,
        required=False,
        help_text="For example, March 1945, 1945 or about 80",
    )


BIRTH = (Field.date("born_on", label_size="s"), Field.text("born_about", width=10))


def birth_of(given: dict[str, Any]) -> Known:
    """The birth date and how well it is known, of what is clean; a whole date counts before anything else."""
    if born_on := given.get("born_on"):
        return born_on, BornPrecision.EXACT
    return read_birth(given.get("born_about") or "", clock.today())


def check_birth(form: forms.Form, given: dict[str, Any]) -> None:
    """An adult, of whom the two boxes do not say different things."""
    born_on, about = given.get("born_on"), given.get("born_about")
    if born_on and about and not _agree(born_on, *read_birth(about, clock.today())):
        form.add_error("born_about", ELSE)
    known, _ = birth_of(given)
    if known and is_too_young(known, clock.today()):
        form.add_error("born_on" if born_on else "born_about", TOO_YOUNG)


def _agree(born_on: date, about: date | None, precision: BornPrecision) -> bool:
    """Whether a whole date lies where the other box says; an age may be two years out."""
    if about is None:
        return True
    if precision == BornPrecision.ABOUT:
        return abs(born_on.year - about.year) <= 2
    if precision == BornPrecision.EXACT:
        return born_on == about
    return born_on.year == about.year and (precision == BornPrecision.YEAR or born_on.month == about.month)

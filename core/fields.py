"""Form fields that GOV.UK has and Django has not: dates and times as people write them."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.datastructures import MultiValueDict

from core import clock, words

PARTS = ("day", "month", "year")
MONTHS = {name: number for number, name in enumerate(words.MONTH_NAMES, start=1)}
NEAR_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}

DATE_IN_WORDS = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s/.,-]*([a-z]+)[\s/.,-]*(\d{4}|\d{2})?$")
DATE_IN_NUMBERS = re.compile(r"^(\d{1,2})[\s/.-]+(\d{1,2})(?:[\s/.-]+(\d{4}|\d{2}))?$")
DATE_RUN_TOGETHER = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
DATE_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
TIME = re.compile(r"^(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?$")


class DateBoxes(forms.Widget):
    """Three boxes, never a calendar: `name-day`, `name-month`, `name-year`."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """What was typed into the three boxes, without the spaces around it."""
        return {part: str(data.get(f"{name}-{part}", "") or "").strip() for part in PARTS}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether none of the boxes was sent at all."""
        return not any(f"{name}-{part}" in data for part in PARTS)

    def format_value(self, value: Any) -> dict[str, str]:
        """The three texts to show again; what was typed stays as it was typed."""
        return _boxes(value)


class DateInputField(forms.Field):
    """A memorable date such as a birthday, asked for in three boxes; gives a `date`.

    `name_in_errors` begins the messages ("Date of birth must include a year"). `latest` and
    `earliest` are "today", "yesterday" or "tomorrow", or a date. Messages follow GOV.UK's
    date input: what is missing is told before what is impossible, and that before the rest.
    """

    widget = DateBoxes

    def __init__(
        self, *, name_in_errors: str = "", earliest: date | str = "", latest: date | str = "", **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.name_in_errors = name_in_errors or str(self.label or "Date")
        self.earliest, self.latest = earliest, latest

    def clean(self, value: Any) -> date | None:
        """The date that was typed, or None where the field may be empty; ValidationError names the boxes."""
        typed = _boxes(value)
        if not any(typed.values()):
            self._check_may_be_empty()
            return None
        missing = [part for part in PARTS if not typed[part]]
        if missing:
            raise self._error(f"must include a {' and '.join(missing)}", missing)
        found = self._date_of(typed)
        self._check_limits(found)
        self.run_validators(found)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes say something else than the date they were given."""
        return _boxes(initial) != _boxes(data)

    def _check_may_be_empty(self) -> None:
        if self.required:
            default = f"Enter {words.lower_first(self.name_in_errors)}"
            given = (self.error_messages or {}).get("required")
            told = given if given and given != forms.Field.default_error_messages["required"] else default
            raise ValidationError(told, code="required", params={"boxes": list(PARTS)})

    def _date_of(self, typed: dict[str, str]) -> date:
        month = month_number(typed["month"])
        wrong = [part for part in ("day", "year") if not typed[part].isdecimal()]
        if not wrong and month and len(typed["year"]) != 4:
            raise ValidationError("Year must include 4 numbers", code="year", params={"boxes": ["year"]})
        try:
            return date(int(typed["year"]), month, int(typed["day"]))
        except ValueError as impossible:
            wrong += [] if month else ["month"]
            raise self._error("must be a real date", wrong or list(PARTS)) from impossible

    def _check_limits(self, found: date) -> None:
        latest, earliest = _limit(self.latest), _limit(self.earliest)
        if latest and found > latest:
            raise self._error(_late(self.latest, latest), list(PARTS))
        if earliest and found < earliest:
            raise self._error(_early(self.earliest, earliest), list(PARTS))

    def _error(self, rest: str, boxes: list[str]) -> ValidationError:
        return ValidationError(f"{self.name_in_errors} {rest}", code="invalid", params={"boxes": boxes})


class DateTextField(forms.CharField):
    """A near date in one box, in any sane form: 27/11/2026, 27 nov, tomorrow; gives a `date`.

    A date without a year is the one nearest to today. `latest` and `earliest` as in DateInputField.
    """

    def __init__(self, *, earliest: date | str = "", latest: date | str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: Any) -> Any:
        """The date that `value` says."""
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        found = read_date(str(value), clock.today())
        if found is None:
            raise ValidationError(f"{self.label} must be a real date, like 27 November 2026", code="invalid")
        return found

    def validate(self, value: Any) -> None:
        """Refuse what is missing, too early or too late."""
        super().validate(value)
        latest, earliest = _limit(self.latest), _limit(self.earliest)
        if value and latest and value > latest:
            raise ValidationError(f"{self.label} {_late(self.latest, latest)}", code="late")
        if value and earliest and value < earliest:
            raise ValidationError(f"{self.label} {_early(self.earliest, earliest)}", code="early")

    def prepare_value(self, value: Any) -> Any:
        """A date is shown in words; what was typed stays as it was typed."""
        return words.long_date(value) if isinstance(value, date) else value


class TimeTextField(forms.CharField):
    """A time of day in one box: 9, 9am, 9.30, 0930, 14:30, midday; gives a `time`."""

    def to_python(self, value: Any) -> Any:
        """The time that `value` says."""
        if isinstance(value, time) or value in self.empty_values:
            return None if value in self.empty_values else value
        found = read_time(str(value))
        if found is None:
            raise ValidationError(f"{self.label} must be a real time, like 9:30am or 14:30", code="invalid")
        return found

    def prepare_value(self, value: Any) -> Any:
        """A time is shown as GOV.UK writes it; what was typed stays as it was typed."""
        return words.clock_time(value) if isinstance(value, time) else value


def choose(label: str, missing: str, choices: Any, **more: Any) -> forms.ChoiceField:
    """One of a closed list, all of it to be seen; `missing` is what is said without an answer."""
    errors = {"required": missing}
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **more)


def restore(form: forms.BaseForm, typed: Mapping[str, Any]) -> None:
    """Put the words of a draft (`DraftSlot.fields`) back into a form that has not been sent."""
    sent = _as_sent(typed)
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        if key in typed or not field.widget.value_omitted_from_data(sent, {}, key):
            form.initial[name] = field.widget.value_from_datadict(sent, {}, key)


def _as_sent(typed: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    return MultiValueDict({name: value if isinstance(value, list) else [value] for name, value in typed.items()})


def unlike(form: forms.BaseForm, kept: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Question, words of a draft (`DraftSlot.fields`) and words that were sent, where the two differ."""
    other, found = _as_sent(kept), []
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        there, here = (field.widget.value_from_datadict(data, {}, key) for data in (other, form.data))
        if (there or "") != (here or "") and not field.widget.is_hidden:
            label = str(field.label or name.replace("_", " ").capitalize()).removesuffix(" (optional)")
            found.append((label, _answer(field, there), _answer(field, here)))
    return found


def _answer(field: forms.Field, value: Any) -> str:
    """An answer in the words of the page; ticks without words of their own are counted."""
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part) or "Nothing"
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ()) if not isinstance(label, list)}
    if isinstance(value, list):
        named = [choices.get(str(one), str(one)) for one in value]
        return f"{len(value)} ticked" if named == value else ", ".join(named)
    return choices.get(str(value), str(value or "")) or "Nothing"


def what_is_wrong(bound: BoundField) -> str:
    """The first thing that is wrong with a field, in a sentence that names it, also where the form says none of its
    own; "" when nothing is.
    """
    for error in bound.errors.as_data():
        is_own = error.code in bound.field.error_messages
        if error.code == "max_length" and not is_own and error.params:
            return f"{_named(bound)} must be {error.params['limit_value']:,} characters or fewer"
        if error.code == "null_characters_not_allowed":
            return f"{_named(bound)} holds a character that cannot be kept (the NUL character)"
        return str(next(iter(error)))
    return ""


def _named(bound: BoundField) -> str:
    name = str(bound.label or "This").removesuffix(" (optional)")
    return f"“{name}”" if name.endswith("?") else name


def faulty_boxes(bound: BoundField) -> tuple[str, ...]:
    """The boxes of a DateInputField that its error is about; all three when the error does not say."""
    for error in bound.form.errors.as_data().get(bound.name, []):
        for one in error.error_list:
            return tuple((one.params or {}).get("boxes") or PARTS)
    return PARTS


def month_number(typed: str) -> int:
    """1 to 12 for "7", "07", "Jul" or "july"; 0 for what is no month."""
    if typed.isdecimal():
        return int(typed) if 1 <= int(typed) <= 12 else 0
    wanted = typed.casefold()
    matches = [number for name, number in MONTHS.items() if name.casefold().startswith(wanted)]
    return matches[0] if len(wanted) >= 3 and matches else 0


def read_date(typed: str, today: date) -> date | None:
    """The date that `typed` says in British order, or None; without a year, the one nearest to `today`."""
    text = " ".join(typed.casefold().split())
    if text in NEAR_DAYS:
        return today + timedelta(days=NEAR_DAYS[text])
    iso = DATE_ISO.match(text)
    found = iso or DATE_RUN_TOGETHER.match(text) or DATE_IN_NUMBERS.match(text) or DATE_IN_WORDS.match(text)
    if not found:
        return None
    day, month, year = reversed(found.groups()) if iso else found.groups()
    if not year:
        years = [_date(today.year + step, month, day) for step in (-1, 0, 1)]
        return min((near for near in years if near), key=lambda near: abs(near - today), default=None)
    return _date(int(year) + (2000 if len(year) == 2 else 0), month, day)


def read_time(typed: str) -> time | None:
    """The time of day that `typed` says, or None. Bare 1 to 6 is the afternoon: nobody visits at 2 at night."""
    text = typed.casefold().strip()
    if text in {"midday", "noon"}:
        return time(12)
    found = TIME.match(text)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif 1 <= hour <= 6 and len(found[1]) == 1:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _boxes(value: Any) -> dict[str, str]:
    if isinstance(value, date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    return {part: str((value or {}).get(part, "")) for part in PARTS}


def _date(year: int, month: str, day: str) -> date | None:
    try:
        return date(year, month_number(month), int(day))
    except ValueError:
        return None


def _limit(limit: date | str) -> date | None:
    if isinstance(limit, str):
        return clock.today() + timedelta(days=NEAR_DAYS[limit]) if limit else None
    return limit


def _late(limit: date | str, on: date) -> str:
    told = {"today": "must be today or in the past", "yesterday": "must be in the past"}
    return told.get(str(limit), f"must be the same as or before {words.long_date(on)}")


def _early(limit: date | str, on: date) -> str:
    told = {"today": "must be today or in the future", "tomorrow": "must be in the future"}
    return told.get(str(limit), f"must be the same as or after {words.long_date(on)}")

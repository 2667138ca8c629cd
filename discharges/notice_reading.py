"""From what a ward wrote to a typed notice, or to a sentence beside each field that is wrong. Pure; `now` is given."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from core.clock import LONDON
from core.fields import DATE_ISO, read_date, read_time
from core.words import listed, lower_first
from discharges.enums import NoticeKind, WithdrawalReason
from discharges.notice_fields import BY_NAME, FIELDS, KIND_HEADING, YES_NO, NoticeField
from discharges.rules.notices import fingerprint
from localities.postcodes import tidy_postcode
from residents.search.numbers import is_nhs_number

EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
OLDEST, YEARS_AHEAD = 1900, 1
DAYS_BACK = 366  # an older notice is about a stay that has long ended
LINE_ENDS = "\n\r\t"
CENTURY = 100
BY_DAY = "issued_by_day"
END_OF_DAY = time(23, 59, 59)


@dataclass(frozen=True)
class Read:
    """A notice that was read: what it says, by the names of the fields; or sentences by the names of those in fault."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_good(self) -> bool:
        return not self.problems

    @property
    def fingerprint(self) -> str:
        """NOT-1: what makes it the same notice as another one; of a day without a time the day alone."""
        told = {name: value for name, value in self.values.items() if name != BY_DAY}
        if self.values[BY_DAY]:
            told["issued_at"] = datetime.combine(told["issued_at"].date(), time.min, tzinfo=LONDON)
        return fingerprint(self.kind, told)


class Unreadable(ValueError):
    """What stands in a field cannot be read; `str()` of it is the sentence."""


def read_notice(kind: str, said: Mapping[str, str], now: datetime) -> Read:
    """The notice that `said` amounts to: texts by the names of fields. `now` is when it came in.

    Issued on a day without a time, it counts as issued at the end of that day, or when it came in if that is earlier.
    """
    known = _choice(kind, tuple((str(code), str(label)) for code, label in NoticeKind.choices))
    if known is None:
        words = listed([f"“{label.lower()}”" for label in NoticeKind.labels]).replace(" and ", " or ")
        return Read(kind, problems={"kind": f"{KIND_HEADING} must be {words}"})
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for one in FIELDS:
        try:
            values[one.name] = _value(one, known, _tidy(one, said.get(one.name) or ""), now)
        except Unreadable as wrong:
            problems[one.name] = str(wrong)
    values[BY_DAY] = _names_day(said.get("issued_at") or "", now)
    _check_together(values, problems, now.astimezone(LONDON).date())
    return Read(known, values, problems)


def _tidy(one: NoticeField, text: str) -> str:
    stripped = text.replace("\r\n", "\n").strip()
    return stripped if one.kind == "words" else " ".join(part for part in stripped.split(" ") if part)


def _value(one: NoticeField, kind: str, text: str, now: datetime) -> Any:
    if not text:
        if kind in one.needed:
            raise Unreadable(f"{one.label} is missing")
        return None if one.kind in ("date", "moment", "yes_no") else ""
    if kind not in one.allowed:
        notice = NoticeKind(kind).label.lower()
        article = "An" if notice.startswith("a") else "A"
        raise Unreadable(f"{article} {notice} has no “{lower_first(one.label)}”")
    _check_signs(one, text)
    return READERS[one.kind](one, text, now)


def _check_signs(one: NoticeField, text: str) -> None:
    allowed = LINE_ENDS if one.kind == "words" else ""
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in allowed for sign in text):
        raise Unreadable(f"{one.label} has a sign in it that no keyboard makes")
    if len(text) > one.most:
        raise Unreadable(f"{one.label} must be {one.most:,} characters or fewer")


def _text(one: NoticeField, text: str, now: datetime) -> str:
    return text


def _day(one: NoticeField, text: str, now: datetime) -> date:
    today = now.astimezone(LONDON).date()
    bare = text.split("T")[0] if DATE_ISO.match(text.split("T")[0]) else text
    found = read_date(bare, today)
    if found is None:
        raise Unreadable(f"{one.label} must be a real date, like 14/7/1945 or 1945-07-14")
    if one.name == "born_on" and found > today:  # two figures of a year: nobody is born in the future
        short_year = not re.search(r"\d{4}", bare) and found.year > today.year
        found = _century_before(found) if short_year else found
    if not OLDEST <= found.year <= today.year + YEARS_AHEAD:
        raise Unreadable(f"{one.label}: check the year")
    return found


def _century_before(day: date) -> date:
    try:
        return day.replace(year=day.year - CENTURY)
    except ValueError as leap:
        raise Unreadable("Date of birth must be a real date, like 14/7/1945 or 1945-07-14") from leap


def _moment(one: NoticeField, text: str, now: datetime) -> datetime:
    found = _day_alone(text, now)
    try:
        aware = datetime.combine(found, time.min, tzinfo=LONDON) if found else _with_time(one, text, now)
        if aware > now + timedelta(minutes=10):
            raise Unreadable(f"{one.label} must be today or in the past")
        if aware < now - timedelta(days=DAYS_BACK):
            raise Unreadable(f"{one.label} is more than a year ago: check the year")
        if found is not None:
            aware = min(datetime.combine(found, END_OF_DAY, tzinfo=LONDON), max(aware, now))
        return aware.astimezone(LONDON)
    except OverflowError as far:
        raise Unreadable(f"{one.label}: check the year") from far


def _names_day(text: str, now: datetime) -> bool:
    return _day_alone(" ".join(text.split()), now) is not None


def _day_alone(text: str, now: datetime) -> date | None:
    """The day of a text that names one without a time of day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return read_date(text, now.astimezone(LONDON).date())


def _with_time(one: NoticeField, text: str, now: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _moment_in_words(one, text, now)
    return found if found.tzinfo else found.replace(tzinfo=LONDON)


def _moment_in_words(one: NoticeField, text: str, now: datetime) -> datetime:
    day, _, rest = text.rpartition(" ")
    at = read_time(rest) if day and re.search(r"[:.apm]", rest.casefold()) else None
    found = read_date(re.sub(r"(,| at)$", "", day), now.astimezone(LONDON).date())
    if found is None or at is None:
        raise Unreadable(f"{one.label} must be a real date, with or without a time, like 20/11/2026 14:30")
    return datetime.combine(found, at)


def _one_of(one: NoticeField, text: str, now: datetime) -> str:
    found = _choice(text, one.choices)
    if found is None:
        raise Unreadable(f"{one.label} must be one of: {', '.join(f'{code} ({label})' for code, label in one.choices)}")
    return found


def _choice(text: str, choices: tuple[tuple[str, str], ...]) -> str | None:
    """The code that `text` means: the code itself, one that lost its nought in a spreadsheet, or the words."""
    wanted = " ".join(text.split()).casefold()
    for code, label in choices:
        if wanted in (code.casefold(), label.casefold(), f"{code} {label}".casefold()):
            return code
        if code.isdigit() and wanted.isascii() and wanted.isdigit() and int(wanted[:6]) == int(code):
            return code
    return None


def _yes_no(one: NoticeField, text: str, now: datetime) -> bool:
    short = {"y": "yes", "n": "no", "true": "yes", "false": "no", "1": "yes", "0": "no"}
    found = _choice(short.get(text.casefold(), text), YES_NO)
    if found is None:
        raise Unreadable(f"{one.label} must be yes or no")
    return found == "yes"


def _nhs_number(one: NoticeField, text: str, now: datetime) -> str:
    digits = re.sub(r"[\s-]", "", text)
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        raise Unreadable("NHS number must have 10 numbers, like 999 123 4567")
    if not is_nhs_number(digits):
        raise Unreadable("Check the NHS number: one of its numbers is wrong")
    return digits


def _postcode(one: NoticeField, text: str, now: datetime) -> str:
    try:
        return tidy_postcode(text)
    except ValueError as wrong:
        raise Unreadable(str(wrong)) from wrong


def _email(one: NoticeField, text: str, now: datetime) -> str:
    if not EMAIL.match(text):
        raise Unreadable(f"{one.label} must be an email address, like name@example.nhs.uk")
    return text


READERS: Mapping[str, Callable[[NoticeField, str, datetime], Any]] = {
    "text": _text, "words": _text, "date": _day, "moment": _moment, "choice": _one_of, "yes_no": _yes_no,
    "nhs_number": _nhs_number, "postcode": _postcode, "email": _email,
}  # fmt: skip


def _check_together(values: Mapping[str, Any], problems: dict[str, str], today: date) -> None:
    """What no field can know alone."""
    admitted, leaves, born = (values.get(name) for name in ("admitted_on", "discharge_on", "born_on"))
    if born and born > today:
        problems["born_on"] = "Date of birth must be in the past"
    if admitted and admitted > today:
        problems["admitted_on"] = "Admission date must be today or in the past: send the notice once they have come in"
    if admitted and leaves and leaves < admitted:
        problems["discharge_on"] = "Proposed discharge date must be on or after the admission"
    if values.get("withdrawal_reason") == WithdrawalReason.OTHER and not values.get("withdrawal_other"):
        problems.setdefault("withdrawal_other", "Other reason is missing")


def as_said(values: Mapping[str, Any]) -> dict[str, str]:
    """Typed values as texts that are read back to the same values: what a corrected notice begins with."""
    return {name: _said(value) for name, value in values.items() if name in BY_NAME}


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(LONDON).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value or "")

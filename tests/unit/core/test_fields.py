"""Dates and times as people write them, and what they are told when they are wrong."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from core import clock
from core.fields import DateInputField, DateTextField, TimeTextField, read_date, read_time, restore

TODAY = date(2026, 11, 22)


def boxes(day: str = "", month: str = "", year: str = "") -> dict[str, str]:
    return {"day": day, "month": month, "year": year}


def refusal(field: forms.Field, value: Any) -> tuple[str, list[str]]:
    """What the field says, and of which boxes."""
    with pytest.raises(ValidationError) as refused:
        field.clean(value)
    error = refused.value.error_list[0]
    return str(error.message), (error.params or {}).get("boxes", [])


@pytest.mark.parametrize("month", ["7", "07", "jul", "July", "JULY"])
def test_takes_the_month_as_a_number_or_a_name(month: str) -> None:
    assert DateInputField(label="Date of birth").clean(boxes("14", month, "1945")) == date(1945, 7, 14)


@pytest.mark.parametrize(
    ("typed", "told", "wrong"),
    [
        (boxes(), "Enter date of birth", ["day", "month", "year"]),
        (boxes("4", "6"), "Date of birth must include a year", ["year"]),
        (boxes(year="1945"), "Date of birth must include a day and month", ["day", "month"]),
        (boxes("31", "2", "1945"), "Date of birth must be a real date", ["day", "month", "year"]),
        (boxes("4", "13", "1945"), "Date of birth must be a real date", ["month"]),
        (boxes("x", "6", "1945"), "Date of birth must be a real date", ["day"]),
        (boxes("4", "6", "45"), "Year must include 4 numbers", ["year"]),
        (boxes("4", "6", "0000"), "Date of birth must be a real date", ["day", "month", "year"]),
        (boxes("²", "6", "1945"), "Date of birth must be a real date", ["day"]),
    ],
)
def test_says_what_is_missing_before_what_is_impossible(typed: dict[str, str], told: str, wrong: list[str]) -> None:
    assert refusal(DateInputField(label="Date of birth"), typed) == (told, wrong)


def test_nothing_typed_is_none_when_the_date_may_be_left_out() -> None:
    assert DateInputField(label="Date of birth", required=False).clean(boxes()) is None


def test_own_required_message_is_used_when_the_form_gives_one() -> None:
    field = DateInputField(label="Born", error_messages={"required": "Enter when she was born"})
    assert refusal(field, boxes())[0] == "Enter when she was born"


@pytest.mark.parametrize(
    ("latest", "days", "told"),
    [
        ("yesterday", 0, "Born must be in the past"),
        ("today", 1, "Born must be today or in the past"),
        (date(2000, 1, 1), 0, "Born must be the same as or before 1 January 2000"),
    ],
)
def test_says_how_late_a_date_may_be(latest: Any, days: int, told: str) -> None:
    assert refusal(DateInputField(label="Born", latest=latest), clock.today() + timedelta(days=days))[0] == told


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14/7/45", date(2045, 7, 14)),
        ("14.7.2026", date(2026, 7, 14)),
        ("14 07 2026", date(2026, 7, 14)),
        ("14072026", date(2026, 7, 14)),
        ("2026-07-14", date(2026, 7, 14)),
        ("14 jul 2026", date(2026, 7, 14)),
        ("14th July, 2026", date(2026, 7, 14)),
        ("3 jan", date(2027, 1, 3)),
        ("20/11", date(2026, 11, 20)),
        ("Tomorrow", date(2026, 11, 23)),
        ("yesterday", date(2026, 11, 21)),
        ("31/2/2026", None),
        ("29 feb", date(2028, 2, 29)),
        ("soon", None),
        ("", None),
        ("14 j 2026", None),
    ],
)
def test_reads_dates_in_any_sane_form(typed: str, meant: date | None) -> None:
    today = TODAY if typed != "29 feb" else date(2027, 12, 1)
    assert read_date(typed, today) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)),
        ("9am", time(9)),
        ("9.30", time(9, 30)),
        ("9:30 pm", time(21, 30)),
        ("0930", time(9, 30)),
        ("14:30", time(14, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("midday", time(12)),
        ("2", time(14)),
        ("02:00", time(2)),
        ("25:00", None),
        ("9:75", None),
        ("13pm", None),
        ("later", None),
    ],
)
def test_reads_times_in_any_sane_form(typed: str, meant: time | None) -> None:
    assert read_time(typed) == meant


class Visit(forms.Form):
    on = DateTextField(label="Visit", earliest="today")
    at = TimeTextField(label="Time", required=False)
    born_on = DateInputField(label="Born", required=False)
    needs = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    sure = forms.BooleanField(required=False)


def test_keeps_what_was_typed_when_the_date_is_refused() -> None:
    form = Visit({"on": "someday"})
    assert form.errors["on"] == ["Visit must be a real date, like 27 November 2026"]
    assert form["on"].value() == "someday"


def test_shows_a_date_in_words_when_it_comes_from_the_record() -> None:
    form = Visit(initial={"on": TODAY, "at": time(9, 30)})
    assert (form["on"].value(), form["at"].value()) == ("22 November 2026", "9:30am")


def test_refuses_yesterday_when_the_visit_lies_ahead() -> None:
    assert Visit({"on": "yesterday"}).errors["on"] == ["Visit must be today or in the future"]


def test_restores_every_kind_of_field_from_a_draft() -> None:
    form = Visit(prefix="p")
    restore(
        form, {"p-on": "tomor", "p-born_on-day": "4", "p-born_on-year": "19", "p-needs": ["a", "b"], "p-sure": "true"}
    )
    assert form["on"].value() == "tomor"
    assert form["born_on"].value() == boxes("4", "", "19")
    assert form["needs"].value() == ["a", "b"]
    assert form["sure"].value() is True
    assert not form.is_bound

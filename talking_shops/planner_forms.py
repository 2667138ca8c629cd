"""Forms of the planner: a series in words with its next dates, and how it ends."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from core import clock
from core.fields import DateTextField, choose
from core.layout import Button, Buttons, Columns, Field, Include, form_helper
from core.words import DAY_NAMES
from residents.versioned import VersionedForm
from talking_shops.enums import Every, OnBankHoliday
from talking_shops.models import Series
from talking_shops.planned import SeriesPlan, facts_of, words_of
from talking_shops.rules.series import NTH_WORDS, next_dates, why_impossible
from talking_shops.said_in_words import read_series
from talking_shops.where_forms import WhatAndWhere

NTH = [(str(nth), word) for nth, word in NTH_WORDS.items()]
WEEKDAYS = [(str(number), name) for number, name in enumerate(DAY_NAMES)]
FIFTH = "Not every month has a fifth one. Choose the fourth or the last"
NOT_A_NUMBER = "Enter a number from 1 to 12"
NOT_UNDERSTOOD = (
    "Say it like “last Friday of every month, 2 to 4pm” or “every 2 weeks on Monday, 10 to 12”, or leave it"
)


class SeriesForm(WhatAndWhere):
    """A series. Its next dates are shown before it can be saved; saving another series than was shown shows again."""

    said = forms.CharField(
        label="When, in words (optional)",
        max_length=200,
        required=False,
        help_text="For example, first Tuesday of every month, 10 to 12. It fills in the boxes below",
        error_messages={"max_length": "When must be 200 characters or fewer"},
    )
    every = choose("How often", "Select how often it is held", Every.choices, initial=Every.MONTH)
    interval = forms.IntegerField(
        label="Every how many weeks or months",
        initial=1,
        help_text="1 for every one, 2 for every second one",
        error_messages={"required": NOT_A_NUMBER, "invalid": NOT_A_NUMBER},
    )
    nth = forms.ChoiceField(
        label="Which one of the month",
        choices=NTH,
        required=False,
        initial="1",
        help_text="Not every month has a fifth one: choose the last",
        error_messages={"invalid_choice": FIFTH},
    )
    weekday = forms.ChoiceField(
        label="Day", choices=WEEKDAYS, initial="1", error_messages={"required": "Select a day of the week"}
    )
    from_on = DateTextField(
        label="From", earliest="today", error_messages={"required": "Enter the day from which on it is held"}
    )
    until_on = DateTextField(label="Last day (optional)", required=False, help_text="Leave it empty to go on")
    bank_holidays = choose(
        "When its day is a bank holiday",
        "Select what becomes of a date on a bank holiday",
        OnBankHoliday.choices,
        initial=OnBankHoliday.NOT_HELD,
    )
    about = forms.CharField(
        label="What the public should know (optional)",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": "What the public should know must be 500 characters or fewer"},
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)
    NOT_SHOWN = frozenset({"version", "shown", "said"})
    saves = "Save the series"

    def __init__(self, data: Any = None, *, back: str, series: Series | None = None, **kwargs: Any) -> None:
        super().__init__(_with_what_is_said(data), **kwargs)
        self.series, self.back = series, back
        self.plan_shown: SeriesPlan | None = None
        self.helper = self._layout()

    def _layout(self) -> Any:
        buttons = [Button.primary("Show the dates")]
        if self.plan_shown is not None:
            buttons = [Button.primary(self.saves, name="save", value="yes"), Button.secondary("Show the dates again")]
        where, what, hours = self.layout_of_what()
        return form_helper(
            where,
            what,
            Field.text("said", label_size="s"),
            hours,
            Field.radios("every", small=True, label_size="s", reveals={Every.MONTH: Field.select("nth")}),
            Columns(Field.select("weekday", label_size="s"), Field.text("interval", width=2, label_size="s")),
            Columns(Field.text("from_on", width=20, label_size="s"), Field.text("until_on", width=20, label_size="s")),
            Field.radios("bank_holidays", small=True, label_size="s"),
            Field.textarea("about", rows=2, label_size="s"),
            Include("talking_shops/plan_dates_shown.html"),
            Buttons(*buttons, Button.link("Cancel", self.back)),
            action=f"{self.address()}#dates-shown",
            form_id="series",
        )

    def address(self) -> str:
        """Of the page that takes this form."""
        return reverse("talking_shops:series_new")

    def clean_said(self) -> str:
        """Words that were understood stand in the boxes below; those that are left were not."""
        if self.cleaned_data["said"].strip():
            raise forms.ValidationError(NOT_UNDERSTOOD)
        return ""

    def clean(self) -> dict[str, Any]:
        """SER-3: a series that cannot be is explained beside what makes it so."""
        given = super().clean()
        if given.get("every") == Every.MONTH and not given.get("nth") and "nth" not in self.errors:
            self.add_error("nth", "Select which one of the month")
        if not self.errors:
            for name, sentence in why_impossible(facts_of(self.plan()), clock.today()).items():
                self.add_error(name, sentence)
        return given

    def plan(self) -> SeriesPlan:
        """The series as the actions take it."""
        given = self.cleaned_data
        named = ("every", "interval", "starts", "ends", "from_on", "until_on", "kind", "title", "about", "places")
        return SeriesPlan(
            venue=self.venues[given["venue"]],
            weekday=int(given["weekday"]),
            nth=int(given["nth"]) if given["every"] == Every.MONTH else None,
            bank_holidays=given["bank_holidays"],
            left_out=frozenset(self._left_out()),
            **{name: given[name] for name in named},
        )

    def _left_out(self) -> list[date]:
        sent: Any = self.data
        ticked = sent.getlist("left_out") if isinstance(sent, MultiValueDict) else []
        found = []
        for one in ticked:
            try:
                found.append(date.fromisoformat(one))
            except ValueError:
                continue
        return found

    def is_to_be_saved(self, plan: SeriesPlan) -> bool:
        """Whether "Save" was pressed, on the page that showed the dates of this very series."""
        return "save" in self.data and self.cleaned_data["shown"] == _digest(plan)

    def show(self, plan: SeriesPlan) -> None:
        """Let the page show the next dates of this series, and save it when they are as they should be."""
        self.plan_shown = plan
        data: Any = self.data
        self.data = data.copy()
        self.data["shown"] = _digest(plan)  # type: ignore[index]
        self.helper = self._layout()


class ChangeSeriesForm(SeriesForm):
    """A series from a day on. What lies before that day stays as it was."""

    from_on = DateTextField(
        label="Change it from",
        earliest="tomorrow",
        error_messages={"required": "Enter the day from which on it changes"},
        help_text="Earlier dates stay as they are. Every second, third or later week or month is counted from this day",
    )
    saves = "Save the change"

    def address(self) -> str:
        """Of the page that takes this change."""
        assert self.series is not None, "what is changed is there"
        return reverse("talking_shops:series_change", kwargs={"pk": self.series.pk})


def as_initial(series: Series, from_on: date | None = None) -> dict[str, Any]:
    """A series as its form shows it; `from_on` is the day from which on it is to change."""
    named = ("every", "interval", "starts", "ends", "until_on", "kind", "title", "about", "places", "bank_holidays")
    shown = {name: getattr(series, name) for name in named} | {"version": series.version}
    shown |= {"venue": str(series.venue_id), "weekday": str(series.weekday), "nth": str(series.nth or 1)}
    return shown | {"from_on": from_on or _changes_from(series)}


def _changes_from(series: Series) -> date:
    """The first day, tomorrow at the earliest, of the week or month of its next date: so its weeks or months stay."""
    tomorrow = clock.today() + timedelta(days=1)
    coming = next_dates(facts_of(series), 1, tomorrow)
    if not coming:
        return max(series.from_on, tomorrow)
    on = coming[0].on
    begins = on.replace(day=1) if series.every == Every.MONTH else on - timedelta(days=on.weekday())
    return max(begins, series.from_on, tomorrow)


class EndSeriesForm(VersionedForm):
    """The last day of a series."""

    on = DateTextField(label="Last day", earliest="today", error_messages={"required": "Enter the last day"})

    def __init__(self, *args: Any, series: Series, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = series.version
        self.helper = form_helper(
            Field.text("on", width=20, label_size="s"),
            Buttons(Button.warning("End the series"), Button.link("Cancel", back)),
            form_id="series-end",
        )


def series_beside(now: Series) -> dict[str, Any]:
    """A series as it stands now, as `VersionedForm.differences` compares it with what was typed."""
    return as_initial(now) | {"from_on": now.from_on}


def _with_what_is_said(data: Any) -> Any:
    """What was sent, with a series that was said in words written into the other boxes."""
    answers = read_series(str(data.get("said", ""))) if data else {}
    if not answers:
        return data
    filled = data.copy()
    for name, value in (answers | {"said": ""}).items():
        filled[name] = value
    return filled


def _digest(plan: SeriesPlan) -> str:
    """What tells one series from another for the person who was shown its dates."""
    return f"{plan.venue.slug} {plan.from_on} {plan.bank_holidays} {words_of(plan)}"

"""Forms of a promise: make one, keep it, withdraw it, let somebody else keep it."""

from datetime import timedelta
from typing import Any

from django import forms

from accounts.models import User
from core import clock
from core.fields import DateTextField
from core.layout import Button, Buttons, Field, form_helper
from core.words import DAY_NAMES
from referrals.forms import Row, VersionedForm
from referrals.models import Promise
from referrals.promises import day_in_words, next_working_day, not_worked, stands_now
from referrals.rules.promises import LONGEST

WEEK = 7
SHORTEST_NAME = 3  # "tue"


class ComingDayField(DateTextField):
    """A date to come in one box; "friday", "fri" and "next fri" are the first Friday after today."""

    def to_python(self, value: Any) -> Any:
        """The date that `value` says."""
        typed = str(value or "").strip().casefold().removeprefix("next ").strip()
        named = [number for number, name in enumerate(DAY_NAMES) if name.casefold().startswith(typed)]
        if len(typed) < SHORTEST_NAME or not named:
            return super().to_python(value)
        today = clock.today()
        return today + timedelta(days=(named[0] - today.weekday() - 1) % WEEK + 1)


def line(label: str, missing: str = "", *, most: int = 300, **more: Any) -> forms.CharField:
    """A line of words; `missing` is what is said without any, "" when it may be left out."""
    too_long = f"{label.removesuffix(' (optional)')} must be {most} characters or fewer"
    errors = {"required": missing, "max_length": too_long}
    return forms.CharField(label=label, max_length=most, required=bool(missing), error_messages=errors, **more)


class ByWhenForm(forms.Form):
    """By which day a promise is kept. One on which nobody works is asked about once: sent again unchanged, it holds."""

    due_on = ComingDayField(
        label="By when?", earliest="today", error_messages={"required": "Enter the day by which it will be kept"}
    )
    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = f"For example, Friday or 27 November. The next working day is {day_in_words(next_working_day())}"
        self.fields["due_on"].help_text = hint

    def clean_due_on(self) -> Any:
        """A day within the year; one on which nobody works only when it was sent twice."""
        due_on = self.cleaned_data["due_on"]
        if due_on > clock.today() + LONGEST:
            raise forms.ValidationError("By when must be a day in the next 12 months")
        said, sure = not_worked(due_on), self.data.get("sure", "")
        if said and sure != str(due_on):
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["sure"] = str(due_on)  # type: ignore[index]
            raise forms.ValidationError(f"{said} Change the day, or save the promise again to keep it")
        return due_on


class PromiseForm(ByWhenForm):
    """What was promised, by when, who keeps it, and to whom it was said."""

    field_order = ("words", "due_on", "owner", "told")
    words = line("What did we promise?", "Enter what was promised", widget=forms.Textarea)
    owner = forms.ChoiceField(
        label="Who keeps it?",
        error_messages={"required": "Select who keeps it", "invalid_choice": "Select somebody who works here now"},
    )
    told = line("To whom was it said? (optional)", most=200)

    def __init__(self, *args: Any, keepers: list[User], name: str, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keepers = {str(worker.pk): worker for worker in keepers}
        labels = ["Me", *[worker.name for worker in keepers[1:]]]
        self.fields["owner"].choices = list(zip(self.keepers, labels, strict=True))  # type: ignore[attr-defined]
        self.fields["told"].help_text = f"Leave this empty if it was {name}"
        self.helper = form_helper(
            Field.textarea("words", rows=2, label_size="s"),
            Field.text("due_on", width=20, label_size="s"),
            Field.select("owner", label_size="s"),
            Field.text("told", label_size="s"),
            Buttons(Button.primary("Save this promise"), Button.link("Cancel", cancel)),
            form_id="promise",
        )

    @property
    def chosen(self) -> User:
        """Who keeps it."""
        return self.keepers[self.cleaned_data["owner"]]


class OfPromiseForm(VersionedForm):
    """A form about a promise as the page showed it."""

    def beside(self, now: Promise) -> list[Row]:
        """What became of it meanwhile, beside what was about to be said, and the words of both."""
        raise NotImplementedError


class KeepForm(OfPromiseForm):
    """How it was kept, if there is something to say."""

    note = line("How was it kept? (optional)")

    def __init__(self, *args: Any, promise: Promise, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = promise.version
        self.helper = form_helper(
            Field.text("note", label_size="s"), Buttons(Button.primary("It was kept")), action=action
        )

    def beside(self, now: Promise) -> list[Row]:
        typed = self.data.get("note", "")
        return [("What became of it", stands_now(now), f"Kept: {typed}" if typed else "Kept")]


class WithdrawForm(OfPromiseForm):
    """Why it will not be kept, and who has been told so."""

    note = line("Why will it not be kept?", "Enter why it will not be kept")
    told = line("Who has been told?", "Enter who has been told, or that nobody has been yet", most=200)

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = promise.version
        self.fields["told"].help_text = "For example, Jean herself. If nobody has been told yet, write that"
        self.helper = form_helper(
            Field.text("note", label_size="s"),
            Field.text("told", label_size="s"),
            Buttons(Button.primary("Withdraw the promise"), Button.link("Cancel", promise.get_absolute_url())),
        )

    def beside(self, now: Promise) -> list[Row]:
        return [
            ("What became of it", stands_now(now), f"Withdrawn: {self.data.get('note', '')}"),
            ("Who has been told", now.told_of_end or "Nothing said", self.data.get("told", "")),
        ]


class DayForm(OfPromiseForm, ByWhenForm):
    """By which other day it is kept, and why."""

    reason = line("Why?", "Enter why the day is changed")

    def __init__(self, *args: Any, promise: Promise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = promise.version
        self.fields["due_on"].label = "By when will it be kept now?"
        self.fields["reason"].help_text = "For example, her son can only come on Monday, and Jean agreed"
        self.helper = form_helper(
            Field.text("due_on", width=20, label_size="s"),
            Field.text("reason", label_size="s"),
            Buttons(Button.primary("Change the day"), Button.link("Cancel", promise.get_absolute_url())),
        )

    def beside(self, now: Promise) -> list[Row]:
        return [
            ("What became of it", stands_now(now), f"To be kept by the end of {self.data.get('due_on', '')}"),
            ("Why the day is changed", now.why_changed or "It was not", self.data.get("reason", "")),
        ]


class GiveForm(OfPromiseForm):
    """Who keeps it from now on, and why."""

    worker = forms.ChoiceField(
        label="Who keeps it from now on?",
        error_messages={"required": "Select who keeps it", "invalid_choice": "Select somebody who works here now"},
    )
    reason = line("Why?", "Enter why somebody else keeps it")

    def __init__(self, *args: Any, promise: Promise, keepers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = promise.version
        self.keepers = {str(worker.pk): worker for worker in keepers if worker.pk != promise.owner_id}
        choices = [("", "Select"), *((key, worker.name) for key, worker in self.keepers.items())]
        self.fields["worker"].choices = choices  # type: ignore[attr-defined]
        self.fields["reason"].help_text = "For example, away until 4 December, or has left"
        self.helper = form_helper(
            Field.select("worker", label_size="s"),
            Field.text("reason", label_size="s"),
            Buttons(Button.primary("Change who keeps it"), Button.link("Cancel", promise.get_absolute_url())),
        )

    @property
    def chosen(self) -> User:
        """Who keeps it."""
        return self.keepers[self.cleaned_data["worker"]]

    def beside(self, now: Promise) -> list[Row]:
        keeper = self.keepers.get(self.data.get("worker", ""))
        return [
            ("What became of it", stands_now(now), f"{keeper.name if keeper else 'Nobody'} keeps it from now on"),
            ("Why", now.note or "Nothing said", self.data.get("reason", "")),
        ]

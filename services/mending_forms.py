"""Forms that put the days of a programme right, and answer what becomes of it."""

from datetime import date
from typing import Any

from django import forms

from core.fields import DateTextField
from core.layout import Button, Buttons, Field, form_helper
from core.words import long_date
from referrals.forms import Row
from services.forms import OfProgrammeForm, near_today, words_field
from services.models import Programme
from services.programmes import stands_now


class CorrectForm(OfProgrammeForm):
    """The day on which it started, and the last one where it has ended, were wrong."""

    starts_on = DateTextField(
        label="The day on which it started", latest="today", error_messages={"required": "Enter the day"}
    )
    because = words_field("What was wrong?", "Enter what was wrong", 500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["starts_on"] = self.programme.starts_on
        last = []
        if self.programme.ended_on is not None:
            self.fields["ended_on"] = DateTextField(
                label="The last day", latest="today", error_messages={"required": "Enter the last day"}
            )
            self.initial["ended_on"] = self.programme.ended_on
            last = [Field.text("ended_on", width=20, label_size="s")]
        self.helper = form_helper(
            Field.text("starts_on", width=20, label_size="s"),
            *last,
            Field.textarea("because", rows=2, label_size="s"),
            Buttons(Button.primary("Put it right"), Button.link("Cancel", self.programme.get_absolute_url())),
            form_id="correct",
        )

    def clean_starts_on(self) -> date:
        """A day within a year before today."""
        return near_today(self.cleaned_data["starts_on"])

    def beside(self, now: Programme) -> list[Row]:
        """The days as they stand now beside what was typed."""
        rows = [("Started", long_date(now.starts_on), str(self.data.get("starts_on", "")))]
        if now.ended_on and "ended_on" in self.fields:
            rows.append(("Ended", long_date(now.ended_on), str(self.data.get("ended_on", ""))))
        return [*rows, ("The programme", stands_now(now), stands_now(self.programme))]


class RunOnForm(OfProgrammeForm):
    """Why it goes on although the discharge before it was an error."""

    doing = "Goes on"
    because = words_field("Why does it go on?", "Enter why it goes on", 500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].widget = forms.Textarea()
        self.helper = form_helper(
            Field.textarea("because", rows=2, label_size="s"),
            Buttons(Button.primary("It goes on"), Button.link("Cancel", self.programme.get_absolute_url())),
            form_id="becomes",
        )

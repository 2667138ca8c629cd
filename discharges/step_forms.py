"""The form that changes the day of a step on the way to a six-week review."""

from typing import Any

from django import forms
from django.urls import reverse

from core import clock
from core.layout import Button, Buttons, Field, form_helper
from discharges.rules import REVIEW_DAYS
from referrals.promise_forms import ComingDayField, line

NO_DAY = f"Day must be a whole number between 1 and {REVIEW_DAYS}"


class StepDayForm(forms.Form):
    """On which day a step comes, from which day of discharge on, and why."""

    day = forms.IntegerField(
        label="Which day after the discharge?",
        min_value=1,
        max_value=REVIEW_DAYS,
        help_text="The day of discharge is day 0",
        error_messages={
            "required": "Enter the day", "invalid": NO_DAY, "min_value": NO_DAY, "max_value": NO_DAY,
        },
    )  # fmt: skip
    from_on = ComingDayField(
        label="From which day on?",
        earliest="today",
        help_text="It holds for those who go home on this day or later. For example, today or 1 December",
        error_messages={"required": "Enter the day from which on it holds"},
    )
    because = line("Why?", "Enter why the day is changed", most=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_on", clock.today())
        self.helper = form_helper(
            Field.text("day", width=2, label_size="s", inputmode="numeric"),
            Field.text("from_on", width=20, label_size="s"),
            Field.text("because", label_size="s"),
            Buttons(Button.primary("Change the day"), Button.link("Cancel", reverse("discharges:steps"))),
        )

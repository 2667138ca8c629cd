"""Forms of call-backs: book an hour, and say how the call went."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from core import clock
from core.layout import Button, Buttons, Columns, Field, form_helper
from referrals.call_backs import outcome_of
from referrals.enums import CallBackOutcome
from referrals.models import CallBack
from referrals.slots import DaySlots, Slot, free_slots
from residents.phones import tidy_phone

DAYS_SHOWN = 7


class BookForm(forms.Form):
    """Whom to ring, on which number, about what, and in which hour."""

    name = forms.CharField(
        label="Whom to ask for (optional)",
        required=False,
        max_length=200,
        error_messages={"max_length": "Whom to ask for must be 200 characters or fewer"},
    )
    phone = forms.CharField(label="Telephone number", error_messages={"required": "Enter the telephone number to ring"})
    about = forms.CharField(
        label="What about (optional)",
        required=False,
        max_length=300,
        error_messages={"max_length": "What about must be 300 characters or fewer"},
    )
    slot = forms.ChoiceField(
        label="When",
        error_messages={"required": "Select when to ring", "invalid_choice": "Select an hour of this list"},
        help_text="Up to 4 in an hour from 9 to 5 on working days, up to 2 in other hours (CBK-1)",
    )

    def __init__(self, *args: Any, from_day: date, slot: Slot | None, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = free_slots(from_day, DAYS_SHOWN)
        self.slots = {one.key: one for day in days for one in day.hours}
        self.fields["slot"].choices = [("", "Select"), *_by_day(days)]  # type: ignore[attr-defined]
        if slot:
            self.initial["slot"] = slot.key
        self.helper = form_helper(
            Columns(Field.text("name", label_size="s"), Field.text("phone", label_size="s", inputmode="tel")),
            Field.text("about", label_size="s"),
            Field.select("slot", label_size="s"),
            Buttons(Button.primary("Book this call-back"), Button.link("Cancel", cancel)),
            form_id="call-back",
        )

    def clean_phone(self) -> str:
        """The number in the one form in which it is kept."""
        try:
            return tidy_phone(self.cleaned_data["phone"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    @property
    def chosen(self) -> Slot:
        """The hour."""
        return self.slots[self.cleaned_data["slot"]]


class EndForm(forms.Form):
    """A word about how the call went; the button says which way. `seen` is when what the page shows was said."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    changed = False
    note = forms.CharField(
        label="Note (optional)",
        required=False,
        max_length=300,
        error_messages={"max_length": "The note must be 300 characters or fewer"},
    )

    def __init__(self, *args: Any, next_try: Slot | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buttons = [
            Button.primary("Spoke to them", name="outcome", value="spoke"),
            Button.secondary("Nobody answered", name="outcome", value="no_answer"),
            Button.secondary("No longer needed", name="outcome", value="cancelled"),
        ]
        if next_try:
            again = Button.secondary(f"Nobody answered: ring again {next_try.when}", name="outcome", value="again")
            buttons.insert(1, again)
        self.helper = form_helper(Field.text("note", label_size="s"), Buttons(*buttons), form_id="ring")

    def clean_seen(self) -> datetime | None:
        """The moment; None for what is none."""
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None

    def show_changed(self, now: CallBack, sentence: str) -> None:
        """Somebody said how it went meanwhile: say so, and let it be sent again knowing that."""
        self.changed = True
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["seen"] = now.ended_at.isoformat() if now.ended_at else ""  # type: ignore[index]
        self.add_error(None, sentence)

    def differences(self, now: CallBack) -> list[tuple[str, str, str]]:
        """Question, what somebody said of it meanwhile, and what was typed."""
        went = {**dict(CallBackOutcome.choices), "again": "Nobody answered: ring again"}
        return [
            ("How it went", outcome_of(now), went.get(self.data.get("outcome", ""), "Not said")),
            ("Note", now.note or "None", self.data.get("note", "") or "None"),
        ]


def day_asked(typed: str) -> date:
    """The first day to show: the one that the address names, not before today nor more than 28 days ahead."""
    today = clock.today()
    try:
        wanted = date.fromisoformat(typed)
    except ValueError:
        return today
    return min(max(wanted, today), today + timedelta(days=28))


def _by_day(days: list[DaySlots]) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(day.name, [(slot.key, f"{slot.hours} ({slot.taken})") for slot in day.hours]) for day in days if day.hours]

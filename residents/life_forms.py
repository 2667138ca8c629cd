"""Forms of a death, a move out of the borough, and the correction of either. They validate, and write nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse

from core import clock
from core.fields import DateTextField
from core.layout import Button, Buttons, Field, Include, form_helper
from core.words import long_date
from residents.enums import LifeKind
from residents.models import LifeEvent, Resident
from residents.rules import is_possible_day

TOLD = {"yes": True, "no": False}
LONGEST = 300
SAID = {
    LifeKind.DIED: ("Date of death", "Enter the date of death", "Record the death"),
    LifeKind.MOVED: ("When did they leave?", "Enter the day on which they left", "Record the move"),
}


class LifeForm(forms.Form):
    """When, and who told us; of a move also where to. `seen` is what the page said that this ends."""

    happened_on = DateTextField(latest="today", help_text="For example, yesterday or 3 November 2026")
    left_for = forms.CharField(
        label="Where to (optional)",
        required=False,
        max_length=200,
        error_messages={"max_length": "Where to must be 200 characters or fewer"},
        help_text="For example, Leeds, to live with her son",
    )
    council_told = forms.ChoiceField(
        label="Does the council where they live now know of them?",
        choices=[("yes", "Yes, they were told"), ("no", "Not yet"), ("", "Not asked")],
        widget=forms.RadioSelect,
        required=False,
        help_text="A six-week review ends only when they were told",
    )
    how_known = forms.CharField(
        label="Who told us?",
        max_length=LONGEST,
        help_text="For example, her daughter Maria rang",
        error_messages={
            "required": "Enter who told us",
            "max_length": f"Who told us must be {LONGEST} characters or fewer",
        },
    )

    def __init__(self, *args: Any, resident: Resident, kind: LifeKind, ends: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.resident, self.ends = resident, list(ends)
        label, missing, button = SAID[kind]
        day = self.fields["happened_on"]
        day.label, day.error_messages["required"] = label, missing
        more = [Field.text("left_for"), Field.radios("council_told", small=True, label_size="s")]
        if kind == LifeKind.DIED:
            del self.fields["left_for"], self.fields["council_told"]
            more = []
        back = reverse("residents:life", kwargs={"reference": resident.reference})
        self.helper = form_helper(
            Field.text("happened_on", width=20, label_size="s"),
            *more,
            Field.text("how_known", label_size="s"),
            Include("residents/_this_ends.html"),
            Buttons(Button.warning(button), Button.link("Cancel", back)),
            form_id="life",
        )

    def clean_happened_on(self) -> date:
        """A day that LIFE-3 allows."""
        day: date = self.cleaned_data["happened_on"]
        if not is_possible_day(day, self.resident.born_on, clock.today()):
            raise forms.ValidationError(f"{self.fields['happened_on'].label} must be after they were born")
        return day

    @property
    def seen(self) -> list[str]:
        """What the page that was sent had said that this ends."""
        data: Any = self.data
        return data.getlist("seen") if self.is_bound else self.ends

    @property
    def what_changed(self) -> list[str]:
        """What is under way now and was not on the page, and the other way round; in words."""
        new = [f"New: {line}" for line in self.ends if line not in self.seen]
        gone = [f"No longer under way: {line}" for line in self.seen if line not in self.ends]
        return [*new, *gone]

    def facts(self) -> dict[str, Any]:
        """What the action takes beside the person, by its own names."""
        given = self.cleaned_data
        if "left_for" not in given:
            return {"died_on": given["happened_on"], "how_known": given["how_known"]}
        return {
            "left_on": given["happened_on"],
            "to": given["left_for"],
            "how_known": given["how_known"],
            "council_told": TOLD.get(given["council_told"]),
        }

    def beside(self, stands: LifeEvent) -> list[tuple[str, str, str]]:
        """Question, what is recorded and what was typed, so that both can be seen."""
        given = self.cleaned_data
        pairs = [
            (str(self.fields["happened_on"].label), long_date(stands.happened_on), long_date(given["happened_on"])),
            ("Who told us?", stands.how_known, given["how_known"]),
        ]
        if "left_for" in given:
            pairs.append(("Where to", stands.left_for or "Nothing", given["left_for"] or "Nothing"))
        return pairs


class CorrectionForm(forms.Form):
    """Why a death or a move was recorded in error."""

    because = forms.CharField(
        label="Why was it an error?",
        max_length=LONGEST,
        help_text="For example, it was another person with this name",
        error_messages={
            "required": "Enter why it was an error",
            "max_length": f"Why it was an error must be {LONGEST} characters or fewer",
        },
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.text("because", label_size="s"),
            Buttons(Button.warning("This was recorded in error"), Button.link("Cancel", back)),
            form_id="correction",
        )

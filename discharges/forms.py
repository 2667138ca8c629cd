"""Forms of the hospital hub: put somebody on the list, record that they went home."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse

from core.fields import DateTextField
from core.layout import Button, Buttons, Columns, Field, Include, form_helper
from core.words import long_date
from discharges.enums import Hospital, LivesHere, Pathway
from discharges.models import HospitalStay
from residents.models import LifeEvent, Resident
from residents.versioned import OnAVersion

PATHWAY_HINTS = {
    Pathway.P0: "Home or where they lived, with no new care; the same care goes on",
    Pathway.P1: "Home or where they lived, with health or social care to get better",
    Pathway.P2: "A bed in the community for a while, with support to get better",
    Pathway.P3: "A care home, for the highest and most complex needs",
}


def lives_here_field(resident: Resident, came_back: LifeEvent | None = None) -> forms.ChoiceField:
    """Whether somebody who is recorded as moved out of the borough, or came back from that move, lives here again;
    nothing is chosen beforehand.
    """
    left_on, left_for = resident.left_on, resident.left_for
    if came_back:
        left_on, left_for = came_back.happened_on, came_back.left_for
    where = f" to {left_for}" if left_for else ""
    when = f" on {long_date(left_on)}" if left_on else ""
    return forms.ChoiceField(
        label=f"They moved out of the borough{where}{when}. Do they live here again?",
        choices=LivesHere.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they live here again"},
    )


LIVES_HERE_HINTS = {
    LivesHere.YES: "The record says that they live here since they came into hospital. A review follows the discharge",
    LivesHere.NO: "The move stands. No review is held here if the council there has been told",
    LivesHere.NOT_KNOWN: "The six-week clock will run from the discharge until somebody says otherwise",
}


class StayForm(forms.Form):
    """Somebody is in hospital: where, and when they are expected to go home."""

    hospital = forms.ChoiceField(
        label="Which hospital",
        choices=Hospital.choices,
        initial=Hospital.BASILDON,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the hospital"},
    )
    ward = forms.CharField(
        label="Ward (optional)",
        required=False,
        max_length=80,
        error_messages={"max_length": "Ward must be 80 characters or fewer"},
    )
    admitted_on = DateTextField(
        label="Admitted on (optional)", required=False, latest="today", help_text="For example, 20 November"
    )
    expected_on = DateTextField(
        label="Expected to go home on (optional)", required=False, help_text="For example, tomorrow"
    )

    def __init__(self, *args: Any, resident: Resident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if resident.has_left:
            self.fields["lives_here"] = lives_here_field(resident)
        asked = [Field.radios("lives_here", label_size="m", hints=LIVES_HERE_HINTS)] if resident.has_left else []
        self.helper = form_helper(
            *asked,
            Field.radios("hospital", small=True, label_size="m"),
            Field.text("ward", width=20),
            Columns(Field.text("admitted_on", width=10), Field.text("expected_on", width=10)),
            Buttons(Button.primary("Put on the hospital list"), Button.link("Cancel", resident.get_absolute_url())),
            form_id="stay",
        )

    def clean(self) -> dict[str, Any]:
        """Nobody goes home before they were admitted."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        admitted_on, expected_on = given.get("admitted_on"), given.get("expected_on")
        if admitted_on and expected_on and expected_on < admitted_on:
            self.add_error("expected_on", "The day they are expected to go home must be on or after the admission")
        return given


class DischargeForm(OnAVersion):
    """Somebody goes home: when, and on which pathway."""

    discharged_on = DateTextField(
        label="Date of discharge",
        latest="today",
        help_text="For example, today or 20 November",
        error_messages={"required": "Enter the date of discharge"},
    )
    pathway = forms.ChoiceField(
        label="Pathway",
        choices=Pathway.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the pathway"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, stay: HospitalStay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asks_again = {
            "hx-get": reverse("discharges:discharge", kwargs={"pk": stay.pk}),
            "hx-trigger": "change",
            "hx-target": "#outlook",
        }
        self.helper = form_helper(
            Field.text("discharged_on", width=10, label_size="m", attrs=asks_again),
            Field.radios("pathway", label_size="m", hints=PATHWAY_HINTS),
            Include("discharges/_outlook_box.html"),
            Buttons(Button.primary("Record the discharge"), Button.link("Cancel", stay.get_absolute_url())),
            form_id="discharge",
        )

    def day(self) -> date | None:
        """The date as far as it can be read: what was typed, else the one that the form began with."""
        field = self.fields["discharged_on"]
        try:
            found: date | None = field.clean(self["discharged_on"].value())
        except forms.ValidationError:
            return None
        return found

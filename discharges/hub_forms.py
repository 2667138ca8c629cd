"""Forms of the hospital hub: the plan for a way home, what holds somebody, and putting a discharge or a stay right."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse

from core.fields import DateTextField
from core.layout import Button, Buttons, Columns, Field, Include, form_helper
from discharges.actions.planning import PLANNED
from discharges.enums import BlockerKind, Hospital, Pathway
from discharges.forms import PATHWAY_HINTS
from discharges.models import Discharge, HospitalStay
from residents.versioned import VersionedForm

NOT_DECIDED = ("", "Not decided yet")
LONGEST_REASON = 500
YES, NO = "yes", "no"


def reason_field(label: str, missing: str) -> forms.CharField:
    """Why something is put right: nothing is changed without it."""
    return forms.CharField(
        label=label,
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        error_messages={"required": missing, "max_length": "The reason must be 500 characters or fewer"},
    )


class PlanForm(VersionedForm):
    """What is planned for somebody in hospital."""

    expected_on = DateTextField(label="Expected to go home on (optional)", required=False, help_text="tomorrow, 27 Nov")
    ready_on = DateTextField(
        label="Discharge ready date (optional)",
        required=False,
        latest="today",
        help_text="The day on which they no longer met the criteria to reside",
    )
    planned_pathway = forms.ChoiceField(
        label="Planned pathway", choices=[*Pathway.choices, NOT_DECIDED], required=False, widget=forms.RadioSelect
    )
    equipment = forms.CharField(label="Equipment at home (optional)", required=False, max_length=300)
    liaison = forms.CharField(
        label="Who on the ward to ring (optional)", required=False, max_length=200, help_text="Name and telephone"
    )
    hospital = forms.ChoiceField(label="Hospital", choices=Hospital.choices)
    ward = forms.CharField(label="Ward (optional)", required=False, max_length=80)
    admitted_on = DateTextField(label="Admitted on (optional)", required=False, latest="today")

    def __init__(self, data: QueryDict | None, *, stay: HospitalStay) -> None:
        super().__init__(data, initial=self.starts(stay))
        self.helper = form_helper(
            Columns(Field.text("expected_on", width=10), Field.text("ready_on", width=10)),
            Field.radios("planned_pathway", small=True, hints=PATHWAY_HINTS),
            Field.text("equipment"),
            Field.text("liaison"),
            Field.select("hospital"),
            Columns(Field.text("ward", width=20), Field.text("admitted_on", width=10)),
            Buttons(Button.primary("Save the plan"), Button.link("Cancel", stay.get_absolute_url())),
            form_id="plan",
        )

    @staticmethod
    def starts(stay: HospitalStay) -> dict[str, Any]:
        """The answers as they stand."""
        return {name: getattr(stay, name) for name in PLANNED} | {"version": stay.version}

    def plan(self) -> dict[str, Any]:
        """What was answered, for `plan_discharge`."""
        return {name: value for name, value in self.cleaned_data.items() if name in PLANNED}


class BlockerForm(forms.Form):
    """What holds somebody in hospital."""

    kind = forms.ChoiceField(
        label="What holds them",
        choices=BlockerKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what holds them"},
    )
    words = forms.CharField(
        label="In words (optional)",
        required=False,
        max_length=300,
        error_messages={"max_length": "The words must be 300 characters or fewer"},
    )

    def __init__(self, *args: Any, stay: HospitalStay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.radios("kind", small=True),
            Field.text("words"),
            Buttons(Button.primary("Put on the list"), Button.link("Cancel", stay.get_absolute_url())),
            form_id="blocker",
        )

    def clean(self) -> dict[str, Any]:
        """\"Something else\" says nothing without words."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") == BlockerKind.OTHER and not given.get("words"):
            self.add_error("words", "Say what holds them")
        return given


class CorrectForm(VersionedForm):
    """The day or the pathway of a discharge was wrong."""

    discharged_on = DateTextField(
        label="They went home on", latest="today", error_messages={"required": "Enter the day on which they went home"}
    )
    pathway = forms.ChoiceField(label="Pathway", choices=Pathway.choices, widget=forms.RadioSelect)
    because = reason_field("What was wrong", "Say what was wrong")

    def __init__(self, data: QueryDict | None, *, discharge: Discharge) -> None:
        super().__init__(data, initial=self.starts(discharge))
        stay = discharge.stay
        asks_again = {
            "hx-get": reverse("discharges:discharge_correct", kwargs={"pk": stay.pk}),
            "hx-trigger": "change",
            "hx-target": "#moves",
        }
        self.helper = form_helper(
            Field.text("discharged_on", width=10, attrs=asks_again),
            Field.radios("pathway", small=True),
            Field.textarea("because", rows=2),
            Include("discharges/_moves_box.html"),
            Buttons(
                Button.primary("Put it right"),
                Button.secondary("See what will follow", name="look", value=YES),
                Button.link("Cancel", stay.get_absolute_url()),
            ),
            form_id="correct",
        )

    @staticmethod
    def starts(discharge: Discharge) -> dict[str, Any]:
        """The answers as they stand."""
        return {
            "discharged_on": discharge.discharged_on, "pathway": discharge.pathway, "version": discharge.version,
        }  # fmt: skip

    def day(self, typed: str | None = None) -> date | None:
        """The day as far as it can be read."""
        try:
            found: date | None = self.fields["discharged_on"].clean(typed or self["discharged_on"].value())
        except forms.ValidationError:
            return None
        return found


class VoidDischargeForm(VersionedForm):
    """A discharge was entered in error."""

    because = reason_field("Why it was an error", "Say why the discharge was entered in error")
    still = forms.ChoiceField(
        label="Are they still in hospital?",
        choices=((YES, "Yes: put them on the hospital list again"), (NO, "No")),
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether they are still in hospital"},
    )

    def __init__(self, *args: Any, stay: HospitalStay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.radios("still"),
            Field.textarea("because", rows=2),
            Buttons(Button.warning("It was an error"), Button.link("Cancel", stay.get_absolute_url())),
            form_id="void",
        )


class VoidStayForm(VersionedForm):
    """Somebody was put on the hospital list in error."""

    because = reason_field("Why it was an error", "Say why they were put on the hospital list in error")

    def __init__(self, *args: Any, stay: HospitalStay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.textarea("because", rows=2),
            Buttons(Button.warning("Take off the list"), Button.link("Cancel", stay.get_absolute_url())),
            form_id="void",
        )

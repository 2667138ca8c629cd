"""Forms of what the hub is asked about a stay: whether they have gone home, and where they live."""

from django import forms
from django.http import QueryDict

from core.layout import Button, Buttons, Field, form_helper
from discharges.forms import LIVES_HERE_HINTS, lives_here_field
from discharges.models import HospitalStay
from residents.versioned import VersionedForm


class StillThereForm(VersionedForm):
    """Why somebody is in hospital still whose expected day has passed."""

    note = forms.CharField(
        label="What did the ward tell you?",
        max_length=300,
        help_text="For example, waiting for the hoist: they look again on Thursday",
        error_messages={
            "required": "Enter what the ward told you",
            "max_length": "What the ward told you must be 300 characters or fewer",
        },
    )

    def __init__(self, data: QueryDict | None, *, stay: HospitalStay) -> None:
        super().__init__(data, initial={"version": stay.version})
        self.helper = form_helper(
            Field.text("note", label_size="m"),
            Buttons(Button.primary("They are there still"), Button.link("Cancel", stay.get_absolute_url())),
            form_id="still",
        )


class LivesHereForm(VersionedForm):
    """Whether somebody who had moved away lives here again."""

    def __init__(self, data: QueryDict | None, *, stay: HospitalStay) -> None:
        super().__init__(data, initial={"version": stay.version, "lives_here": stay.lives_here})
        self.fields["lives_here"] = lives_here_field(stay.resident, stay.came_back)
        self.helper = form_helper(
            Field.radios("lives_here", label_size="m", hints=LIVES_HERE_HINTS),
            Buttons(Button.primary("Save"), Button.link("Cancel", stay.get_absolute_url())),
            form_id="lives",
        )

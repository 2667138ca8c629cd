"""Who it was: forms that ask for one of the people that a search has found."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.layout import Button, Buttons, Field, form_helper
from residents.models import Resident


class WhoForm(forms.Form):
    """One of the people who were found."""

    person = forms.ChoiceField(
        label="Who was it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who it was", "invalid_choice": "Select one of the people found"},
    )
    main = "This is who it was"
    asks: tuple[Field, ...] = ()

    def __init__(self, data: Any = None, *, found: Sequence[Resident], back: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.found = {one.reference: one for one in found}
        choices = [(one.reference, one.display_name) for one in found]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
        hints = {one.reference: ", ".join(filter(None, (one.born_line, one.postcode))) for one in found}
        self.helper = form_helper(
            Field.radios("person", label_size="m", hints=hints),
            *self.asks,
            Buttons(Button.primary(self.main), Button.link("Cancel", back)),
            form_id="who",
        )

    @property
    def chosen(self) -> Resident:
        """The person who was chosen, of a form that is valid."""
        return self.found[self.cleaned_data["person"]]


class MoveForm(WhoForm):
    """Whose conversation it was, and why it stood on another record."""

    because = forms.CharField(
        label="Why is it moved?",
        help_text="For example, I had the wrong page open",
        max_length=300,
        error_messages={
            "required": "Enter why it is moved",
            "max_length": "Why it is moved must be 300 characters or fewer",
        },
    )
    main = "Move the conversation"
    asks = (Field.text("because", label_size="m"),)


class AlsoForm(WhoForm):
    """Who else was there."""

    main = "Write their part"

"""What the forms of a series and of a single date have in common."""

from typing import Any

from django import forms

from core.fields import TimeTextField, choose
from core.layout import Columns, Field
from residents.versioned import VersionedForm
from talking_shops.enums import SessionKind
from talking_shops.models import Venue


class WhatAndWhere(VersionedForm):
    """What a series and a single date have in common: the venue, what is held there, and its hours."""

    venue = forms.ChoiceField(label="Where", error_messages={"required": "Select a venue"})
    kind = choose("What is held", "Select what is held", SessionKind.choices, initial=SessionKind.TALKING_SHOP)
    title = forms.CharField(
        label="What the event is called",
        max_length=120,
        required=False,
        help_text="For example, Community Tuesday",
        error_messages={"max_length": "What the event is called must be 120 characters or fewer"},
    )
    places = forms.IntegerField(
        label="How many places (optional)",
        required=False,
        min_value=1,
        max_value=2000,
        help_text="Leave it empty where nobody has to book",
        error_messages={
            "invalid": "Enter how many places there are, as a number",
            "min_value": "There must be at least 1 place, or none written here",
            "max_value": "There can be at most 2,000 places",
        },
    )
    starts = TimeTextField(label="Starts", error_messages={"required": "Enter when it starts, like 10am"})
    ends = TimeTextField(label="Ends", error_messages={"required": "Enter when it ends, like midday"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.venues = {str(one.pk): one for one in Venue.objects.open().select_related("locality")}
        grouped: dict[str, list[tuple[str, str]]] = {}
        for key, one in self.venues.items():
            grouped.setdefault(one.locality.name, []).append((key, one.name))
        self.fields["venue"].choices = [("", "Select"), *sorted(grouped.items())]  # type: ignore[attr-defined]

    def layout_of_what(self) -> tuple[Field, Field, Columns]:
        """The first half of the page: where, what, from when to when."""
        event = (Field.text("title"), Field.text("places", width=4))
        return (
            Field.select("venue", label_size="s"),
            Field.radios("kind", small=True, label_size="s", reveals={SessionKind.COMMUNITY_EVENT: event}),
            Columns(Field.text("starts", width=10, label_size="s"), Field.text("ends", width=10, label_size="s")),
        )

    def clean(self) -> dict[str, Any]:
        """An event has a name; a Talking Shop has neither a name nor places."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        is_event = given.get("kind") == SessionKind.COMMUNITY_EVENT
        if is_event and not given.get("title", "").strip() and "title" not in self.errors:
            self.add_error("title", "Enter what the event is called")
        if not is_event:
            given["title"], given["places"] = "", None
        return given

"""Forms of a venue: what is known of it with its six access facts, and that we are not there any more."""

from typing import Any

from django import forms

from core.fields import DateTextField
from core.layout import Button, Buttons, Columns, Field, Fieldset, form_helper
from localities.models import Locality
from localities.postcodes import tidy_postcode
from residents.versioned import VersionedForm
from talking_shops.date_forms import for_the_public
from talking_shops.enums import Has, VenueKind
from talking_shops.models import Venue

ACCESS = {
    "step_free": "Step-free access",
    "parking": "Parking",
    "bus": "Bus stop near by",
    "toilets": "Accessible toilet",
    "quiet_space": "Quiet space",
    "bsl": "British Sign Language",
}
TEXTS = ("name", "kind", "address", "town", "postcode", "phone", "about", "how_to_get_there", "access_words")


def _text(label: str, limit: int, required: str = "", hint: str = "") -> forms.CharField:
    bare = label.removesuffix(" (optional)")
    told = {"max_length": f"{bare} must be {limit} characters or fewer", "required": required}
    return forms.CharField(label=label, max_length=limit, required=bool(required), help_text=hint, error_messages=told)


def _access(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Has.choices, initial=Has.UNKNOWN, widget=forms.RadioSelect,
        error_messages={"required": f"Select whether there is: {label.lower()}"},
    )  # fmt: skip


class VenueForm(VersionedForm):
    """All that is known of a venue. Whoever saves it has looked at all of it."""

    name = _text("Name", 100, "Enter the name of the venue", "As people call it: Tilbury Library")
    kind = forms.ChoiceField(
        label="Kind of place", choices=[("", "Select"), *VenueKind.choices],
        error_messages={"required": "Select what kind of place it is"},
    )  # fmt: skip
    locality = forms.ChoiceField(label="Locality", error_messages={"required": "Select the locality"})
    address = _text("Address", 200, "Enter the address")
    town = _text("Town (optional)", 80)
    postcode = _text("Postcode", 8, "Enter the postcode")
    phone = _text("Telephone (optional)", 20, hint="For somebody who cannot find the way on the day")
    about = _text("Where in the building we sit (optional)", 500)
    how_to_get_there = _text("How to get there (optional)", 500, hint="By bus, by train and on foot")
    step_free, parking, bus = (_access(ACCESS[name]) for name in ("step_free", "parking", "bus"))
    toilets, quiet_space, bsl = (_access(ACCESS[name]) for name in ("toilets", "quiet_space", "bsl"))
    access_words = _text("What else to know about access (optional)", 500)

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.localities = {str(one.pk): one for one in Locality.objects.all()}
        named = [(key, one.name) for key, one in self.localities.items()]
        self.fields["locality"].choices = [("", "Select"), *named]  # type: ignore[attr-defined]
        self.helper = form_helper(
            Field.text("name", label_size="s"),
            Columns(Field.select("kind", label_size="s"), Field.select("locality", label_size="s")),
            Field.text("address", label_size="s"),
            Columns(Field.text("town", label_size="s"), Field.text("postcode", width=10, label_size="s")),
            Field.text("phone", width=20, label_size="s"),
            Field.text("about", label_size="s"),
            Field.text("how_to_get_there", label_size="s"),
            Fieldset(
                "Access",
                *[Field.radios(name, inline=True, small=True, label_size="s") for name in ACCESS],
                Field.text("access_words", label_size="s"),
                hint="“Not known” is shown to the public as it is. Never guess.",
            ),
            Buttons(Button.primary("Save: all this is right today"), Button.link("Cancel", back)),
            form_id="venue",
        )

    def clean_postcode(self) -> str:
        """The postcode as Royal Mail writes it."""
        try:
            return tidy_postcode(self.cleaned_data["postcode"])
        except ValueError as wrong:
            raise forms.ValidationError("Enter a full postcode, like RM17 6SL") from wrong

    def facts(self) -> dict[str, Any]:
        """What the form says, as the actions take it."""
        given = self.cleaned_data
        said = {name: given[name] for name in (*TEXTS, *ACCESS)}
        return said | {"locality": self.localities[given["locality"]]}


def as_initial(venue: Venue) -> dict[str, Any]:
    """A venue as its form shows it."""
    shown = {name: getattr(venue, name) for name in (*TEXTS, *ACCESS)}
    return shown | {"locality": str(venue.locality_id), "version": venue.version}


class CloseForm(VersionedForm):
    """From which day on we are not at a venue, and why."""

    on = DateTextField(
        label="From which day on?", earliest="today", error_messages={"required": "Enter the first day without us"}
    )
    because = for_the_public("Why?", "Enter why we are not there any more")

    def __init__(self, *args: Any, venue: Venue, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = venue.version
        self.helper = form_helper(
            Field.text("on", width=20, label_size="s"),
            Field.text("because", label_size="s"),
            Buttons(Button.warning("We are not there any more"), Button.link("Cancel", back)),
            form_id="venue-close",
        )

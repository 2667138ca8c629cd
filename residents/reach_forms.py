"""Forms about how a person is reached: a telephone number, an e-mail address, an address, a locality chosen by hand."""

from typing import Any

from django import forms

from core.fields import DateTextField
from core.layout import Button, Buttons, Field, form_helper
from localities.enums import LocalityBasis
from localities.models import Locality
from localities.places import localities_by_slug
from localities.postcodes import tidy_postcode
from residents.actions import Email, Home, Phone
from residents.actions.placing import BY_HAND
from residents.emails import tidy_email
from residents.enums import AddressKind, PhoneKind
from residents.forms import tidied
from residents.models import Address, EmailAddress, PhoneNumber, Resident
from residents.phones import tidy_phone
from residents.versioned import END, VersionedForm, answer, ending, ends_on, said


class PhoneForm(VersionedForm):
    """One number: what it is, whether one may ring or text there. Other digits are a new number."""

    number = forms.CharField(
        label="Telephone number", max_length=40, error_messages={"required": "Enter a telephone number"}
    )
    kind = forms.ChoiceField(
        label="What number is it?", choices=PhoneKind, initial=PhoneKind.NOT_SAID, widget=forms.RadioSelect
    )
    safe_to_call = answer("Is it safe to ring this number?", "Somebody else may answer, or look at the telephone")
    safe_to_text = answer("Is it safe to text this number?")
    note = forms.CharField(
        label="Note (optional)", max_length=200, required=False, help_text="For example, her son answers"
    )
    is_main = forms.BooleanField(label="Use this number first", required=False)
    since = ends_on("Since when do we know of it? (optional)")
    then = ending("Is it still used?", "Yes", "No, it has ended")
    ended_on = ends_on()

    def __init__(self, *args: Any, row: PhoneNumber | None = None, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row is None:
            del self.fields["then"], self.fields["ended_on"]
        else:
            del self.fields["since"]
        if row is not None and row.is_main:
            del self.fields["is_main"]
        self.helper = form_helper(
            *self.fields_left(
                Field.text("number", width=20, inputmode="tel", label_size="s"),
                Field.radios("kind", inline=True, small=True, label_size="s"),
                Field.radios("safe_to_call", inline=True, small=True, label_size="s"),
                Field.radios("safe_to_text", inline=True, small=True, label_size="s"),
                Field.text("note"),
                Field.checkboxes("is_main", small=True),
                Field.text("since", width=20),
                Field.radios(
                    "then", small=True, inline=False, label_size="s", reveals={END: Field.text("ended_on", width=20)}
                ),
            ),
            Buttons(Button.primary("Save this number"), Button.link("Cancel", back)),
            form_id="phone",
        )

    @classmethod
    def initial_of(cls, row: PhoneNumber | None) -> dict[str, Any]:
        """What stands of a number now."""
        if row is None:
            return {}
        answers = {"safe_to_call": said(row.safe_to_call), "safe_to_text": said(row.safe_to_text)}
        return {"number": row.number, "kind": row.kind, "note": row.note, "version": row.version, **answers}

    def clean_number(self) -> str:
        return tidied(tidy_phone, self.cleaned_data["number"])

    @property
    def ends(self) -> bool:
        """Whether the number is no longer used."""
        return self.cleaned_data.get("then") == END

    def phone(self) -> Phone:
        """The number as the action takes it."""
        given = self.cleaned_data
        return Phone(
            number=given["number"],
            kind=given["kind"],
            safe_to_call=self.yes_or_no("safe_to_call"),
            safe_to_text=self.yes_or_no("safe_to_text"),
            note=given["note"],
            is_main=given.get("is_main", False),
        )


class EmailForm(VersionedForm):
    """One e-mail address, and whether one may write there. Another address is a new one."""

    address = forms.CharField(
        label="E-mail address", max_length=200, error_messages={"required": "Enter an e-mail address"}
    )
    safe_to_write = answer("Is it safe to write to them there?", "Somebody else may read what comes to this address")
    note = forms.CharField(
        label="Note (optional)", max_length=200, required=False, help_text="For example, her daughter reads it to her"
    )
    since = ends_on("Since when do we know of it? (optional)")
    then = ending("Is it still used?", "Yes", "No, it has ended")
    ended_on = ends_on()

    def __init__(self, *args: Any, row: EmailAddress | None = None, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("since",) if row else ("then", "ended_on"):
            del self.fields[name]
        self.helper = form_helper(
            *self.fields_left(
                Field.text("address", inputmode="email", label_size="s"),
                Field.radios("safe_to_write", inline=True, small=True, label_size="s"),
                Field.text("note"),
                Field.text("since", width=20),
                Field.radios(
                    "then", small=True, inline=False, label_size="s", reveals={END: Field.text("ended_on", width=20)}
                ),
            ),
            Buttons(Button.primary("Save this address"), Button.link("Cancel", back)),
            form_id="email",
        )

    @classmethod
    def initial_of(cls, row: EmailAddress | None) -> dict[str, Any]:
        """What stands of an address now."""
        if row is None:
            return {}
        standing = {"address": row.address, "safe_to_write": said(row.safe_to_write), "note": row.note}
        return {**standing, "version": row.version}

    def clean_address(self) -> str:
        return tidied(tidy_email, self.cleaned_data["address"])

    @property
    def ends(self) -> bool:
        """Whether the address is no longer used."""
        return self.cleaned_data.get("then") == END

    def email(self) -> Email:
        """The address as the action takes it."""
        given = self.cleaned_data
        return Email(given["address"], safe_to_write=self.yes_or_no("safe_to_write"), note=given["note"])


class AddressForm(VersionedForm):
    """A new address, or that there is none; the one before ends on the day on which this one begins."""

    kind = forms.ChoiceField(
        label="Where do they live now?", choices=AddressKind, initial=AddressKind.HOME, widget=forms.RadioSelect
    )
    postcode = forms.CharField(
        label="Postcode", max_length=20, required=False, help_text="Without a fixed address, where they mostly are"
    )
    lines = forms.CharField(
        label="Address (optional)", max_length=280, required=False, widget=forms.Textarea,
        help_text="Without the postcode",
    )  # fmt: skip
    since = DateTextField(
        label="Since when", required=False, latest="today", help_text="For example, 3 May. Empty is today"
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.radios("kind", small=True, label_size="s"),
            Field.text("postcode", width=10),
            Field.textarea("lines", rows=3),
            Field.text("since", width=20),
            Buttons(Button.primary("Save this address"), Button.link("Cancel", back)),
            form_id="address",
        )

    @classmethod
    def initial_of(cls, resident: Resident) -> dict[str, Any]:
        """What stands of the present address now; a form that asks for a new one begins with its kind alone."""
        now = Address.objects.filter(resident=resident, ended_on__isnull=True).first()
        standing = {"kind": now.kind, "postcode": now.postcode, "lines": now.lines} if now else {}
        return {**standing, "version": resident.version}

    def clean_postcode(self) -> str:
        return tidied(tidy_postcode, self.cleaned_data["postcode"])

    def clean(self) -> dict[str, Any]:
        """An address says something, or that there is none."""
        given = super().clean() or {}
        empty = not (given.get("postcode") or given.get("lines", "").strip())
        if given.get("kind") != AddressKind.NONE and empty and "postcode" not in self.errors:
            self.add_error("postcode", "Enter a postcode or an address, or select no fixed address")
        return given

    def home(self) -> Home:
        """The address as the action takes it."""
        given = self.cleaned_data
        return Home(kind=given["kind"], lines=given["lines"], postcode=given["postcode"], since=given["since"])


class LocalityForm(VersionedForm):
    """A locality chosen by hand, with why; or that practice and postcode decide."""

    locality = forms.ChoiceField(label="Which locality?", required=False, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why by hand?", max_length=250, required=False, help_text="For example, lives with her son in Grays"
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(place.slug, place.name) for place in localities_by_slug().values()]
        self.fields["locality"].choices = [*choices, ("", "Let the GP practice and the postcode decide")]  # type: ignore[attr-defined]
        self.helper = form_helper(
            Field.radios("locality", small=True, label_size="s"),
            Field.text("reason", label_size="s"),
            Buttons(Button.primary("Save"), Button.link("Cancel", back)),
            form_id="locality",
        )

    @classmethod
    def initial_of(cls, resident: Resident) -> dict[str, Any]:
        """What stands now; the reason only of a choice by hand."""
        by_hand = resident.locality_basis == LocalityBasis.BY_HAND
        return {
            "locality": resident.locality.slug if by_hand and resident.locality else "",
            "reason": resident.locality_because.removeprefix(BY_HAND) if by_hand else "",
            "version": resident.version,
        }

    def clean(self) -> dict[str, Any]:
        """A choice by hand has a reason (LOC-3)."""
        given = super().clean() or {}
        if given.get("locality") and not given.get("reason", "").strip():
            self.add_error("reason", "Enter why this locality is chosen by hand")
        return given

    def locality_chosen(self) -> Locality | None:
        """The locality, or None where practice and postcode decide."""
        return localities_by_slug().get(self.cleaned_data["locality"])

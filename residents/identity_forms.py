"""Forms that change who somebody is, one question a page."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from core.layout import Button, Buttons, Field, form_helper
from residents.birth_forms import BIRTH, birth_in_box, birth_of, born_about_asked, born_on_asked, check_birth
from residents.enums import BornPrecision, Gender, InWriting, NhsNumberStatus
from residents.forms import (
    NAMES,
    check_elsewhere,
    check_names,
    practice_answer,
    practice_asked,
    practice_choices,
    practice_elsewhere,
    read_nhs_number,
)
from residents.models import Resident
from residents.versioned import VersionedForm


class IdentityForm(VersionedForm):
    """One question about who somebody is. `TITLE` heads its page, `COLUMNS` are what it changes."""

    TITLE: ClassVar[str]
    COLUMNS: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            *self.layout(), Buttons(Button.primary("Save"), Button.link("Cancel", back)), form_id="identity"
        )

    def layout(self) -> tuple[Any, ...]:
        """The fields, one under the other."""
        return tuple(Field.text(name) for name in self.COLUMNS)

    @classmethod
    def initial_of(cls, resident: Resident) -> dict[str, Any]:
        """What stands now."""
        return {name: getattr(resident, name) or "" for name in cls.COLUMNS} | {"version": resident.version}

    def changes(self) -> Mapping[str, Any]:
        """The columns as the action takes them."""
        return {name: self.cleaned_data[name] for name in self.COLUMNS}

    @property
    def only_misspelt(self) -> bool:
        """Whether a name was only written wrong."""
        return bool(self.cleaned_data.get("was_wrong"))


class NamesForm(IdentityForm):
    TITLE = "Names"
    COLUMNS = (*NAMES, "previous_family_name")

    known_as = forms.CharField(label="What they like to be called (optional)", max_length=200, required=False)
    given_name = forms.CharField(label="First name", max_length=200, required=False)
    family_name = forms.CharField(label="Family name", max_length=200, required=False)
    was_wrong = forms.BooleanField(
        label="The family name was only written wrong",
        required=False,
        help_text="Otherwise the family name before is kept, so that a search for it finds them",
    )
    previous_family_name = forms.CharField(label="Family name before (optional)", max_length=200, required=False)

    def layout(self) -> tuple[Any, ...]:
        """The names in the order in which one asks for them."""
        names = [Field.text(name, width=20) for name in NAMES]
        return (*names, Field.checkboxes("was_wrong", small=True), Field.text("previous_family_name", width=20))

    def clean(self) -> dict[str, Any]:
        """At least one name."""
        given = super().clean() or {}
        check_names(self, given)
        if not self.errors and not any(given.get(name) for name in NAMES):
            self.add_error("given_name", "Enter at least one name")
        return given


class BirthForm(IdentityForm):
    TITLE = "Date of birth"

    born_on = born_on_asked()
    born_about = born_about_asked()

    def layout(self) -> tuple[Any, ...]:
        """A whole date, or as much as is known."""
        return BIRTH

    @classmethod
    def initial_of(cls, resident: Resident) -> dict[str, Any]:
        """A date that is known whole, or the words for what is known."""
        exact = resident.born_precision == BornPrecision.EXACT
        about = birth_in_box(resident)
        return {"born_on": resident.born_on if exact else None, "born_about": about, "version": resident.version}

    def clean(self) -> dict[str, Any]:
        """An adult."""
        given = super().clean() or {}
        check_birth(self, given)
        return given

    def changes(self) -> Mapping[str, Any]:
        """Nothing when nothing was typed anew: what is known to the month is not made vaguer by looking at it."""
        if not set(self.changed_data) - {"version"}:
            return {}
        born_on, precision = birth_of(self.cleaned_data)
        return {"born_on": born_on, "born_precision": precision}


class GenderForm(IdentityForm):
    TITLE = "Gender"
    COLUMNS = ("gender",)

    gender = forms.ChoiceField(label="Gender", choices=Gender, widget=forms.RadioSelect)

    def layout(self) -> tuple[Any, ...]:
        """As the person says it."""
        return (Field.radios("gender", small=True, label_size="s"),)


class NhsNumberForm(IdentityForm):
    TITLE = "NHS number"
    COLUMNS = ("nhs_number", "nhs_number_status")

    nhs_number = forms.CharField(
        label="NHS number (optional)", max_length=20, required=False, help_text="10 numbers, like 999 123 4567"
    )
    nhs_number_status = forms.ChoiceField(
        label="What is known of it?",
        choices=NhsNumberStatus,
        widget=forms.RadioSelect,
        help_text="A number that somebody typed is present but not traced until it was verified",
    )

    def layout(self) -> tuple[Any, ...]:
        """The number before its status."""
        return (
            Field.nhs_number("nhs_number", label_size="s"),
            Field.radios("nhs_number_status", small=True, label_size="s"),
        )

    def clean_nhs_number(self) -> str | None:
        return read_nhs_number(self.cleaned_data["nhs_number"])


class LanguageForm(IdentityForm):
    TITLE = "Language and how to communicate"
    COLUMNS = ("language", "communication")

    language = forms.CharField(label="Language they speak best (optional)", max_length=40, required=False)
    communication = forms.CharField(
        label="How best to communicate (optional)", max_length=200, required=False,
        help_text="In words. What they need to be understood is recorded under alerts and access",
    )  # fmt: skip

    def layout(self) -> tuple[Any, ...]:
        """The language first."""
        return (Field.text("language", width=20), Field.text("communication"))


class InWritingForm(IdentityForm):
    TITLE = "How they want to have things in writing"
    COLUMNS = ("in_writing",)

    in_writing = forms.ChoiceField(
        label="How do they want to have things in writing?",
        help_text="Ask them. What they take away from a conversation is offered in this form",
        choices=[*InWriting.choices, ("", "Not asked yet")],
        widget=forms.RadioSelect,
        required=False,
    )

    def layout(self) -> tuple[Any, ...]:
        """One choice."""
        return (Field.radios("in_writing", small=True, label_size="s"),)


class PracticeForm(IdentityForm):
    TITLE = "GP practice"
    COLUMNS = ("practice", "practice_elsewhere")

    practice = practice_asked()
    practice_elsewhere = practice_elsewhere()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practice"].choices = practice_choices()  # type: ignore[attr-defined]

    def layout(self) -> tuple[Any, ...]:
        """One list, by locality, and a box for a practice that is not in it."""
        return (Field.select("practice", label_size="s"), Field.text("practice_elsewhere", width=20))

    @classmethod
    def initial_of(cls, resident: Resident) -> dict[str, Any]:
        """The code of the practice, or what was answered instead."""
        code = resident.practice.ods_code if resident.practice else resident.no_practice
        return {"practice": code, "practice_elsewhere": resident.practice_elsewhere, "version": resident.version}

    def clean(self) -> dict[str, Any]:
        """One practice, or none."""
        given = super().clean() or {}
        check_elsewhere(self, given)
        return given

    def changes(self) -> Mapping[str, Any]:
        """The practice itself; or that there is none, or one elsewhere, apart from that nobody asked."""
        return practice_answer(self.cleaned_data)


# what the address of the page says → the form
QUESTIONS: dict[str, type[IdentityForm]] = {
    "names": NamesForm,
    "birth": BirthForm,
    "gender": GenderForm,
    "nhs-number": NhsNumberForm,
    "language": LanguageForm,
    "in-writing": InWritingForm,
    "practice": PracticeForm,
}

"""The form that adds a person. It validates, and hands over an Identity; it writes nothing."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.layout import Button, Buttons, Columns, Field, Fieldset, form_helper
from localities.models import Practice
from localities.postcodes import tidy_postcode
from residents.actions import Identity
from residents.actions.identity import ASKED_AND_NONE
from residents.birth_forms import BIRTH, birth_of, born_about_asked, born_on_asked, check_birth
from residents.enums import AccessKind, Gender, NoPractice
from residents.names import as_written, fault_of_name
from residents.phones import tidy_phone
from residents.search.numbers import is_nhs_number
from residents.versioned import ANSWERS, answer

NAMES = ("known_as", "given_name", "family_name")
ALL_NAMES = (*NAMES, "previous_family_name")
DETAILS = ("born_on", "born_about", "phone", "postcode", "address", "no_fixed_address", "nhs_number", "practice")
SAYS_NOTHING = {None, "", *NoPractice.values}
ACCESS = (("", "Not asked"), (ASKED_AND_NONE, "Asked: they need nothing"), *AccessKind.choices)

ONE_PRACTICE = "Choose a practice outside Thurrock above, or leave this empty"
ONE_MORE_DETAIL = "Enter one more detail, such as a date of birth, a postcode or a telephone number"


# The fields in the order in which one asks for them on the telephone.
LAYOUT = (
    Fieldset(
        "Name",
        Field.text("known_as", width=20, attrs={"autofocus": "autofocus"}),
        Columns(Field.text("given_name", width=20), Field.text("family_name", width=20)),
        Field.text("previous_family_name", width=20),
    ),
    Fieldset("Birth", *BIRTH),
    Fieldset(
        "Where they live, and their GP",
        Field.text("postcode", width=10),
        Field.textarea("address", rows=3),
        Field.checkboxes("no_fixed_address", small=True),
        Field.select("practice"),
        Field.text("practice_elsewhere", width=20),
    ),
    Fieldset(
        "How to reach them",
        Field.text("phone", width=20, inputmode="tel"),
        Field.radios("safe_to_call", inline=True, small=True, label_size="s"),
        Field.radios("safe_to_text", inline=True, small=True, label_size="s"),
        Field.text("language", width=20),
        Field.select("access"),
        Field.text("communication"),
    ),
    Fieldset(
        "More about them",
        Field.radios("gender", inline=True, small=True, label_size="s"),
        Field.nhs_number("nhs_number"),
    ),
    Buttons(Button.primary("Add this person")),
)


def check_names(form: forms.Form, given: dict[str, Any]) -> None:
    """Names as they were written, in any script; a control character is refused beside its field."""
    for name in ALL_NAMES:
        typed = given.get(name) or ""
        if fault := fault_of_name(str(form.fields[name].label).removesuffix(" (optional)"), typed):
            form.add_error(name, fault)
        elif typed:
            given[name] = as_written(typed)


def practice_asked() -> forms.ChoiceField:
    """The question for the practice; its choices are `practice_choices`."""
    return forms.ChoiceField(
        label="GP practice", required=False, help_text="It decides which locality team they belong to"
    )


def practice_elsewhere() -> forms.CharField:
    """The question that goes along with it."""
    return forms.CharField(
        label="Name and place of a practice outside Thurrock (optional)", max_length=200, required=False,
        help_text="For example, Hawthorn Surgery, Laindon. The locality then follows the postcode",
    )  # fmt: skip


class PersonForm(forms.Form):
    """What is known of somebody new: one name and one other detail are enough."""

    known_as = forms.CharField(
        label="What they like to be called (optional)", max_length=200, required=False, help_text="For example, Jeannie"
    )
    given_name = forms.CharField(label="First name", max_length=200, required=False)
    family_name = forms.CharField(label="Family name", max_length=200, required=False)
    previous_family_name = forms.CharField(label="Family name before (optional)", max_length=200, required=False)
    born_on = born_on_asked()
    born_about = born_about_asked()
    gender = forms.ChoiceField(
        label="Gender", choices=Gender, initial=Gender.NOT_ASKED, widget=forms.RadioSelect, required=False
    )
    phone = forms.CharField(label="Telephone (optional)", max_length=40, required=False)
    safe_to_call = answer("Is it safe to ring this number?", "Somebody else may answer, or look at the telephone")
    safe_to_text = answer("Is it safe to text this number?")
    postcode = forms.CharField(label="Postcode", max_length=20, required=False)
    no_fixed_address = forms.BooleanField(label="No fixed address", required=False)
    address = forms.CharField(
        label="Address (optional)",
        max_length=300,
        required=False,
        widget=forms.Textarea,
        help_text="Without the postcode",
    )
    practice = practice_asked()
    practice_elsewhere = practice_elsewhere()
    nhs_number = forms.CharField(
        label="NHS number (optional)", max_length=20, required=False, help_text="10 numbers, like 999 123 4567"
    )
    language = forms.CharField(label="Language, if not English (optional)", max_length=40, required=False)
    access = forms.ChoiceField(
        label="Do they need anything so that we understand each other?",
        choices=ACCESS,
        required=False,
        help_text="More than one, and how we do it, can be said on their own page",
    )
    communication = forms.CharField(
        label="How to communicate with them (optional)",
        max_length=200,
        required=False,
        help_text="For example, large print, a BSL interpreter, or speak to their daughter first",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practice"].choices = practice_choices  # type: ignore[attr-defined]
        self.helper = form_helper(*LAYOUT, form_id="person")

    def clean_postcode(self) -> str:
        return tidied(tidy_postcode, self.cleaned_data["postcode"])

    def clean_no_fixed_address(self) -> bool | None:
        """None when it is not ticked: that says nothing."""
        return self.cleaned_data["no_fixed_address"] or None

    def clean_phone(self) -> str:
        return tidied(tidy_phone, self.cleaned_data["phone"])

    def clean_nhs_number(self) -> str | None:
        return read_nhs_number(self.cleaned_data["nhs_number"])

    def clean(self) -> dict[str, Any]:
        """At least one name and one other detail; an adult."""
        data = super().clean() or {}
        check_names(self, data)
        check_elsewhere(self, data)
        self._check_enough(data)
        check_birth(self, data)
        return data

    def _check_enough(self, data: dict[str, Any]) -> None:
        if not any(data.get(name) for name in NAMES):
            self.add_error("given_name", "Enter at least one name")
        elif not any(name in self.errors or data.get(name) not in SAYS_NOTHING for name in DETAILS):
            self.add_error("born_on", ONE_MORE_DETAIL)

    def identity(self) -> Identity:
        """What the action needs, of a form that is valid."""
        data = self.cleaned_data
        born_on, precision = birth_of(data)
        copied = (
            "known_as", "given_name", "family_name", "previous_family_name", "nhs_number",
            "language", "communication", "phone", "address", "postcode",
        )  # fmt: skip
        return Identity(
            **{name: data[name] for name in copied},
            born_on=born_on,
            born_precision=precision,
            gender=data["gender"] or Gender.NOT_ASKED,
            safe_to_call=ANSWERS.get(data["safe_to_call"]),
            safe_to_text=ANSWERS.get(data["safe_to_text"]),
            no_fixed_address=bool(data["no_fixed_address"]),
            access=data["access"],
            **practice_answer(data),
        )


def read_nhs_number(typed: str) -> str | None:
    """Ten digits with the right check digit, or None for nothing; ValidationError with a sentence for anything else."""
    digits = "".join(sign for sign in typed if sign not in " -")
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or len(digits) != 10:
        raise ValidationError("NHS number must have 10 numbers, like 999 123 4567")
    if not is_nhs_number(digits):
        raise ValidationError("Check the NHS number: one of its numbers is wrong")
    return digits


def practice_choices() -> list[Any]:
    """The practices of each locality, and the two answers that name none of them. Nothing chosen is not asked."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for practice in Practice.objects.select_related("locality").order_by("locality__name", "name"):
        groups.setdefault(practice.locality.name, []).append((practice.ods_code, practice.name))
    return [("", "Not asked"), ("None of those here", NoPractice.choices), *groups.items()]


def check_elsewhere(form: forms.Form, given: dict[str, Any]) -> None:
    """A practice named in words is one outside Thurrock, also where nobody chose so in the list."""
    if not given.get("practice_elsewhere"):
        return
    if given.get("practice") not in {"", NoPractice.OUTSIDE}:
        form.add_error("practice_elsewhere", ONE_PRACTICE)
    given["practice"] = NoPractice.OUTSIDE.value


def practice_answer(given: dict[str, Any]) -> dict[str, Any]:
    """The columns of what was answered about the practice, of a form that is valid."""
    code = given["practice"]
    return {
        "practice": Practice.objects.select_related("locality").filter(ods_code=code).first(),
        "no_practice": code if code in NoPractice.values else "",
        "practice_elsewhere": given["practice_elsewhere"],
    }


def tidied(tidy: Callable[[str], str], typed: str) -> str:
    """`typed` in the form in which it is kept; a ValidationError with the sentence of the ValueError."""
    try:
        return tidy(typed)
    except ValueError as wrong:
        raise ValidationError(str(wrong)) from wrong

"""Forms about who is around a person."""

from typing import Any

from django import forms

from core.fields import DateTextField
from core.layout import Button, Buttons, Field, form_helper
from residents.actions import Member
from residents.enums import CircleRole
from residents.forms import tidied
from residents.models import CircleLink, Resident
from residents.phones import tidy_phone
from residents.versioned import END, VersionedForm, answer, ending, ends_on, said


class MemberForm(VersionedForm):
    """Somebody new in the circle: either `other`, whom we know and whom the page names, or a name and a number."""

    name = forms.CharField(label="Name", max_length=200, required=False)
    phone = forms.CharField(label="Telephone (optional)", max_length=40, required=False)
    roles = forms.MultipleChoiceField(
        label="What are they to the person?",
        choices=CircleRole,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what they are to the person"},
        help_text="Select all that apply",
    )
    relation = forms.CharField(
        label="In their own words (optional)", max_length=60, required=False, help_text="For example, daughter"
    )
    may_speak_for = answer("May we speak with them about the person?", "Only when the person agreed to it")
    helps_with = forms.CharField(
        label="What they help with (optional)", max_length=300, required=False, help_text="For example, shopping"
    )
    since = DateTextField(
        label="Since when (optional)", required=False, latest="today", help_text="For example, 3 May. Empty is today"
    )

    def __init__(self, *args: Any, other: Resident | None, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.other = other
        if other is not None:
            del self.fields["name"], self.fields["phone"]
        self.helper = form_helper(
            *self.fields_left(
                Field.text("name", width=20),
                Field.text("phone", width=20, inputmode="tel"),
                Field.checkboxes("roles", small=True, label_size="s"),
                Field.text("relation", width=20),
                Field.radios("may_speak_for", inline=True, small=True, label_size="s"),
                Field.text("helps_with"),
                Field.text("since", width=20),
            ),
            Buttons(Button.primary("Add to the circle"), Button.link("Cancel", back)),
            form_id="member",
        )

    def clean_phone(self) -> str:
        return tidied(tidy_phone, self.cleaned_data["phone"])

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if not name:
            raise forms.ValidationError("Enter a name, or search for somebody we know")
        return name

    def member(self) -> Member:
        """Somebody as the action takes them."""
        given = self.cleaned_data
        return Member(
            other=self.other,
            name=given.get("name", ""),
            phone=given.get("phone", ""),
            relation=given["relation"],
            may_speak_for=self.yes_or_no("may_speak_for"),
            helps_with=given["helps_with"],
            since=given.get("since"),
        )


class LinkForm(MemberForm):
    """Somebody who is in the circle: what is known of them, or that they no longer are."""

    then = ending("Are they still that to the person?", "Yes", "No, that has ended")
    ended_on = ends_on()

    def __init__(self, *args: Any, other: Resident | None, back: str, **kwargs: Any) -> None:
        super().__init__(*args, other=other, back=back, **kwargs)
        del self.fields["roles"], self.fields["since"]
        self.helper = form_helper(
            *self.fields_left(
                Field.text("name", width=20),
                Field.text("phone", width=20, inputmode="tel"),
                Field.text("relation", width=20),
                Field.radios("may_speak_for", inline=True, small=True, label_size="s"),
                Field.text("helps_with"),
                Field.radios("then", small=True, label_size="s", reveals={END: Field.text("ended_on", width=20)}),
            ),
            Buttons(Button.primary("Save"), Button.link("Cancel", back)),
            form_id="member",
        )

    @classmethod
    def initial_of(cls, link: CircleLink) -> dict[str, Any]:
        """What stands now."""
        words = {"name": link.name, "phone": link.phone, "relation": link.relation, "helps_with": link.helps_with}
        return {**words, "may_speak_for": said(link.may_speak_for), "version": link.version}

    @property
    def ends(self) -> bool:
        """Whether they are no longer that."""
        return self.cleaned_data.get("then") == END

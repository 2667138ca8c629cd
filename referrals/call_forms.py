"""The form of the call console: one page, typed while listening, in any order."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from django import forms
from django.urls import reverse

from core import clock
from core.layout import Button, Buttons, Columns, Details, Field, Fieldset, Include, form_helper
from referrals.actions import Told
from referrals.enums import Need, Relation, Urgency
from residents.models import Resident
from residents.phones import tidy_phone

FORM, NEW = "call", "new"  # the name of the draft that holds a call, and of the call that is going on
LONGEST_CALL = timedelta(hours=12)
SPEAKING = {"yes": True, "no": False, "not_asked": None}
SPEAKING_WORDS = {"not_asked": "Not asked", "yes": "Yes", "no": "No"}
PROMPTS = {
    Urgency.NOW.value: "Somebody is in danger, or alone without care that they cannot do without",
    Urgency.TODAY.value: "It cannot wait until tomorrow",
    Urgency.THIS_WEEK.value: "It will get worse if nobody comes",
    Urgency.NO_RUSH.value: "It can wait for its turn",
}


class Ending(Enum):
    """The two ends of a call. Each names the fields that it needs, with the sentence for one that is missing."""

    SEND = "send"
    ADVISE = "advise"

    @property
    def needed(self) -> Mapping[str, str]:
        who = {"relation": "Select who is calling", "need": "Select what it is about"}
        if self is Ending.ADVISE:
            return {**who, "advice": "Enter the advice that you gave"}
        return {"story": "Enter what is happening", **who, "urgency": "Select how urgent it is"}


class CallForm(forms.Form):
    """What is heard in a call. Nothing is needed until it ends; `ending` says how it does."""

    q = forms.CharField(label="Find the person", required=False, max_length=200)
    person = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    started_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    story = forms.CharField(label="What is happening", required=False, widget=forms.Textarea)
    matters = forms.CharField(label="What matters to them now (optional)", required=False, widget=forms.Textarea)
    relation = forms.ChoiceField(label="Who is calling", required=False, choices=[("", "Choose"), *Relation.choices])
    caller_name = forms.CharField(
        label="Caller’s name (optional)",
        required=False,
        max_length=200,
        error_messages={"max_length": "Caller’s name must be 200 characters or fewer"},
    )
    caller_phone = forms.CharField(label="Caller’s telephone (optional)", required=False, max_length=60)
    may_speak_for = forms.ChoiceField(
        label="May they speak for the person?",
        required=False,
        choices=list(SPEAKING_WORDS.items()),
        initial="not_asked",
        widget=forms.RadioSelect,
    )
    need = forms.ChoiceField(label="What it is about", required=False, choices=[("", "Choose"), *Need.choices])
    urgency = forms.ChoiceField(
        label="How urgent is it?", required=False, choices=Urgency.choices, widget=forms.RadioSelect
    )
    advice = forms.CharField(label="Advice given (optional)", required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, ending: Ending | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ending = ending
        self.initial.setdefault("started_at", clock.now().isoformat())

    def lay_out(self, *, person: Resident | None) -> None:
        """Set the page out: the caret stands in the story once the person is known, in the search box before."""
        self.initial["person"] = person.reference if person else ""
        story = {"autofocus": True, "aria-describedby": "chosen"} if person and not self.errors else {}
        self.helper = form_helper(
            Field.textarea("story", rows=7, label_size="m", attrs=story),
            Field.textarea("matters", rows=2, label_size="s"),
            Fieldset(
                "The caller",
                Columns(Field.select("relation"), Field.text("caller_name")),
                Field.text("caller_phone", width=20, inputmode="tel"),
                Field.radios("may_speak_for", inline=True, small=True),
            ),
            Field.select("need", label_size="m"),
            Field.radios("urgency", small=True, label_size="m", hints=PROMPTS),
            Field.textarea("advice", rows=2, label_size="m", attrs={"data-shortcut": "3"}),
            Details("The caller is under 18, or does not live in Thurrock", Include("referrals/_out_of_scope.html")),
            Buttons(
                Button.primary("Check and send", name="next", value="check"),
                Button.secondary("Information and advice only", name="next", value="advise"),
            ),
            form_tag=False,
        )

    def clean_caller_phone(self) -> str:
        try:
            return tidy_phone(self.cleaned_data["caller_phone"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong), code="invalid") from wrong

    def clean(self) -> dict[str, Any]:
        """Ask for what the ending needs."""
        for name, sentence in (self.ending.needed if self.ending else {}).items():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, sentence)
        return self.cleaned_data

    def told(self) -> Told:
        """What was heard, as the actions take it. An advice call that named no urgency had none."""
        heard = self.cleaned_data
        return Told(
            story=heard["story"],
            need=heard["need"],
            urgency=heard["urgency"] or Urgency.NO_RUSH,
            matters=heard["matters"],
            advice=heard["advice"],
            relation=heard["relation"],
            caller_name=heard["caller_name"],
            caller_phone=heard["caller_phone"],
            may_speak_for=SPEAKING.get(heard["may_speak_for"]),
            started_at=start_of_call(heard["started_at"]),
        )

    def facts(self) -> list[dict[str, Any]]:
        """Rows of the check page, each with a way back to its box."""
        heard, console = self.cleaned_data, reverse("referrals:call_new")
        rows = {
            "relation": Relation(heard["relation"]).label,
            "caller_name": heard["caller_name"] or None,
            "caller_phone": heard["caller_phone"] or None,
            "may_speak_for": SPEAKING_WORDS.get(heard["may_speak_for"]),
            "matters": heard["matters"] or None,
            "need": Need(heard["need"]).label,
            "urgency": Urgency(heard["urgency"]).label,
            "advice": heard["advice"] or "None given",
        }
        return [
            {"key": _key_of(self.fields[name]), "value": value, "href": f"{console}#id_{name}"}
            for name, value in rows.items()
        ]

    def differences(self, other: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What another draft says where it does not say the same: label and words."""
        mine = self.data if self.is_bound else self.initial
        return [
            (_key_of(field), str(other.get(name, "")))
            for name, field in self.fields.items()
            if not isinstance(field.widget, forms.HiddenInput) and str(other.get(name, "")) != str(mine.get(name, ""))
        ]


def words_of(sent: Mapping[str, Any]) -> dict[str, str]:
    """What was typed, field by field, as a draft keeps it."""
    return {name: str(sent.get(name, "")) for name in CallForm.base_fields if name in sent}


def _key_of(asked: forms.Field) -> str:
    return str(asked.label or "").removesuffix(" (optional)")


def start_of_call(kept: str) -> datetime | None:
    """When the page was opened for this call; None when that cannot be this call."""
    try:
        started = datetime.fromisoformat(kept)
        return started if clock.now() - LONGEST_CALL < started <= clock.now() else None
    except (ValueError, TypeError):
        return None

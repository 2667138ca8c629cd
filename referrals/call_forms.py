"""The form of the call console: one page, typed while listening, in any order."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from django import forms
from django.urls import reverse

from core import clock
from core.words import long_date
from referrals.actions import Told
from referrals.call_layout import BOXES, lay_out
from referrals.enums import Advised, Need, Onward, Relation, Urgency
from referrals.guidance import ticked, words_to_keep
from referrals.onward import told_to_ring
from referrals.parking import FORM, NEW, text_in
from referrals.promise_forms import ComingDayField
from referrals.slots import free_slots, slot_of
from residents.models import Resident
from residents.phones import tidy_phone

__all__ = ["FORM", "NEW", "CallForm", "Ending", "Words", "call_back_choices", "start_of_call", "words_of"]

LONGEST_CALL = timedelta(hours=12)
CALL_BACK_DAYS = 7
LISTS = ("guidance", "still_true", "replaces")
Words = dict[str, str | list[str]]  # what was typed, as a draft keeps it
SPEAKING = {"yes": True, "no": False, "not_asked": None}
SPEAKING_WORDS = {"not_asked": "Not asked", "yes": "Yes", "no": "No"}
YES_NO = tuple(SPEAKING_WORDS.items())


class Ending(Enum):
    """The ends of a call. Each names the fields that it needs, with the sentence for one that is missing."""

    SEND = "send"
    ADVISE = "advise"
    ONWARD = "onward"

    @property
    def needed(self) -> Mapping[str, str]:
        relation = {"relation": "Select who is calling"}
        who = {**relation, "need": "Select what it is about"}
        if self is Ending.ADVISE:
            return {**who, "advice": "Enter the advice that you gave"}
        if self is Ending.ONWARD:
            return {**relation, "onward": "Select why it is not for us"}
        return {"story": "Enter what is happening", **who, "urgency": "Select how urgent it is"}


class Ticks(forms.CheckboxSelectMultiple):
    """Ticks that a draft may hold as one text or as a list."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        said = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [str(one) for one in said] if isinstance(said, list) else [str(said)]


class CallForm(forms.Form):
    """What is heard in a call. Nothing is needed until it ends; `ending` says how it does."""

    q = forms.CharField(
        label="Find the person",
        required=False,
        max_length=200,
        error_messages={"max_length": "What you search for must be 200 characters or fewer"},
    )
    person = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    started_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    caret = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
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
    safe_to_call = forms.ChoiceField(
        label="Safe to ring this number?", required=False, choices=YES_NO, initial="not_asked", widget=forms.RadioSelect
    )
    safe_to_text = forms.ChoiceField(
        label="Safe to text it?", required=False, choices=YES_NO, initial="not_asked", widget=forms.RadioSelect
    )
    anonymous = forms.BooleanField(
        label="The caller stays anonymous: keep no name and no number", required=False, widget=forms.CheckboxInput
    )
    may_speak_for = forms.ChoiceField(
        label="May they speak for the person?",
        required=False,
        choices=YES_NO,
        initial="not_asked",
        widget=forms.RadioSelect,
    )
    need = forms.ChoiceField(label="What it is about", required=False, choices=[("", "Choose"), *Need.choices])
    urgency = forms.ChoiceField(
        label="How urgent is it?", required=False, choices=Urgency.choices, widget=forms.RadioSelect
    )
    advice = forms.CharField(label="Advice given (optional)", required=False, widget=forms.Textarea)
    guidance = forms.Field(label="Guidance told", required=False, widget=Ticks)
    still_true = forms.Field(label="Still true", required=False, widget=Ticks)
    replaces = forms.Field(label="Has changed", required=False, widget=Ticks)
    guide = forms.CharField(label="Look up guidance", required=False, max_length=200)
    advised = forms.ChoiceField(
        label="Who did you say it to?",
        required=False,
        choices=Advised.choices,
        initial=Advised.CALLER,
        widget=forms.RadioSelect,
    )
    promise = forms.CharField(
        label="We said we would … (optional)",
        required=False,
        max_length=300,
        help_text="For example, ring on Friday. It shows before the next hello",
        error_messages={"max_length": "What we promised must be 300 characters or fewer"},
    )
    promise_by = ComingDayField(
        label="By when", required=False, earliest="today", help_text="For example, Friday or 27 November"
    )
    call_back = forms.ChoiceField(
        label="Ring the caller back (optional)",
        required=False,
        choices=lambda: call_back_choices(),
        error_messages={"invalid_choice": "That hour cannot be booked any more. Choose another"},
    )
    onward = forms.ChoiceField(
        label="Why it is not for us", required=False, choices=Onward.choices, widget=forms.RadioSelect
    )
    onward_to = forms.CharField(
        label="Whom you told them to ring (optional)",
        required=False,
        max_length=300,
        help_text="Leave it empty when it is what stands under your choice",
        error_messages={"max_length": "Whom you told them to ring must be 300 characters or fewer"},
    )

    def __init__(self, *args: Any, ending: Ending | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ending = ending
        self.initial.setdefault("started_at", clock.now().isoformat())

    def lay_out(self, *, person: Resident | None, searched: bool) -> None:
        """Set the page out. The caret stands where it was, else in the story once the person is known; in the search
        box, or in what was just searched for, before. A page that says what is wrong says where by itself.
        """
        self.initial["person"] = person.reference if person else ""
        was = text_in(self.data if self.is_bound else self.initial, "caret")
        first = "results" if searched else "story" if person else "q"
        self.focus = "" if self.errors or self.is_bound else was if was in (*BOXES, "guide") and not searched else first
        lay_out(self, caret=self.focus, onward_open=self.ending is Ending.ONWARD)

    def clean_caller_phone(self) -> str:
        try:
            return tidy_phone(self.cleaned_data["caller_phone"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong), code="invalid") from wrong

    def clean(self) -> dict[str, Any]:
        """Ask for what the ending needs, and for both halves of a promise."""
        said = self.cleaned_data
        said["guidance"] = [entry.slug for entry in ticked(said.get("guidance") or [])]
        said["onward_to"] = told_to_ring(said.get("onward", ""), said.get("onward_to", ""))
        for name, sentence in (self.ending.needed if self.ending else {}).items():
            answered = said.get(name) or (name == "advice" and said["guidance"])
            if not answered and name not in self.errors:
                self.add_error(name, sentence)
        if self.ending is Ending.ONWARD and said.get("onward") and not said["onward_to"]:
            self.add_error("onward_to", "Enter whom you told them to ring")
        if self.ending:
            self._check_promise(said)
        return said

    def _check_promise(self, said: dict[str, Any]) -> None:
        """A promise has a day and a person to keep it for; a call-back has a number."""
        if said.get("promise") and not said.get("promise_by") and "promise_by" not in self.errors:
            self.add_error("promise_by", "Enter by when you promised it")
        if said.get("promise_by") and not said.get("promise") and "promise" not in self.errors:
            self.add_error("promise", "Enter what you promised")
        if said.get("promise") and not said.get("person"):
            self.add_error("promise", "A promise is kept for a person: find them first, or book a call-back")
        if said.get("call_back") and not said.get("caller_phone") and "caller_phone" not in self.errors:
            self.add_error("caller_phone", "Enter the number on which to ring the caller back")
        if said.get("call_back") and self._is_anonymous():
            self.add_error("call_back", "A caller who stays anonymous cannot be rung back: no number is kept")

    def _is_anonymous(self) -> bool:
        return bool(self.cleaned_data.get("anonymous")) or self.cleaned_data.get("relation") == Relation.ANONYMOUS

    def told(self) -> Told:
        """What was heard, as the actions take it. An advice call that named no urgency had none; of a caller who stays
        anonymous nothing is kept that says who it was.
        """
        heard = self.cleaned_data
        named = not self._is_anonymous()
        day, hour = heard["call_back"].split() if heard.get("call_back") else ("", "")
        return Told(
            story=heard["story"],
            need=heard["need"] or Need.OTHER,
            urgency=heard["urgency"] or Urgency.NO_RUSH,
            matters=heard["matters"],
            advice=words_to_keep(heard["advice"], heard["guidance"]),
            advised=heard["advised"],
            relation=heard["relation"],
            caller_name=heard["caller_name"] if named else "",
            caller_phone=heard["caller_phone"] if named else "",
            caller_safe_to_call=SPEAKING.get(heard["safe_to_call"]) if named else None,
            caller_safe_to_text=SPEAKING.get(heard["safe_to_text"]) if named else None,
            may_speak_for=SPEAKING.get(heard["may_speak_for"]),
            promise=heard["promise"],
            promise_by=heard["promise_by"],
            ring_back=(date.fromisoformat(day), int(hour)) if day else None,
            started_at=start_of_call(heard["started_at"]),
            still_true=tuple(heard["still_true"] or ()),
            changed=tuple(key for key in heard["replaces"] or () if key not in (heard["still_true"] or ())),
        )

    def facts(self) -> list[dict[str, Any]]:
        """Rows of the check page, each with a way back to its box."""
        heard, told, console = self.cleaned_data, self.told(), reverse("referrals:call_new")
        rows = {
            "relation": Relation(told.relation).label,
            "caller_name": told.caller_name or ("Stays anonymous" if self._is_anonymous() else None),
            "caller_phone": told.caller_phone or None,
            "safe_to_call": SPEAKING_WORDS.get(heard["safe_to_call"]),
            "safe_to_text": SPEAKING_WORDS.get(heard["safe_to_text"]),
            "may_speak_for": SPEAKING_WORDS.get(heard["may_speak_for"]),
            "matters": told.matters or None,
            "need": Need(told.need).label,
            "urgency": Urgency(told.urgency).label,
            "advice": told.advice_given or "None given",
            "promise": f"{told.promise}, by {long_date(told.promise_by)}" if told.promise_by else "Nothing",
            "call_back": slot_of(*told.ring_back).when if told.ring_back else "None",
        }
        if not told.caller_phone:
            rows.pop("safe_to_call"), rows.pop("safe_to_text")
        return [
            {"key": key_of(self.fields[name]), "value": value, "href": f"{console}#id_{name}"}
            for name, value in rows.items()
        ]

    def differences(self, other: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What another draft says where it does not say the same: label and words."""
        mine = self.data if self.is_bound else self.initial
        return [
            (key_of(field), ", ".join(_texts(other, name)))
            for name, field in self.fields.items()
            if not isinstance(field.widget, forms.HiddenInput) and _texts(other, name) != _texts(mine, name)
        ]


def words_of(sent: Mapping[str, Any]) -> Words:
    """What was typed, field by field, as a draft keeps it."""
    lists = {name: _texts(sent, name) for name in CallForm.base_fields if name in sent}
    return {name: texts if name in LISTS else (texts or [""])[-1] for name, texts in lists.items()}


def key_of(asked: forms.Field) -> str:
    """What a field asks for, as the key of a fact."""
    return str(asked.label or "").removesuffix(" (optional)").removesuffix(" …")


def _texts(said: Mapping[str, Any], name: str) -> list[str]:
    """The texts of one field, none of them empty."""
    value = said.getlist(name) if hasattr(said, "getlist") else said.get(name, "")
    return [str(one) for one in (value if isinstance(value, list) else [value]) if str(one)]


def start_of_call(kept: str) -> datetime | None:
    """When the page was opened for this call; None when that cannot be this call."""
    try:
        started = datetime.fromisoformat(kept)
        return started if clock.now() - LONGEST_CALL < started <= clock.now() else None
    except (ValueError, TypeError):
        return None


def call_back_choices() -> list[Any]:
    """The hours with room in the next days, by day."""
    days = [
        (day.name, [(slot.key, f"{slot.hours} ({slot.taken})") for slot in day.hours if not slot.is_full])
        for day in free_slots(clock.today(), CALL_BACK_DAYS)
    ]
    return [("", "No call-back"), *(day for day in days if day[1])]

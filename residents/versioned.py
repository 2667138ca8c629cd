"""Forms that change what stands: they know the version they began with, and show both when it is another one now."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms

from core.fields import DateTextField
from core.layout import Field
from core.words import long_date

YES_NO = (("yes", "Yes"), ("no", "No"), ("", "Not asked"))
ANSWERS = {"yes": True, "no": False}
KEEP, END = "keep", "end"


def answer(label: str, hint: str = "") -> forms.ChoiceField:
    """A question to which "not asked" is an answer of its own."""
    return forms.ChoiceField(label=label, choices=YES_NO, widget=forms.RadioSelect, required=False, help_text=hint)


def said(value: bool | None) -> str:
    """A column as the answer that it is."""
    return {True: "yes", False: "no", None: ""}[value]


def ending(label: str, still: str, no_longer: str) -> forms.ChoiceField:
    """Whether what the form is about goes on or ends."""
    choices = ((KEEP, still), (END, no_longer))
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, initial=KEEP, required=False)


def ends_on(label: str = "Since when (optional)") -> DateTextField:
    """A day in the past; empty is today."""
    return DateTextField(label=label, required=False, latest="today", help_text="For example, 3 May or 3/5/2026")


class OnAVersion(forms.Form):
    """A form that began with one version of what stands, which its field `version` names."""

    def take_version(self, version: int) -> None:
        """Go on from what stands now: what was typed is kept, and sending it again saves it."""
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = str(version)  # type: ignore[index]

    def _label(self, name: str) -> str:
        return str(self.fields[name].label).removesuffix(" (optional)")

    def _shown(self, name: str, value: Any) -> str:
        choices = dict(_flat(getattr(self.fields[name], "choices", ())))
        if isinstance(value, date):
            return long_date(value)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, list):
            return ", ".join(str(choices.get(one, one)) for one in value) or "Nothing"
        return str(choices.get(value, value or "")) or "Nothing"


class VersionedForm(OnAVersion):
    """What is typed for a row that others may change meanwhile. `NOT_SHOWN` are fields that hold no answer."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    NOT_SHOWN: ClassVar[frozenset[str]] = frozenset({"version"})

    def differences(self, now: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Question, what stands now and what was typed, where the two differ; `now` is as the form's own initial."""
        asked = [name for name in self.fields if name in now and name not in self.NOT_SHOWN]
        shown = [
            (self._label(name), self._shown(name, now[name]), self._shown(name, self._typed(name))) for name in asked
        ]
        return [(label, ours, yours) for label, ours, yours in shown if ours != yours]

    def yes_or_no(self, name: str) -> bool | None:
        """The answer to a question of `answer`."""
        return ANSWERS.get(self.cleaned_data[name])

    def fields_left(self, *parts: Any) -> list[Any]:
        """The parts of a layout without the fields that this form does not have."""
        return [part for part in parts if not isinstance(part, Field) or part.name in self.fields]

    def _typed(self, name: str) -> Any:
        return self.cleaned_data.get(name)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    flat: list[tuple[Any, Any]] = []
    for value, label in choices:
        flat += list(label) if isinstance(label, list | tuple) else [(value, label)]
    return flat

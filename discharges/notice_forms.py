"""Forms of notices, made from the table of fields; and of the files that they come in."""

from typing import Any

from django import forms
from django.urls import reverse

from core import clock
from core.components import Look
from core.layout import Button, Buttons, Field, Fieldset, form_helper
from core.words import clock_time
from discharges.enums import NoticeKind
from discharges.notice_csv import LONGEST
from discharges.notice_fields import YES_NO, NoticeField, fields_of
from discharges.notice_reading import Read, read_notice

NOT_SAID = ("", "Not said")
MOST_RADIOS = 6
NARROW = {"date": 10, "nhs_number": 10, "postcode": 10, "moment": 20}


class NoticeForm(forms.Form):
    """A notice of one kind, with the fields of that kind alone; what is typed is read as a line of a file is."""

    def __init__(self, *args: Any, kind: str, initial: dict[str, str] | None = None, **kwargs: Any) -> None:
        self.kind = kind
        kwargs["initial"] = {"issued_at": _now()} | (initial or {})
        super().__init__(*args, **kwargs)
        self.read = Read(kind)
        for one in fields_of(kind):
            self.fields[one.name] = _asked(one, kind)
        self.helper = form_helper(
            *(_group(group, kind) for group in dict.fromkeys(one.group for one in fields_of(kind))),
            Buttons(Button.primary("Take this notice in"), Button.link("Cancel", reverse("discharges:notices"))),
            form_id="notice",
        )

    def clean(self) -> dict[str, Any]:
        """Read all that was typed at once, so that a form and a file are told the same of the same words."""
        typed = {name: str(self.data.get(name) or "") for name in self.fields}
        self.read = read_notice(self.kind, typed, clock.now())
        for name, sentence in self.read.problems.items():
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)
        return dict(self.read.values)


def _now() -> str:
    now = clock.now().astimezone(clock.LONDON)
    return f"{now.day}/{now.month}/{now.year} {clock_time(now.time().replace(second=0, microsecond=0))}"


def _asked(one: NoticeField, kind: str) -> forms.Field:
    """A box or a choice; whether it must be filled the reader says, in its own words."""
    label = one.label if kind in one.needed else f"{one.label} (optional)"
    choices = YES_NO if one.kind == "yes_no" else one.choices
    if not choices:
        widget = forms.Textarea() if one.kind == "words" else forms.TextInput()
        return forms.CharField(
            label=label, required=False, widget=widget, help_text=one.hint, strip=False, max_length=one.most,
            error_messages={"max_length": f"{one.label} must be {one.most:,} characters or fewer"},
        )  # fmt: skip
    few = len(choices) < MOST_RADIOS
    given = list(choices) if kind in one.needed else [NOT_SAID, *choices]
    return forms.ChoiceField(
        label=label, required=False, choices=given if few else [NOT_SAID, *choices], help_text=one.hint,
        widget=forms.RadioSelect() if few else forms.Select(),
    )  # fmt: skip


def _group(group: str, kind: str) -> Fieldset:
    shown = [_shown(one) for one in fields_of(kind) if one.group == group]
    return Fieldset(group, *shown)


def _shown(one: NoticeField) -> Field:
    choices = YES_NO if one.kind == "yes_no" else one.choices
    if choices:
        return Field.radios(one.name, small=True) if len(choices) < MOST_RADIOS else Field.select(one.name)
    if one.kind == "words":
        return Field.textarea(one.name, rows=3)
    return Field.text(one.name, width=NARROW.get(one.kind, ""))


class AsideForm(forms.Form):
    """Why a notice is set aside."""

    because = forms.CharField(
        label="Why is it set aside?",
        max_length=500,
        widget=forms.Textarea,
        help_text="For example, they live in another council's area and that council was told",
        error_messages={
            "required": "Say why the notice is set aside",
            "max_length": "The reason must be 500 characters or fewer",
        },
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.textarea("because", rows=3),
            Buttons(Button.primary("Set it aside"), Button.link("Cancel", back)),
            form_id="aside",
        )


class FileForm(forms.Form):
    """A file of notices."""

    file = forms.FileField(
        label="A CSV file of notices",
        help_text=f"Up to {LONGEST // 1024 // 1024} MB. Nothing is taken up until you have seen what is in it",
        error_messages={"required": "Select a file", "empty": "The file is empty"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field("file", Look(label_size="m")), Buttons(Button.primary("Check this file")), form_id="file"
        )


KINDS = [(str(code), str(label)) for code, label in NoticeKind.choices]

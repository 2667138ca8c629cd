"""Forms of page 26: which record is kept, how somebody knows, which values, and to whom belongs what came since."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from core.layout import Button, Buttons, Field, Fieldset, Include, form_helper
from residents.merging import Difference
from residents.models import Merge, PossibleDuplicate, Resident
from residents.rules.merging import Side
from worklists.duplicates import Asked

LONGEST = 500
TOO_LONG = f"What you write must be {LONGEST} characters or fewer"


class KeepForm(forms.Form):
    """Which of the two records is kept. Sent with GET to the page that shows what would move."""

    keep = forms.ChoiceField(label="Which record is kept?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, pair: PossibleDuplicate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = (pair.one, pair.other)
        self.fields["keep"].choices = [(one.reference, f"{one.display_name}, {one.reference}") for one in people]  # type: ignore[attr-defined]
        self.fields["keep"].initial = pair.one.reference
        self.helper = form_helper(
            Field.radios("keep", small=True, label_size="s"),
            Buttons(Button.primary("Same person: see what would move")),
            method="get",
            action=reverse("worklists:duplicate_merge", kwargs={"pk": pair.pk}),
            form_id="keep",
        )


class NotSameForm(forms.Form):
    """How somebody knows that these are two people."""

    note = forms.CharField(
        label="How do you know that these are two people?",
        max_length=LONGEST,
        help_text="For example, mother and daughter; both were on the telephone",
        error_messages={"required": "Enter how you know that these are two people", "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, pair: PossibleDuplicate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.text("note", label_size="s"),
            Buttons(Button.secondary("Not the same person")),
            action=reverse("worklists:duplicate_apart", kwargs={"pk": pair.pk}),
            form_id="apart",
        )


class MergeForm(forms.Form):
    """Which value is kept where both records know something, and why they are one person.

    `seen` holds the versions of both records as the page showed them.
    """

    why = forms.CharField(
        label="How do you know that this is one person?",
        max_length=LONGEST,
        help_text="For example, she married in May; address and birth date read back",
        error_messages={"required": "Enter how you know that this is one person", "max_length": TOO_LONG},
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        survivor: Resident,
        merged: Resident,
        differing: Sequence[Difference],
        back: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.survivor, self.merged = survivor, merged
        self.fields["seen"].initial = f"{survivor.version}.{merged.version}"
        choices = [difference for difference in differing if difference.is_choice]
        self.fields |= {difference.group.name: self._question(difference) for difference in choices}
        self.names = [difference.group.name for difference in choices]
        fields = [Field.radios(name, small=True, label_size="s") for name in self.names]
        self.helper = form_helper(
            *([Fieldset("What is kept where the two differ", *fields)] if fields else []),
            Include("worklists/_merge_moves.html"),
            Field.text("why", label_size="m"),
            Buttons(Button.warning("Merge these two records"), Button.link("Cancel", back)),
            form_id="merge",
        )

    def _question(self, difference: Difference) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=difference.group.label,
            initial=difference.side.value,
            widget=forms.RadioSelect,
            choices=[
                (Side.SURVIVOR.value, f"{difference.survivor}, from {self.survivor.reference}"),
                (Side.MERGED.value, f"{difference.merged}, from {self.merged.reference}"),
            ],
            error_messages={"required": f"Choose what is kept: {difference.group.label.lower()}"},
        )

    def choices(self) -> dict[str, str]:
        """The side that was chosen, by group of columns."""
        return {name: self.cleaned_data[name] for name in self.names}

    def versions(self) -> dict[UUID, int] | None:
        """The versions of both records that were shown; None when the page did not say."""
        parts = str(self.cleaned_data["seen"]).split(".")
        if len(parts) != 2 or not all(part.isascii() and part.isdigit() for part in parts):
            return None
        return {self.survivor.pk: int(parts[0]), self.merged.pk: int(parts[1])}

    def show_again(self) -> None:
        """Go on from what stands now: what was typed and chosen is kept."""
        data: Any = self.data
        self.data = data.copy()
        self.data["seen"] = self.fields["seen"].initial  # type: ignore[index]


class UndoForm(forms.Form):
    """To whom belongs each group of what came since the merge; what is suggested is chosen already."""

    def __init__(self, *args: Any, merge: Merge, questions: Sequence[Asked], back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            suggested = Side.SURVIVOR if question.goes_to == merge.survivor else Side.MERGED
            self.fields[question.field] = forms.ChoiceField(
                label=question.lines[0],
                help_text=" ".join([_with_it(question.lines[1:]), question.because]),
                initial=suggested.value,
                widget=forms.RadioSelect,
                choices=[
                    (Side.SURVIVOR.value, f"{merge.survivor.display_name}, {merge.survivor.reference}"),
                    (Side.MERGED.value, f"{merge.merged.display_name}, {merge.merged.reference}"),
                ],
                error_messages={"required": f"Choose to whom this belongs: {question.lines[0]}"},
            )
        fields = [Field.radios(question.field, small=True, label_size="s") for question in questions]
        asked = [Fieldset("To whom belongs what came since?", *fields)] if fields else []
        self.helper = form_helper(
            *asked, Buttons(Button.warning("Undo this merge"), Button.link("Cancel", back)), form_id="undo"
        )

    def choices(self) -> dict[str, str]:
        """The side that was chosen, by the key of each group."""
        return {name.removeprefix("group-"): side for name, side in self.cleaned_data.items()}


def _with_it(lines: Sequence[str]) -> str:
    """What goes along with something, in one sentence; "" for nothing."""
    return f"With it: {'; '.join(lines).rstrip('.')}." if lines else ""

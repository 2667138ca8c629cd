"""One row of the morning update: the expected day, the ready day, the pathway, and what holds somebody."""

from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from core.fields import DateTextField
from core.words import long_date
from discharges.enums import BlockerKind, Pathway
from discharges.models import Blocker, HospitalStay
from residents.versioned import VersionedForm

PLAN = ("expected_on", "ready_on", "planned_pathway")
INPUT = {"class": "govuk-input tc-morning__input", "autocomplete": "off"}
SELECT = {"class": "govuk-select tc-morning__input"}


class RowForm(VersionedForm):
    """What is typed about one person. What was there when the page was made is sent along: a row that nobody touched
    changes nothing, whatever happened to it meanwhile.
    """

    NOT_SHOWN: ClassVar[frozenset[str]] = frozenset({"version", "kind", "words", "cleared"})

    expected_on = DateTextField(
        label="Expected home", required=False, show_hidden_initial=True, widget=forms.TextInput(attrs=INPUT)
    )
    ready_on = DateTextField(
        label="Ready since", required=False, latest="today", show_hidden_initial=True,
        widget=forms.TextInput(attrs=INPUT),
    )  # fmt: skip
    planned_pathway = forms.ChoiceField(
        label="Pathway",
        choices=[("", "None yet"), *((path.value, f"Pathway {path.value}") for path in Pathway)],
        required=False,
        show_hidden_initial=True,
        widget=forms.Select(attrs=SELECT),
    )
    cleared = forms.MultipleChoiceField(label="No longer holds them", required=False)
    kind = forms.ChoiceField(
        label="What holds them now",
        choices=[("", "Nothing new"), *BlockerKind.choices],
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    words = forms.CharField(label="In words", required=False, max_length=300, widget=forms.TextInput(attrs=INPUT))

    def __init__(self, data: QueryDict | None, *, stay: HospitalStay, held_by: list[Blocker]) -> None:
        super().__init__(data, prefix=stay.pk.hex, initial=self.starts(stay))
        self.stay, self.held_by = stay, held_by
        self.outcome = ""
        self.unlike: list[tuple[str, str, str]] = []
        # what a colleague has cleared meanwhile can be ticked still: clearing it twice is harmless
        cleared: Any = self.fields["cleared"]
        cleared.choices = [(str(blocker.pk), str(blocker)) for blocker in [*held_by, *self._sent_along()]]

    @staticmethod
    def starts(stay: HospitalStay) -> dict[str, Any]:
        """The answers as they stand, dates as they are typed."""
        days = {name: getattr(stay, name) for name in ("expected_on", "ready_on")}
        words = {name: long_date(day) if day else "" for name, day in days.items()}
        return words | {"planned_pathway": stay.planned_pathway, "version": stay.version}

    def clean(self) -> dict[str, Any]:
        """Words without a kind are something else that holds them."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("words") and not given.get("kind"):
            given["kind"] = BlockerKind.OTHER.value
        if given.get("kind") == BlockerKind.OTHER and not given.get("words"):
            self.add_error("words", "Say what holds them")
        return given

    def changes(self) -> dict[str, Any]:
        """The answers of the plan that are others than when the page was made."""
        return {name: self.cleaned_data[name] for name in PLAN if name in self.changed_data}

    def is_touched(self) -> bool:
        """Whether anything was typed into this row."""
        return bool(set(self.changed_data) - {"version"})

    def go_on_from(self, now: HospitalStay) -> None:
        """Keep what was typed, beside what stands now; what was not typed becomes what stands now."""
        shown = self.starts(now)
        self.unlike = [
            (self._label(name), self._shown(name, shown[name]), self._shown(name, self.cleaned_data[name]))
            for name in self.changes()
            if self._shown(name, shown[name]) != self._shown(name, self.cleaned_data[name])
        ]
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(now.version)
        for name in PLAN:
            if name not in self.changed_data:
                data[self.add_prefix(name)] = data[self.add_initial_prefix(name)] = shown[name]
        self.data = data

    def _sent_along(self) -> list[Blocker]:
        if not self.is_bound:
            return []
        keys = self.data.getlist(self.add_prefix("cleared"))  # type: ignore[attr-defined]
        known = {str(blocker.pk) for blocker in self.held_by}
        gone = [key for key in keys if key not in known]
        return [blocker for blocker in self.stay.blockers.all() if str(blocker.pk) in gone] if gone else []

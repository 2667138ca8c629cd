"""Forms of the front door and of the teams. They validate, and hand over what the actions take."""

from typing import Any

from django import forms

from accounts.models import User
from core.layout import Button, Buttons, Field, form_helper
from referrals.enums import CHOSEN_BY_TEAM, CloseReason
from referrals.models import Referral
from referrals.workload import WorkerLoad

CLOSE_HINTS = {
    CloseReason.SUPPORT_ENDED: "What was agreed is done",
    CloseReason.DECLINED: "They do not want support now; they can always come back",
    CloseReason.VOIDED: "It was sent by mistake; it stays in the history",
}


class VersionedForm(forms.Form):
    """A form about a referral as the page showed it: `version` is sent back with what was typed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    changed = False

    def show_changed(self, version: int, sentence: str) -> None:
        """Somebody acted meanwhile: say what, keep what was typed, and let it be sent again knowing that."""
        self.changed = True
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("version")] = str(version)  # type: ignore[index]
        self.add_error(None, sentence)


class AllocateForm(VersionedForm):
    """Who takes a referral."""

    worker = forms.ChoiceField(
        label="Who takes this?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select who takes this",
            "invalid_choice": "Select somebody who works in this team now",
        },
    )
    note = forms.CharField(
        label="Note to the worker (optional)",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": "The note must be 500 characters or fewer"},
    )

    def __init__(self, *args: Any, workers: list[WorkerLoad], referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = referral.version
        self.workers = {str(load.worker.pk): load.worker for load in workers}
        self.first = next(iter(self.workers), "")
        self.fields["worker"].choices = [(key, worker.name) for key, worker in self.workers.items()]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> User:
        """Who takes it."""
        return self.workers[self.cleaned_data["worker"]]


class CloseForm(VersionedForm):
    """Why a team's work on a referral ends."""

    reason = forms.ChoiceField(
        label="Why does it end?",
        choices=[(reason.value, reason.label) for reason in CHOSEN_BY_TEAM],
        widget=forms.RadioSelect,
        error_messages={"required": "Select why it ends"},
    )

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = referral.version
        self.helper = form_helper(
            Field.radios("reason", label_size="m", hints={str(value): hint for value, hint in CLOSE_HINTS.items()}),
            Buttons(Button.primary("Close the referral"), Button.link("Cancel", referral.get_absolute_url())),
        )

    @property
    def close_reason(self) -> CloseReason:
        return CloseReason(self.cleaned_data["reason"])

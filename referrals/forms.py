"""Forms of the front door and of the teams. They validate, and hand over what the actions take."""

from collections.abc import Sequence
from typing import Any

from django import forms

from accounts.models import User
from core.layout import Button, Buttons, Field, form_helper
from core.words import lower_first
from referrals.enums import CHOSEN_BY_TEAM, CloseReason
from referrals.models import Referral
from referrals.standing import NOBODY, NOTHING, Standing
from referrals.workload import WorkerLoad

CLOSE_HINTS = {
    CloseReason.SUPPORT_ENDED: "What was agreed is done",
    CloseReason.DECLINED: "They do not want support now; they can always come back",
    CloseReason.VOIDED: "It was sent by mistake; it stays in the history",
}


Row = tuple[str, str, str]  # a question, what stands now, and what was typed


class VersionedForm(forms.Form):
    """A form about something as the page showed it: `version` is sent back with what was typed. `unlike` is where the
    two versions differ, once somebody acted meanwhile.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    changed = False
    unlike: Sequence[Row] = ()

    def show_changed(self, version: int, sentence: str, rows: Sequence[Row] = ()) -> None:
        """Somebody acted meanwhile: say what, show both versions, keep what was typed, and let it be sent again
        knowing that.
        """
        self.changed = True
        self.unlike = [row for row in rows if row[1] != row[2]]
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data[self.add_prefix("version")] = str(version)  # type: ignore[index]
        self.add_error(None, sentence)


class ReferralForm(VersionedForm):
    """What somebody does with a referral. `asks` is the field beside which a refusal stands; None is above them all."""

    asks: str | None = None

    def beside(self, now: Standing) -> list[Row]:
        """What was done meanwhile beside what was about to be done, and the words of both."""
        raise NotImplementedError

    def show_both(self, now: Standing) -> None:
        """Somebody acted on the referral meanwhile: both versions side by side."""
        self.show_changed(now.version, now.happened, self.beside(now))


def done(now: Standing, typed: str) -> Row:
    """The first row of both versions: what somebody did, and when, beside what was about to be done."""
    return ("What is done with it", now.happened, typed)


class AllocateForm(ReferralForm):
    """Who takes a referral."""

    asks = "worker"

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

    def beside(self, now: Standing) -> list[Row]:
        return [
            done(now, f"Allocate it to {self.chosen.name}"),
            ("Who holds it", now.holder, self.chosen.name),
            ("Note to the worker", now.note, self.cleaned_data["note"] or NOTHING),
        ]


class CloseForm(ReferralForm):
    """Why a team's work on a referral ends."""

    asks = "reason"

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

    def beside(self, now: Standing) -> list[Row]:
        why = self.close_reason.label
        return [done(now, f"Close it: {lower_first(why)}"), ("Who holds it", now.holder, NOBODY)]

"""Forms of a six-week review: the visit, a refusal after a conversation, why it is late."""

from typing import Any

from django import forms

from accounts.models import User
from core import clock
from core.fields import DateTextField, TimeTextField
from core.layout import Button, Buttons, Columns, Field, form_helper
from core.words import long_date
from discharges.actions import Conversation, Going
from discharges.enums import Answered, BreachCause
from discharges.models import ReviewVisit, SixWeekClock
from referrals.forms import Row, VersionedForm
from referrals.promise_forms import ComingDayField, line

ASKED = [(Answered.YES, "Yes"), (Answered.NO, "No")]


class VisitForm(VersionedForm):
    """Who goes, on which day and, when that is known, at what time. `version` is nought for a new visit."""

    planned_for = ComingDayField(
        label="Which day?",
        earliest="today",
        help_text="For example, tomorrow, next Tue (the first Tuesday after today) or 27 November",
        error_messages={"required": "Enter the day of the visit"},
    )
    at_time = TimeTextField(label="At what time? (optional)", required=False, help_text="For example, 10:30am")
    worker = forms.ChoiceField(
        label="Who visits?",
        error_messages={"required": "Select who visits", "invalid_choice": "Select somebody who holds reviews"},
    )
    note = line("Note for the visit (optional)", help_text="For example, ring the bell twice")

    def __init__(
        self, *args: Any, running: SixWeekClock, visit: ReviewVisit | None, workers: list[User],
        like: ReviewVisit | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        """`like` is one that was called off and is to be planned again: its day, while that can be, and its worker."""
        super().__init__(*args, **kwargs)
        self.workers = {str(worker.pk): worker for worker in workers}
        self.fields["worker"].choices = [(key, worker.name) for key, worker in self.workers.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("version", 0)
        if known := visit or like:
            self.initial["at_time"], self.initial["note"] = known.at_time, known.note
            self.initial["worker"] = str(known.worker_id)
            if visit or not known.has_passed:
                self.initial["planned_for"] = known.planned_for
            self.initial["version"] = visit.version if visit else 0
        self.helper = form_helper(
            Columns(Field.text("planned_for", width=20, label_size="s"), Field.text("at_time", width=10)),
            Field.select("worker", label_size="s"),
            Field.text("note"),
            Buttons(
                Button.primary("Move this visit" if visit else "Plan this visit"),
                Button.link("Cancel", running.get_absolute_url()),
            ),
            form_id="visit",
        )

    @property
    def going(self) -> Going:
        """What was asked for."""
        given = self.cleaned_data
        return Going(given["planned_for"], self.workers[given["worker"]], given["at_time"], given["note"])

    def beside(self, now: ReviewVisit) -> list[Row]:
        """The visit as it stands now beside what was typed."""
        going = self.going
        return [
            ("Visit", f"{now.get_status_display()}: {now.when}", going.when),
            ("Who visits", now.worker.name, going.worker.name),
            ("Note", now.note or "Nothing", going.note or "Nothing"),
        ]


class CallOffForm(VersionedForm):
    """Why a visit is called off."""

    because = line("Why is it called off?", "Enter why the visit is called off")

    def __init__(self, *args: Any, visit: ReviewVisit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = visit.version
        self.helper = form_helper(
            Field.text("because", label_size="s"),
            Buttons(Button.primary("Call the visit off"), Button.link("Keep it", visit.clock.get_absolute_url())),
        )

    def beside(self, now: ReviewVisit) -> list[Row]:
        """The visit as it stands now beside what was typed."""
        stands = f"{now.get_status_display()}: {now.when}"
        return [("Visit", stands, f"Called off: {self.data.get('because', '')}")]


class RefusalForm(forms.Form):
    """A conversation in which somebody refused the full assessment, and what was asked before (Care Act 2014 s11)."""

    talked_on = DateTextField(
        label="When did you talk?",
        latest="today",
        help_text="For example, today or 20 November",
        error_messages={"required": "Enter the day of the conversation"},
    )
    words = forms.CharField(
        label="What did they say, in their words?",
        widget=forms.Textarea,
        max_length=4000,
        error_messages={
            "required": "Enter what they said",
            "max_length": "What they said must be 4,000 characters or fewer",
        },
    )
    has_capacity = forms.ChoiceField(
        label="Can they decide for themselves whether to be assessed?",
        help_text="Presume that they can. The answer is about this decision, at this time",
        choices=ASKED,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they can decide about this"},
    )
    in_best_interests = forms.ChoiceField(
        label="Is an assessment in their best interests?",
        choices=ASKED,
        required=False,
        widget=forms.RadioSelect,
    )
    at_risk_of_abuse = forms.ChoiceField(
        label="Do they experience abuse or neglect, or are they at risk of it?",
        help_text="Self-neglect, and what somebody else does, counts as well",
        choices=ASKED,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they are at risk of abuse or neglect"},
    )

    def __init__(self, *args: Any, running: SixWeekClock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.running = running
        self.initial.setdefault("talked_on", clock.today())
        best_interests = Field.radios("in_best_interests", inline=True, small=True, label_size="s")
        self.helper = form_helper(
            Field.text("talked_on", width=20, label_size="s"),
            Field.textarea("words", rows=4, label_size="s"),
            Field.radios("has_capacity", small=True, label_size="s", reveals={Answered.NO: best_interests}),
            Field.radios("at_risk_of_abuse", inline=True, small=True, label_size="s"),
            Buttons(Button.primary("Record the refusal"), Button.link("Cancel", running.get_absolute_url())),
            form_id="refusal",
        )

    def clean_talked_on(self) -> Any:
        """On or after the day of discharge."""
        talked_on = self.cleaned_data["talked_on"]
        if talked_on < self.running.discharged_on:
            home = long_date(self.running.discharged_on)
            raise forms.ValidationError(f"The conversation must be on or after {home}, when they went home")
        return talked_on

    def clean(self) -> dict[str, Any]:
        """Best interests are asked about when, and only when, they cannot decide."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("has_capacity") != Answered.NO:
            given["in_best_interests"] = Answered.NOT_ASKED
        elif not given.get("in_best_interests"):
            self.add_error("in_best_interests", "Select whether an assessment is in their best interests")
        return given

    @property
    def told(self) -> Conversation:
        """What was said, and the answers."""
        given = self.cleaned_data
        return Conversation(
            given["talked_on"], given["words"], Answered(given["has_capacity"]), Answered(given["at_risk_of_abuse"]),
            Answered(given["in_best_interests"]),
        )  # fmt: skip


class WithdrawRefusalForm(forms.Form):
    """Why a refusal does not hold any more."""

    because = line("Why does it not hold any more?", "Enter why the refusal does not hold any more")

    def __init__(self, *args: Any, running: SixWeekClock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].help_text = "For example, they want an assessment after all, or it was an error"
        self.helper = form_helper(
            Field.text("because", label_size="s"),
            Buttons(Button.primary("Withdraw the refusal"), Button.link("Cancel", running.get_absolute_url())),
        )


class LateForm(forms.Form):
    """Why a review is overdue, or was held late."""

    cause = forms.ChoiceField(
        label="What was the reason?",
        choices=BreachCause.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the reason"},
    )
    words = line("In your words (optional)", most=500)

    def __init__(self, *args: Any, running: SixWeekClock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.radios("cause", small=True, label_size="m"),
            Field.text("words"),
            Buttons(Button.primary("Save the reason"), Button.link("Not now", running.get_absolute_url())),
        )

    def clean(self) -> dict[str, Any]:
        """Something else is said in words."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("cause") == BreachCause.OTHER and not given.get("words", "").strip():
            self.add_error("words", "Enter what the reason was")
        return given

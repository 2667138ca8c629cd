"""Forms of page 23: access needs in the six stages of the Accessible Information Standard, and alerts."""

from typing import Any, ClassVar

from django import forms

from core import clock
from core.fields import DateTextField
from core.layout import Button, Buttons, Field, Include, form_helper
from residents.actions import Need, Warn
from residents.enums import AccessKind, AlertFamily
from residents.models import AccessNeed, Alert
from residents.rules.access import need_review_by
from residents.rules.alerts import alert_review_by
from residents.versioned import END, VersionedForm, answer, ending, said

NEEDS, NOTHING = "needs", "nothing"
WITHIN_A_YEAR = "Enter a day within a year, so that it is looked at again"


class ReviewedForm(VersionedForm):
    """Something that is looked at again within a year, and may be ended with why."""

    review_on = DateTextField(
        label="When do we look at this again?", earliest="today", error_messages={"required": WITHIN_A_YEAR}
    )
    then = ending("Does it still hold?", "Yes", "No, it has ended")
    because = forms.CharField(label="Why has it ended?", max_length=200, required=False)

    NOT_SHOWN: ClassVar[frozenset[str]] = frozenset({"version", "then", "because"})

    def clean_review_on(self) -> Any:
        """At most a year ahead (ACC-7, ALE-1)."""
        day = self.cleaned_data["review_on"]
        if day and day > need_review_by(clock.today()):
            raise forms.ValidationError(WITHIN_A_YEAR)
        return day

    def clean(self) -> dict[str, Any]:
        """What ends has a reason."""
        given = super().clean() or {}
        if given.get("then") == END and not given.get("because", "").strip():
            self.add_error("because", "Enter why it has ended")
        return given

    @property
    def ends(self) -> bool:
        """Whether it has ended."""
        return self.cleaned_data.get("then") == END

    def without_ending(self) -> None:
        """Something new has no end yet."""
        del self.fields["then"], self.fields["because"]


class NeedForm(ReviewedForm):
    """One access need, in the order of the standard: ask, record, flag, share, meet, review."""

    asked = forms.ChoiceField(
        label="1. Ask: do they need anything so that we understand each other?",
        choices=((NEEDS, "Yes, they told us what"), (NOTHING, "We asked, and they need nothing")),
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they need anything"},
    )
    kind = forms.ChoiceField(
        label="2. Record: what do they need?", choices=AccessKind, widget=forms.RadioSelect, required=False
    )
    detail = forms.CharField(
        label="Exactly what (optional)", max_length=200, required=False, help_text="For example, 18 point on yellow"
    )
    said_by = forms.CharField(label="Who told us (optional)", max_length=200, required=False)
    may_share = answer("4. Share: may it go along to others who help them?", "Partners see it only after a yes")
    how_met = forms.CharField(
        label="5. Meet: how will we do it? (optional)", max_length=300, required=False,
        help_text="For example, book the interpreter a week ahead",
    )  # fmt: skip

    def __init__(self, *args: Any, row: AccessNeed | None = None, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_on"].label = "6. Review: when do we look at this again?"
        self.row = row
        if row is None:
            self.without_ending()
            self.fields["review_on"].required = False
        else:
            del self.fields["asked"], self.fields["kind"]
        self.helper = form_helper(*self._parts(), Buttons(Button.primary("Save"), Button.link("Cancel", back)))

    def _parts(self) -> list[Any]:
        return self.fields_left(
            Field.radios("asked", small=True, label_size="s"),
            Field.radios("kind", small=True, label_size="s"),
            Field.text("detail"),
            Field.text("said_by", width=20),
            Include("residents/_flag_stage.html"),
            Field.radios("may_share", inline=True, small=True, label_size="s"),
            Field.text("how_met", label_size="s"),
            Field.text("review_on", width=20, label_size="s"),
            Field.radios("then", small=True, label_size="s", reveals={END: Field.text("because")}),
        )

    @classmethod
    def initial_of(cls, row: AccessNeed | None) -> dict[str, Any]:
        """What stands now; the review a year from today, because this is one."""
        review_on = need_review_by(clock.today())
        if row is None:
            return {"review_on": review_on}
        words = {"detail": row.detail, "said_by": row.said_by, "how_met": row.how_met}
        return {**words, "may_share": said(row.may_share), "review_on": review_on, "version": row.version}

    def clean(self) -> dict[str, Any]:
        """Who needs something needs something that we know of."""
        given = super().clean() or {}
        if given.get("asked") == NEEDS and not given.get("kind"):
            self.add_error("kind", "Select what they need")
        if given.get("asked") == NOTHING and given.get("kind"):
            self.add_error("asked", "You selected a need as well. Select that they told us what they need")
        return given

    @property
    def needs_nothing(self) -> bool:
        """Whether they were asked and need nothing."""
        return self.cleaned_data.get("asked") == NOTHING

    def need(self) -> Need:
        """The need as the action takes it."""
        given = self.cleaned_data
        return Need(
            kind=self.row.kind if self.row else given["kind"],
            detail=given["detail"],
            said_by=given["said_by"],
            may_share=self.yes_or_no("may_share"),
            how_met=given["how_met"],
            review_on=given["review_on"],
        )


class AlertForm(ReviewedForm):
    """What whoever opens the record must see first, why, and until when."""

    family = forms.ChoiceField(
        label="What is it about?",
        choices=AlertFamily,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is about"},
    )
    words = forms.CharField(
        label="What everybody must see",
        max_length=120,
        error_messages={"required": "Enter what everybody must see"},
        help_text="A few words, for example: visit in pairs",
    )
    reason = forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Enter why"},
        help_text="What happened, and what to do. The person may ask to read it",
    )
    told_person = answer("Does the person know of this alert?")

    def __init__(self, *args: Any, row: Alert | None = None, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        if row is None:
            self.without_ending()
        else:
            del self.fields["family"]
        self.helper = form_helper(
            *self.fields_left(
                Field.radios(
                    "family",
                    small=True,
                    label_size="s",
                    hints={
                        AlertFamily.SAFETY: "A risk to staff or to the person, lone working, an address not to be told",
                        AlertFamily.STATUS: "Something about the record itself",
                    },
                ),
                Field.text("words"),
                Field.textarea("reason", rows=4, characters=500),
                Field.radios("told_person", inline=True, small=True, label_size="s"),
                Field.text("review_on", width=20),
                Field.radios("then", small=True, label_size="s", reveals={END: Field.text("because")}),
            ),
            Buttons(Button.primary("Save this alert"), Button.link("Cancel", back)),
            form_id="alert",
        )

    @classmethod
    def initial_of(cls, row: Alert | None) -> dict[str, Any]:
        """What stands now."""
        if row is None:
            return {"review_on": alert_review_by(clock.today())}
        answers = {"told_person": said(row.told_person), "review_on": row.review_on, "version": row.version}
        return {"words": row.words, "reason": row.reason, **answers}

    def warn(self) -> Warn:
        """The alert as the action takes it."""
        given = self.cleaned_data
        return Warn(
            family=self.row.family if self.row else given["family"],
            words=given["words"],
            reason=given["reason"],
            told_person=self.yes_or_no("told_person"),
            review_on=given["review_on"],
        )

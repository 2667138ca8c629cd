"""Forms of a change that somebody wants: what is wrong, and what becomes of it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator

from core.layout import Button, Buttons, Field, form_helper
from residents.enums import Topic
from residents.models import Statement
from talking_shops.actions.proposing import LONGEST
from talking_shops.enums import ToldHow

QUESTION = "What is wrong, and what would be right?"
TAKE, LEAVE = "take", "leave"
NOTHING = ""


def words_field(label: str, hint: str) -> forms.CharField:
    """A box for what is wrong, as they say it."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={
            "required": "Write what is wrong",
            "max_length": f"What is wrong must be {LONGEST:,} characters or fewer",
        },
    )


class PutRightForm(forms.Form):
    """What somebody says through their link. Nothing else is asked: the link says which conversation it was."""

    words = words_field(QUESTION, "In your own words. Whoever you spoke with reads it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.textarea("words", rows=8, label_size="m"), Buttons(Button.primary("Send")), form_id="wrong"
        )
        self.helper.disable_csrf = True  # who has the link may send, and no cookie is set


class ProposalForm(forms.Form):
    """What somebody says on the telephone or face to face, written down for them."""

    statement = forms.ChoiceField(label="Which words is it about? (optional)", required=False, widget=forms.RadioSelect)
    words = words_field(QUESTION, "In their words")

    def __init__(self, *args: Any, said: Sequence[Statement], back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = {str(one.pk): one for one in said}
        self.fields["statement"].choices = _choices(said, "None of these, or I do not know")  # type: ignore[attr-defined]
        parts = [Field.radios("statement", small=True, label_size="s")] if said else []
        if not said:
            del self.fields["statement"]
        self.helper = form_helper(
            Field.textarea("words", rows=6, label_size="s"),
            *parts,
            Buttons(Button.primary("Keep it"), Button.link("Cancel", back)),
            form_id="proposal",
        )

    def statement_meant(self) -> Statement | None:
        """The words that it is about, when they said which."""
        return self.said.get(self.cleaned_data.get("statement", ""))


class DecisionForm(forms.Form):
    """Taken into the record in their words, or left out with the reason; and how they were told."""

    decision = forms.ChoiceField(
        label="What becomes of it?",
        choices=[(TAKE, "Take it into the record, in their words"), (LEAVE, "Leave it out of the record")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what becomes of it"},
    )
    topic = forms.ChoiceField(label="What is it about?", choices=Topic.choices, required=False)
    replaces = forms.ChoiceField(label="Which words does it replace?", required=False, widget=forms.RadioSelect)
    because = forms.CharField(
        label="Why it is left out",
        help_text="They are told this, in these words",
        max_length=500,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": "Why it is left out must be 500 characters or fewer"},
    )
    told_how = forms.ChoiceField(label="How did you tell them?", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, said: Sequence[Statement], by_message: bool, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = {str(one.pk): one for one in said}
        self.by_message = by_message
        self.fields["replaces"].choices = _choices(said, "Nothing: it is added")  # type: ignore[attr-defined]
        not_yet = "They get a message" if by_message else "Not yet"
        self.fields["told_how"].choices = [(NOTHING, not_yet), *ToldHow.choices]  # type: ignore[attr-defined]
        taking: tuple[Field, ...] = (Field.select("topic"),)
        if said:
            taking = (Field.radios("replaces", small=True, label_size="s"), *taking)
        else:
            del self.fields["replaces"]
        self.helper = form_helper(
            Field.radios("decision", label_size="m", reveals={TAKE: taking, LEAVE: Field.textarea("because", rows=4)}),
            Field.radios("told_how", small=True, label_size="m"),
            Buttons(Button.primary("Decide"), Button.link("Not now", back)),
            form_id="decision",
        )

    def clean(self) -> dict[str, Any]:
        """A reason, and how they were told, when it is left out; a topic when it is taken in."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("decision") == LEAVE:
            if not given.get("because", "").strip():
                self.add_error("because", "Write why it is left out: they are told")
            if not self.by_message and not given.get("told_how"):
                self.add_error("told_how", "Select how you told them")
        elif given.get("decision") == TAKE and not (given.get("topic") or self.replaced()):
            self.add_error("topic", "Select what it is about")
        return given

    def replaced(self) -> Statement | None:
        """The earlier words that theirs replace."""
        return self.said.get(self.cleaned_data.get("replaces", ""))

    def topic_given(self) -> str:
        """What it is about: the topic of what it replaces, else what was selected."""
        earlier = self.replaced()
        return earlier.topic if earlier else self.cleaned_data["topic"]


def _choices(said: Sequence[Statement], none: str) -> list[tuple[str, str]]:
    lines = [(str(one.pk), f"{one.get_topic_display()}: {Truncator(one.words).chars(120)}") for one in said]
    return [*lines, (NOTHING, none)]

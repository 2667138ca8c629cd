"""Forms of what somebody thought: whether and how they are asked, and the three questions (FB-1)."""

from typing import Any

from django import forms
from django.urls import reverse

from core.layout import Button, Buttons, Field, form_helper
from residents.forms import tidied
from residents.phones import tidy_phone
from talking_shops.actions import Answers
from talking_shops.enums import FeedbackBy
from talking_shops.models import Conversation
from talking_shops.receipt_forms import address_given, known_safe
from talking_shops.receipts import Offer

SCALE = [("5", "Completely"), ("4", "Mostly"), ("3", "Partly"), ("2", "A little"), ("1", "Not at all")]
QUESTIONS = {
    "listened": "They listened to what matters to me",
    "understood": "I know what happens next",
    "helped": "It made a difference to me",
}
NOTHING = "Answer at least one of the questions"


def _question(name: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=QUESTIONS[name], choices=SCALE, required=False, widget=forms.RadioSelect)


class FeedbackForm(forms.Form):
    """Three sentences from 1 to 5, and words. Any may be left out, but not all."""

    listened = _question("listened")
    understood = _question("understood")
    helped = _question("helped")
    words = forms.CharField(
        label="Anything else you want to say? (optional)",
        max_length=5000,
        required=False,
        widget=forms.Textarea,
        error_messages={"max_length": "What you say must be 5,000 characters or fewer"},
    )
    may_quote = forms.BooleanField(label="You may show these words to others, without my name", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(*self.questions(), Buttons(Button.primary("Send")), form_id="feedback")
        self.helper.disable_csrf = True  # who has the link may send, and no cookie is set

    @staticmethod
    def questions() -> list[Field]:
        radios = [Field.radios(name, small=True, label_size="m") for name in QUESTIONS]
        return [*radios, Field.textarea("words", rows=4, label_size="m"), Field.checkboxes("may_quote", small=True)]

    def clean(self) -> dict[str, Any]:
        """At least one answer."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and self.answers().is_empty:
            self.add_error("listened", NOTHING)
        return given

    def answers(self) -> Answers:
        """What they said, as the action takes it."""
        given = self.cleaned_data
        said = {name: int(given[name]) if given.get(name) else None for name in QUESTIONS}
        return Answers(**said, words=given.get("words", ""), may_quote=given.get("may_quote", False))


class WrittenDownForm(FeedbackForm):
    """What they said on the telephone, or wrote on paper."""

    asked_by = forms.ChoiceField(
        label="How did they answer?",
        choices=[choice for choice in FeedbackBy.choices if choice[0] != FeedbackBy.LINK],
        widget=forms.RadioSelect,
        error_messages={"required": "Select how they answered"},
    )

    def __init__(self, *args: Any, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["may_quote"].label = "They say that these words may be shown to others, without their name"
        self.fields["words"].label = "Anything else they want to say (optional)"
        self.helper = form_helper(
            Field.radios("asked_by", small=True, inline=True, label_size="m"),
            *self.questions(),
            Buttons(Button.primary("Keep their answers"), Button.link("Cancel", conversation.get_absolute_url())),
            form_id="feedback",
        )


class AskByLinkForm(forms.Form):
    """Where the link goes: a number to text, or an e-mail address."""

    to = forms.CharField(
        label="Telephone number or e-mail address",
        max_length=200,
        error_messages={"required": "Enter a telephone number or an e-mail address"},
    )
    is_safe = forms.BooleanField(label="They say that it is safe to write to them there", required=False)

    def __init__(self, data: Any = None, *, conversation: Conversation, offer: Offer) -> None:
        super().__init__(data, initial={"to": offer.to or offer.to_text or offer.to_email})
        self.fields["is_safe"].help_text = known_safe(offer)
        self.helper = form_helper(
            Field.text("to", label_size="s"),
            Field.checkboxes("is_safe", small=True),
            Buttons(Button.secondary("Send the link")),
            action=reverse("talking_shops:feedback_link", kwargs={"pk": conversation.pk}),
            form_id="ask-by-link",
        )

    def clean_to(self) -> str:
        to = self.cleaned_data["to"].strip()
        return address_given(to) if "@" in to else tidied(tidy_phone, to)

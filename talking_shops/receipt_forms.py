"""The form that gives somebody what was agreed: in which form, where to, and whether we may ask later."""

from typing import Any

from django import forms

from core.layout import Button, Buttons, Field, form_helper
from residents.emails import tidy_email
from residents.forms import tidied
from residents.phones import tidy_phone
from talking_shops.actions import Giving
from talking_shops.enums import MayAsk, ReceiptForm
from talking_shops.models import Conversation
from talking_shops.receipts import Offer

FORM_HINTS = {
    ReceiptForm.PRINT: "Opens the page to print",
    ReceiptForm.LARGE_PRINT: "18 point and larger",
    ReceiptForm.TEXT: "The next steps, then as much of their words as there is room for",
    ReceiptForm.EMAIL: "The whole page",
}
NOTHING_TO_REMEMBER = "Select how they want things in writing, or do not tick this"


class ReceiptGivenForm(forms.Form):
    """In which form they take it away. It begins with how they want things in writing, what they took last and need.

    That this is to be remembered is never ticked beforehand: what somebody takes once, because there is no printer or
    their glasses are at home, is not what they want, and would write over what they said when they were asked.
    """

    form = forms.ChoiceField(
        label="How would they like it?",
        choices=ReceiptForm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how they would like it"},
    )
    number = forms.CharField(label="Telephone number", max_length=40, required=False)
    address = forms.CharField(label="E-mail address", max_length=200, required=False)
    is_safe = forms.BooleanField(
        label="For a text or an e-mail: they say that it is safe to send their words there", required=False
    )
    remember = forms.BooleanField(
        label="Remember this: they want to have things in writing like this from now on", required=False
    )
    may_ask = forms.ChoiceField(
        label="May we ask them later what they thought of this conversation?",
        help_text="Three short questions, without their name",
        choices=MayAsk.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, data: Any = None, *, conversation: Conversation, offer: Offer, **kwargs: Any) -> None:
        begins = {"form": offer.form, "number": offer.to_text, "address": offer.to_email}
        super().__init__(data, initial={**begins, "may_ask": conversation.may_ask}, **kwargs)
        self.fields["is_safe"].help_text = known_safe(offer)
        self.fields["remember"].help_text = f"Their record says: {offer.wish_text}"
        remember = [Field.checkboxes("remember", small=True)] if conversation.resident_id else []
        self.helper = form_helper(
            Field.radios(
                "form",
                label_size="m",
                hints=FORM_HINTS,
                reveals={
                    ReceiptForm.TEXT: Field.text("number", width=20, inputmode="tel"),
                    ReceiptForm.EMAIL: Field.text("address", inputmode="email"),
                },
            ),
            Field.checkboxes("is_safe", small=True),
            *remember,
            Field.radios("may_ask", small=True, label_size="m"),
            Buttons(Button.primary("Give it"), Button.link("Not now", conversation.get_absolute_url())),
            form_id="receipt",
        )

    def clean_number(self) -> str:
        number = self.cleaned_data["number"].strip()
        if self.cleaned_data.get("form") != ReceiptForm.TEXT:
            return ""
        if not number:
            raise forms.ValidationError("Enter the number to text")
        return tidied(tidy_phone, number)

    def clean_address(self) -> str:
        return address_given(self.cleaned_data["address"]) if self.data.get("form") == ReceiptForm.EMAIL else ""

    def clean_remember(self) -> bool:
        """Only of who took one it is known how they want it."""
        remember: bool = self.cleaned_data["remember"]
        if remember and self.cleaned_data.get("form") == ReceiptForm.NOT_WANTED:
            raise forms.ValidationError(NOTHING_TO_REMEMBER)
        return remember

    def giving(self) -> Giving:
        """What is given, as the action takes it."""
        given = self.cleaned_data
        return Giving(
            form=given["form"],
            to=given["number"] or given["address"],
            is_safe=given["is_safe"],
            may_ask=given["may_ask"] or MayAsk.NOT_ASKED,
            remember=given["remember"],
        )


def known_safe(offer: Offer) -> str:
    """Whether they need not be asked again, and of which number or address: nobody but them ticks that it is safe."""
    known = [f"to text {offer.to_text}"] if offer.no_ask else []
    known += [f"to write to {offer.to_email}"] if offer.no_ask_email else []
    return f"Their record says already that it is safe {' and '.join(known)}" if known else ""


def address_given(typed: str) -> str:
    """An e-mail address as it is kept. Raises ValidationError in our words."""
    return tidied(tidy_email, typed)

"""The form that gives somebody what was agreed: in which form, where to, and whether we may ask later."""

import re
from typing import Any

from django import forms
from django.core.validators import validate_email

from core.layout import Button, Buttons, Field, form_helper
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
ADDRESS = re.compile(r"\s")


class ReceiptGivenForm(forms.Form):
    """In which form they take it away. It begins with what they took last and what they need."""

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

    def giving(self) -> Giving:
        """What is given, as the action takes it."""
        given = self.cleaned_data
        to = given["number"] or given["address"]
        return Giving(form=given["form"], to=to, is_safe=given["is_safe"], may_ask=given["may_ask"] or MayAsk.NOT_ASKED)


def known_safe(offer: Offer) -> str:
    """Whether they need not be asked again, and of which number: nobody but them ticks that an address is safe."""
    return f"Their record says already that it is safe to text {offer.to_text}" if offer.no_ask else ""


def address_given(typed: str) -> str:
    """An e-mail address as it is kept. Raises ValidationError in our words."""
    address = ADDRESS.sub("", typed)
    try:
        validate_email(address)
    except forms.ValidationError:
        raise forms.ValidationError("Enter an e-mail address, like jean@example.org") from None
    return address

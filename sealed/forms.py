"""The question before words are let go."""

from typing import Any

from django import forms

from core.layout import Button, Buttons, Field, form_helper


class LetGoForm(forms.Form):
    """That the writer has these words elsewhere, or does not need them."""

    sure = forms.BooleanField(
        label="I have these words elsewhere, or they are not needed",
        error_messages={"required": "Tick this to let it go. Or save it as text first."},
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(Field("sure"), Buttons(Button.warning("Let it go"), Button.link("Keep it", back)))

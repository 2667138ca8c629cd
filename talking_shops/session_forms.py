"""Forms of the page of one session: who comes from which service, and what the day was like."""

from typing import Any
from uuid import UUID

from django import forms

from accounts.models import User
from core.fields import choose, restore
from core.layout import Button, Buttons, Field, form_helper
from talking_shops.actions.noting import LONGEST_NOTE
from talking_shops.attending import SOMEBODY_ELSE, attending_at, colleagues_near
from talking_shops.enums import Service
from talking_shops.models import Session


class AttendingForm(forms.Form):
    """A colleague with an account, or somebody of another service by name."""

    user = forms.ChoiceField(
        label="Who?", widget=forms.RadioSelect,
        error_messages={"required": "Select who comes", "invalid_choice": "They are on the list already"},
    )  # fmt: skip
    name = forms.CharField(
        label="Their name",
        max_length=120,
        required=False,
        error_messages={"max_length": "Their name must be 120 characters or fewer"},
    )
    service = choose("From which service?", "Select from which service they come", Service.choices)

    def __init__(self, *args: Any, session: Session, viewer: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = {one.user_id for one in attending_at(session)}
        self.colleagues = {str(one.pk): one for one in colleagues_near(session, viewer) if one.pk not in listed}
        named = [(key, one.name) for key, one in self.colleagues.items()]
        self.fields["user"].choices = [*named, (SOMEBODY_ELSE, "Somebody else")]  # type: ignore[attr-defined]
        ahead = "Put into the rota"
        self.helper = form_helper(
            Field.radios("user", small=True, label_size="s", reveals={SOMEBODY_ELSE: Field.text("name", width=20)}),
            Field.radios("service", small=True, label_size="s"),
            Buttons(
                Button.primary(ahead if session.lies_ahead else "They are here"),
                Button.link("Cancel", session.get_absolute_url()),
            ),
            form_id="attending",
        )

    def clean(self) -> dict[str, Any]:
        """Somebody without an account has a name."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("user") == SOMEBODY_ELSE and not given.get("name", "").strip() and "name" not in self.errors:
            self.add_error("name", "Enter their name")
        return given

    def said(self) -> dict[str, Any]:
        """What the form says, as `actions.put_on_list` takes it."""
        given = self.cleaned_data
        return {"user": self.colleagues.get(given["user"]), "name": given["name"], "service": given["service"]}


class NoteForm(forms.Form):
    """What the day was like, without the name of any person."""

    words = forms.CharField(
        label="What was the day like?",
        help_text="The weather, how busy it was, what people asked for, what to bring next time. No names of people.",
        max_length=LONGEST_NOTE,
        widget=forms.Textarea,
        error_messages={
            "required": "Write what the day was like",
            "max_length": f"What the day was like must be {LONGEST_NOTE:,} characters or fewer",
        },
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.textarea("words", rows=6, label_size="m"),
            Buttons(Button.primary("Save"), Button.link("Cancel", session.get_absolute_url())),
            form_id="note",
        )

    def restore(self, kept: dict[str, Any]) -> None:
        """What was typed before and not sent."""
        restore(self, kept)


def id_sent(text: str) -> UUID | None:
    """An id that a page's script made; None for none and for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None

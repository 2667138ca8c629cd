"""Forms of a conversation that was held: with somebody known, or with somebody not known yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template import Context
from django.urls import reverse

from core import clock
from core.fields import DateTextField, choose
from core.layout import Button, Buttons, Columns, Field, form_helper
from core.words import weekday_date
from residents.already_told import Beside, Known
from residents.enums import Topic
from residents.models import Resident
from talking_shops.actions import Talk
from talking_shops.enums import Depth, Place
from talking_shops.forms import NOTHING_SAID, TalkForm, beside, how_far, sections
from talking_shops.models import Session

WHEN_AND_WHERE = (
    Field.radios("place", small=True, label_size="s"),
    Field.select("session"),
)


def known_by(label: str, **more: Any) -> forms.CharField:
    """A few words by which somebody is known again."""
    too_long = f"{label.removesuffix(' (optional)')} must be 80 characters or fewer"
    return forms.CharField(label=label, required=False, max_length=80, error_messages={"max_length": too_long}, **more)


@dataclass(frozen=True)
class WhenSaid:
    """A field that shows only while there are words in it."""

    field: Field

    def render(self, form: Any, context: Context, **kwargs: Any) -> str:
        """The HTML of the field, or nothing; called by crispy-forms."""
        return str(self.field.render(form, context)) if form[self.field.name].value() else ""


class HeldForm(TalkForm):
    """A whole conversation on one page. Only its date and one sentence are required."""

    held_on = DateTextField(
        label="Date",
        latest="today",
        help_text="For example, 27 November or yesterday",
        error_messages={"required": "Enter the date of the conversation"},
    )
    place = choose("Where", "Select where the conversation was", Place.choices)
    field_order: Sequence[str] = ("held_on", "with_whom", "place", "session")  # errors are told in the page's order
    session = forms.ChoiceField(label="Which Talking Shop, if it was at one (optional)", required=False)

    def __init__(self, data: Any = None, *, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.sessions = {str(session.pk): session for session in sessions}
        self.fields["session"].choices = [("", "Select"), *self._by_day(sessions)]  # type: ignore[attr-defined]

    @staticmethod
    def _by_day(sessions: Sequence[Session]) -> list[tuple[str, list[tuple[str, str]]]]:
        days: dict[Any, list[tuple[str, str]]] = {}
        for session in sessions:
            days.setdefault(session.held_on, []).append((str(session.pk), f"{session.venue.name}, {session.hours}"))
        return [(weekday_date(day, clock.today()), choices) for day, choices in days.items()]

    def clean(self) -> dict[str, Any]:
        """One sentence is needed; and a Talking Shop is held on its own day."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        session = self._session()
        if session and given.get("held_on") and given["held_on"] != session.held_on:
            day = weekday_date(session.held_on, clock.today())
            self.add_error(
                "held_on", f"The Talking Shop you selected was on {day}. Change the date or the Talking Shop"
            )
        if not self.words() and not given.get("still_true"):
            self.add_error(Topic.MATTERS, NOTHING_SAID)
        return given

    def _session(self) -> Session | None:
        at_a_talking_shop = self.cleaned_data.get("place") == Place.TALKING_SHOP
        return self.sessions.get(self.cleaned_data.get("session", "")) if at_a_talking_shop else None

    def talk(self) -> Talk:
        """The conversation as the action takes it."""
        given = self.cleaned_data
        return Talk(
            held_on=given["held_on"],
            place=given["place"],
            session=self._session(),
            with_whom=given["with_whom"],
            words=self.words(),
            depth=given["depth"] or Depth.BRIEF,
            effect=given["effect"],
            agreed=self.rows(),
            still_true=given["still_true"],
            replaces=self.replaced(),
        )


class ConversationForm(HeldForm):
    """A conversation with somebody known: what is known already stands beside what is asked. What they were called on a
    device that had no network stays with it.
    """

    called = known_by("What they were called on your device (optional)")
    field_order = ("called", *HeldForm.field_order)

    def __init__(self, data: Any = None, *, resident: Resident, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.helper = form_helper(
            Beside(Topic.STORY, title="The story so far"),
            WhenSaid(Field.text("called", label_size="s")),
            Columns(Field.text("held_on", width=10, label_size="s"), Field.text("with_whom", label_size="s")),
            *WHEN_AND_WHERE,
            how_far(),
            *sections(Field.textarea("story", rows=5, label_size="m")),
            Buttons(Button.primary("Save conversation"), Button.link("Cancel", resident.get_absolute_url())),
            form_id="talk",
        )


class AnonymousForm(HeldForm):
    """A conversation with somebody not known yet. Who it was can be said later, and nothing is written again."""

    called = known_by(
        "What to call them (optional)",
        help_text="Initials, or something that you will know again: “Mrs B, red scarf”",
    )
    field_order = ("called", *HeldForm.field_order)

    def __init__(self, data: Any = None, *, back: str = "", **kwargs: Any) -> None:
        super().__init__(data, known=Known([]), **kwargs)
        depths = (Depth.BRIEF, Depth.FULLER)
        self.fields["depth"].choices = [(depth.value, depth.label) for depth in depths]  # type: ignore[attr-defined]
        self.helper = form_helper(
            Field.text("called", label_size="s"),
            Columns(Field.text("held_on", width=10, label_size="s"), Field.text("with_whom", label_size="s")),
            *WHEN_AND_WHERE,
            how_far(depths),
            *sections(beside(Topic.STORY)),
            Buttons(Button.primary("Save conversation"), Button.link("Cancel", back or reverse("talking_shops:today"))),
            form_id="talk-unfinished",
        )

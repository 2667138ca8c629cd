"""Forms of a conversation: what was said, and who does what by when."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.urls import reverse

from core import clock
from core.fields import DateTextField, restore, unlike
from core.layout import Button, Buttons, Columns, Field, Include, form_helper
from core.words import weekday_date
from residents.already_told import Beside, KnownForm
from residents.enums import Topic
from residents.models import Resident
from talking_shops.actions import Agreed, Talk
from talking_shops.enums import Doer, Effect, Place
from talking_shops.models import Conversation, Session

ASKED = (Topic.MATTERS, Topic.STRENGTHS, Topic.PEOPLE, Topic.WORRIES, Topic.GOOD_LIFE)
ALSO_KNOWN = (Topic.HOME, Topic.COMMUNICATION)
NOTHING_SAID = "Write at least one sentence of what was said, or tick something that is still true"
MOST_ROWS = 30
BLANK_ROWS = 3
EFFECT_HINTS = {
    Effect.PREVENTED: "They will not need care because of what we agreed",
    Effect.REDUCED: "They will need less care",
    Effect.DELAYED: "They will need care later than they would have",
}


def box(topic: Topic) -> forms.CharField:
    """A box for what was said about a topic."""
    return forms.CharField(label=topic.label, required=False, widget=forms.Textarea)


def beside(topic: Topic) -> Beside:
    """A topic's box with what is known already to its left."""
    return Beside(topic, (Field.textarea(topic.value, rows=5, label_hidden=True),))


class AgreedForm(forms.Form):
    """One row of "who does what by when". A row in which nothing is written is left out."""

    words = forms.CharField(
        label="What will be done",
        max_length=500,
        error_messages={
            "required": "Enter what will be done",
            "max_length": "What will be done must be 500 characters or fewer",
        },
    )
    doer = forms.ChoiceField(
        label="Who will do it",
        choices=[("", "Select"), *Doer.choices],
        error_messages={"required": "Select who will do it"},
    )
    doer_name = forms.CharField(
        label="Their name (optional)",
        required=False,
        max_length=200,
        error_messages={"max_length": "Their name must be 200 characters or fewer"},
    )
    due_on = DateTextField(label="By when (optional)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.text("words"),
            Columns(Field.select("doer"), Field.text("doer_name"), Field.text("due_on", width=10)),
            form_tag=False,
        )

    def agreed(self) -> Agreed:
        """The row as the action takes it."""
        given = self.cleaned_data
        return Agreed(given["words"], given["doer"], given["doer_name"], given["due_on"])


AgreedFormSet = forms.formset_factory(AgreedForm, extra=BLANK_ROWS, max_num=MOST_ROWS)


class TalkForm(KnownForm):
    """What every form of a conversation asks: five topics, who else was there, what came of it, and the rows."""

    with_whom = forms.CharField(
        label="Who else was there (optional)",
        required=False,
        max_length=200,
        error_messages={"max_length": "Who else was there must be 200 characters or fewer"},
    )
    matters = box(Topic.MATTERS)
    strengths = box(Topic.STRENGTHS)
    people = box(Topic.PEOPLE)
    worries = box(Topic.WORRIES)
    good_life = box(Topic.GOOD_LIFE)
    effect = forms.ChoiceField(
        label="Did it prevent, reduce or delay a need for care?",
        choices=Effect.choices,
        initial=Effect.NOT_SAID,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the conversation did about a need for care"},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.agreed = AgreedFormSet(data, prefix="agreed")

    def is_valid(self) -> bool:
        """Whether the form and all its rows are; both are asked, so that every error shows at once."""
        return all([super().is_valid(), self.agreed.is_valid()])

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Put the words of a draft back into the form and its rows, unless they have been sent."""
        if self.is_bound:
            return
        restore(self, typed)
        written = str(typed.get("agreed-TOTAL_FORMS", ""))
        self.agreed.extra = min(max(BLANK_ROWS, int(written) if written.isdecimal() else 0), MOST_ROWS)
        for row in self.agreed:
            restore(row, typed)

    def typed(self) -> list[tuple[str, str]]:
        """Label and words of everything that was typed, to stand beside what is saved now."""
        words = [(topic.label, said) for topic, said in ((topic, self.cleaned_data[topic]) for topic in ASKED) if said]
        rows = [("What we agreed", row.words) for row in self.rows()]
        effect = Effect(self.cleaned_data["effect"]).label
        return [*words, *rows, ("Who else was there", self.cleaned_data["with_whom"] or "Nobody"), ("Effect", effect)]

    def differences(self, kept: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Question, words of a newer draft and words that were sent, where the two differ; each row on its own."""
        ours, theirs = _lines(self.data), _lines(kept)
        rows = [
            (f"What we agreed, line {number + 1}", theirs.get(number, "Nothing"), ours.get(number, "Nothing"))
            for number in sorted({*ours, *theirs})
        ]
        return unlike(self, kept) + [row for row in rows if row[1] != row[2]]

    def words(self) -> dict[str, str]:
        """Topics to what was said; those not spoken of are left out."""
        return {topic.value: self.cleaned_data[topic] for topic in ASKED if self.cleaned_data.get(topic)}

    def rows(self) -> list[Agreed]:
        """The rows in which something is written."""
        return [row.agreed() for row in self.agreed if row.has_changed()]


def _lines(sent: Mapping[str, Any]) -> dict[int, str]:
    """The rows of "who does what by when" in which something was typed, by number."""
    parts = ("words", "doer", "doer_name", "due_on")
    rows = {row: [str(sent.get(f"agreed-{row}-{part}") or "") for part in parts] for row in range(MOST_ROWS)}
    return {row: ", ".join(filter(None, typed)) for row, typed in rows.items() if any(typed)}


class ConversationForm(TalkForm):
    """A whole conversation on one page. Only its date and one sentence are required."""

    held_on = DateTextField(
        label="Date",
        latest="today",
        help_text="For example, 27 November or yesterday",
        error_messages={"required": "Enter the date of the conversation"},
    )
    place = forms.ChoiceField(
        label="Where",
        choices=Place.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select where the conversation was"},
    )
    field_order = ("held_on", "with_whom", "place", "session")  # errors are told in the order of the page
    session = forms.ChoiceField(label="Which Talking Shop, if it was at one (optional)", required=False)

    def __init__(self, data: Any = None, *, resident: Resident, sessions: Sequence[Session], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.sessions = {str(session.pk): session for session in sessions}
        self.fields["session"].choices = [("", "Select"), *self._by_day(sessions)]  # type: ignore[attr-defined]
        self.helper = form_helper(
            Beside(Topic.STORY, title="The story so far"),
            Columns(Field.text("held_on", width=10, label_size="s"), Field.text("with_whom", label_size="s")),
            Field.radios("place", small=True, label_size="s"),
            Field.select("session"),
            *[beside(topic) for topic in ASKED],
            *[Beside(topic) for topic in ALSO_KNOWN],
            Include("talking_shops/_agreed_rows.html"),
            Field.radios("effect", small=True, label_size="m", hints=EFFECT_HINTS),
            Buttons(Button.primary("Save conversation"), Button.link("Cancel", resident.get_absolute_url())),
            form_id="talk",
        )

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
            effect=given["effect"],
            agreed=self.rows(),
            still_true=given["still_true"],
            replaces=self.replaced(),
        )


class AddForm(TalkForm):
    """What was left out of a conversation. What was said stays as it is; new words are added to it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.conversation = conversation
        cancel = reverse("talking_shops:conversation", kwargs={"pk": conversation.pk})
        self.helper = form_helper(
            *[beside(topic) for topic in ASKED],
            Include("talking_shops/_agreed_rows.html"),
            Field.text("with_whom", label_size="s"),
            Field.radios("effect", small=True, label_size="m", hints=EFFECT_HINTS),
            Buttons(Button.primary("Add to the conversation"), Button.link("Cancel", cancel)),
            form_id="talk-add",
        )

    def take_version(self, current: Conversation) -> None:
        """Go on from the conversation as it stands now: what was typed is kept, and sending it again saves it."""
        data: Any = self.data
        self.data = data.copy()
        self.data["version"] = str(current.version)  # type: ignore[index]

    def talk(self) -> Talk:
        """What is added, as the action takes it."""
        given = self.cleaned_data
        return Talk(
            held_on=self.conversation.held_on,
            place=self.conversation.place,
            with_whom=given["with_whom"],
            words=self.words(),
            effect=given["effect"],
            agreed=self.rows(),
            still_true=given["still_true"],
            replaces=self.replaced(),
        )

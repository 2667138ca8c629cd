"""Forms of a conversation: what was said, and who does what by when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse

from core.fields import DateTextField, choose, restore, unlike
from core.layout import Button, Buttons, Columns, Field, Include, Part, form_helper
from residents.already_told import Beside, KnownForm
from residents.enums import Topic
from residents.versioned import OnAVersion
from talking_shops.actions import Agreed, Talk
from talking_shops.enums import Depth, Doer, Effect
from talking_shops.handed_in import MOST_ROWS
from talking_shops.models import Conversation

ASKED = (Topic.MATTERS, Topic.STRENGTHS, Topic.PEOPLE, Topic.WORRIES, Topic.GOOD_LIFE)
FULLER = (Topic.STORY, Topic.HOME, Topic.COMMUNICATION)
WRITTEN = (*ASKED, *FULLER)
NOTHING_SAID = "Write at least one sentence of what was said, or tick something that is still true"
BLANK_ROWS = 3
DEPTH_HINTS = {
    Depth.BRIEF: "What matters, and what we agree",
    Depth.FULLER: "Also what is happening, home and getting about, how to communicate",
    Depth.ASSESSMENT: "Also daily life, needs and what is decided: it opens with all of this in it when you save",
}
EFFECT_HINTS = {
    Effect.PREVENTED: "They will not need care because of what we agreed",
    Effect.REDUCED: "They will need less care",
    Effect.DELAYED: "They will need care later than they would have",
}


def box(topic: Topic) -> forms.CharField:
    """A box for what was said about a topic. The blank is for the style sheet, which asks whether a box is empty."""
    return forms.CharField(label=topic.label, required=False, widget=forms.Textarea(attrs={"placeholder": " "}))


def beside(topic: Topic) -> Beside:
    """A topic's box with what is known already to its left."""
    return Beside(topic, (Field.textarea(topic.value, rows=5, label_hidden=True),))


@dataclass(frozen=True)
class Grows:
    """Sections that a conversation has once it is a fuller one. What is known or written in them shows at any depth."""

    parts: tuple[Beside | Field, ...]

    def render(self, form: Any, context: Context, **kwargs: Any) -> str:
        """The HTML of the sections; called by crispy-forms."""
        inside = [part.render(form, context) for part in self.parts]
        return render_to_string("talking_shops/conversation_grows.html", {"inside": inside})


def sections(story: Beside | Field) -> list[Part]:
    """What every form of a conversation asks, from brief to fuller, and what was agreed. `story` asks what happens."""
    return [
        *[beside(topic) for topic in ASKED],
        Grows((story, *[beside(topic) for topic in (Topic.HOME, Topic.COMMUNICATION)])),
        Include("talking_shops/_agreed_rows.html"),
        Field.radios("effect", small=True, label_size="m", hints=EFFECT_HINTS),
    ]


def how_far(depths: Iterable[Depth] = Depth) -> Field:
    """The switch that grows a conversation."""
    return Field.radios("depth", small=True, label_size="s", hints={depth: DEPTH_HINTS[depth] for depth in depths})


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
    story = box(Topic.STORY)
    home = box(Topic.HOME)
    communication = box(Topic.COMMUNICATION)
    depth = forms.ChoiceField(
        label="How far does this conversation go?",
        choices=Depth.choices,
        initial=Depth.BRIEF,
        required=False,
        widget=forms.RadioSelect,
    )
    effect = choose(
        "Did it prevent, reduce or delay a need for care?",
        "Select what the conversation did about a need for care",
        Effect.choices,
        initial=Effect.NOT_SAID,
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
        words = [(Topic(topic).label, said) for topic, said in self.words().items()]
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
        return {topic.value: self.cleaned_data[topic] for topic in WRITTEN if self.cleaned_data.get(topic)}

    def rows(self) -> list[Agreed]:
        """The rows in which something is written."""
        return [row.agreed() for row in self.agreed if row.has_changed()]


def _lines(sent: Mapping[str, Any]) -> dict[int, str]:
    """The rows of "who does what by when" in which something was typed, by number."""
    parts = ("words", "doer", "doer_name", "due_on")
    rows = {row: [str(sent.get(f"agreed-{row}-{part}") or "") for part in parts] for row in range(MOST_ROWS)}
    return {row: ", ".join(filter(None, typed)) for row, typed in rows.items() if any(typed)}


class AddForm(OnAVersion, TalkForm):
    """What was left out of a conversation. What was said stays as it is; new words are added to it."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, conversation: Conversation, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.conversation = conversation
        cancel = reverse("talking_shops:conversation", kwargs={"pk": conversation.pk})
        self.helper = form_helper(
            how_far(),
            *sections(beside(Topic.STORY)),
            Field.text("with_whom", label_size="s"),
            Buttons(Button.primary("Add to the conversation"), Button.link("Cancel", cancel)),
            form_id="talk-add",
        )

    def talk(self) -> Talk:
        """What is added, as the action takes it."""
        given = self.cleaned_data
        return Talk(
            held_on=self.conversation.held_on,
            place=self.conversation.place,
            with_whom=given["with_whom"],
            words=self.words(),
            depth=given["depth"] or Depth.BRIEF,
            effect=given["effect"],
            agreed=self.rows(),
            still_true=given["still_true"],
            replaces=self.replaced(),
        )

"""The full care and support assessment: daily life now beside the ward's answers, their words, needs, a decision."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from django import forms

from assessments.actions import Assessed, Found
from assessments.enums import CopyGiven, GoesTo, Seen, SeenAt
from assessments.forms import answer, short, words_about
from assessments.models import Assessment
from assessments.need_forms import BLANK_ROWS, MOST_ROWS, NeedFormSet, in_lines, needs_of, rows_of, typed_rows
from assessments.rules import may_be_held_on
from assessments.since_ward import FACTS, WayHome, in_words
from core import clock
from core.fields import DateTextField, restore, unlike
from core.layout import Button, Buttons, Columns, Field, Fieldset, Include, Part, form_helper
from core.words import long_date
from residents.already_told import Beside, KnownForm
from residents.enums import Topic
from residents.versioned import OnAVersion

COMPLETE = "complete"
ASKED = (Topic.MATTERS, Topic.GOOD_LIFE, Topic.STRENGTHS, Topic.PEOPLE, Topic.HOME, Topic.WORRIES)
SEEN_FIRST = "Select whether you saw them"
DECISION_FIRST = "Enter what was decided, in plain words"
DAY_FIRST = "Enter the day on which it was held"


class FullForm(OnAVersion, KnownForm):
    """The assessment on one page. Saved as it is; completed once it says who was seen, in whose words, what follows."""

    seen = forms.ChoiceField(label="Did you see them?", choices=Seen.choices, required=False, widget=forms.RadioSelect)
    seen_at = forms.ChoiceField(label="Where (optional)", choices=[("", "Select"), *SeenAt.choices], required=False)
    with_whom = short("Who else was there (optional)")
    lives_at = forms.ChoiceField(
        label="Where do they live now?", choices=GoesTo.choices, required=False, widget=forms.RadioSelect
    )
    lives_alone = answer("Do they live alone?")
    can_get_in = answer("Can they get in?")
    home_is_warm = answer("Is it warm, with light and food?")
    can_get_about = answer("Can they get about, to bed and to the toilet?")
    can_wash_and_dress = answer("Can they wash and dress?")
    can_eat_and_drink = answer("Can they eat and drink?")
    has_medicines = answer("Do they have their medicines, and know how to take them?")
    equipment = short("Equipment they use (optional)")
    who_helps = short("Who helps now (optional)")
    matters = words_about("What matters to them, in their words (optional)")
    good_life = words_about("What a good life would look like, in their words (optional)")
    strengths = words_about("What is strong, in their words (optional)")
    people = words_about("Who is around them, in their words (optional)")
    home = words_about("Home and getting about, in their words (optional)")
    worries = words_about("What worries them, in their words (optional)")
    view = words_about("Your own view (optional)")
    next_steps = words_about("What happens next (optional)")
    decision = words_about("What was decided, in plain words")
    copy_given = forms.ChoiceField(
        label="Do they have a copy?", choices=CopyGiven.choices, initial=CopyGiven.NOT_YET, required=False,
        widget=forms.RadioSelect,
    )  # fmt: skip
    held_on = DateTextField(
        label="Day on which it was held", required=False, latest="today",
        help_text="For example, 27 November or yesterday. Only asked when you complete it",
    )  # fmt: skip
    written_later = forms.BooleanField(label="It was held earlier, and is written up now", required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, assessment: Assessment, way_home: WayHome | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.assessment = assessment
        self.needs = NeedFormSet(data, prefix="needs")
        self._hint_from_the_ward(way_home)
        self.helper = form_helper(*LAYOUT, _buttons(assessment), form_id="full-assessment")

    def _hint_from_the_ward(self, way_home: WayHome | None) -> None:
        ward = way_home.facts if way_home else None
        for fact in FACTS if ward else ():
            self.fields[fact.now].help_text = f"On the ward: {in_words(ward, fact.on_the_ward)}"

    def is_valid(self) -> bool:
        """Whether the form and all its rows are; both are asked, so that every error shows at once."""
        return all([super().is_valid(), self.needs.is_valid()])

    @classmethod
    def initial_of(cls, assessment: Assessment) -> dict[str, Any]:
        """What the form begins with: what is saved, and today."""
        return asdict(found_of(assessment)) | {"version": assessment.version, "held_on": clock.today()}

    def restore(self, typed: Mapping[str, Any]) -> None:
        """Put saved rows, or the words of a draft, back into the form, unless it has been sent."""
        if self.is_bound:
            return
        restore(self, typed)
        words = dict(typed) if "needs-TOTAL_FORMS" in typed else rows_of(self.assessment)
        written = str(words.get("needs-TOTAL_FORMS", ""))
        self.needs.extra = min(max(BLANK_ROWS, int(written) if written.isdecimal() else 0), MOST_ROWS)
        for row in self.needs:
            restore(row, words)

    @property
    def completes(self) -> bool:
        """Whether the button that completes the assessment was pressed."""
        return self.data.get("then") == COMPLETE

    def clean(self) -> dict[str, Any]:
        """An assessment is completed only when it says what ASM-2 and ASM-5 ask."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.completes:
            for name, sentence in (("seen", SEEN_FIRST), ("decision", DECISION_FIRST), ("held_on", DAY_FIRST)):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
            self._check_day(given)
        return given

    def _check_day(self, given: Mapping[str, Any]) -> None:
        held_on, started_on = given.get("held_on"), clock.london_date(self.assessment.started_at)
        later = bool(given.get("written_later"))
        if held_on and not may_be_held_on(held_on, started_on=started_on, today=clock.today(), written_later=later):
            begun = f"It was begun here on {long_date(started_on)}. Change the day, or tick that it is written up now"
            self.add_error("held_on", begun)

    def told(self) -> Assessed:
        """The answers as the action takes them. A question that was not sent is not asked."""
        given = self.cleaned_data
        found = Found(**{column.name: given[column.name] or str(column.default) for column in fields(Found)})
        words = {topic.value: given[topic] for topic in ASKED if given[topic]}
        needs = [row.told() for row in self.needs if row.has_changed()]
        return Assessed(found, needs, words, given["still_true"], self.replaced())

    def differences(self, current: Assessment) -> list[tuple[str, str, str]]:
        """Question, what is saved now and what was typed, where the two differ; and all new words."""
        saved, told = found_of(current), self.told()
        pairs = [(name, str(getattr(saved, name)), str(value)) for name, value in asdict(told.found).items()]
        facts = [
            (self._label(name), self._shown(name, ours), self._shown(name, yours))
            for name, ours, yours in pairs
            if ours != yours
        ]
        ours, yours = in_lines(needs_of(current)), in_lines(told.needs)
        rows = (
            [("What they need", "; ".join(ours) or "Nothing", "; ".join(yours) or "Nothing")] if ours != yours else []
        )
        return facts + rows + [(self._label(topic), "", words) for topic, words in told.words.items()]

    def unlike_draft(self, kept: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Question, words of a newer draft and words that were sent, where the two differ."""
        ours, theirs = typed_rows(self.data), typed_rows(kept)
        rows = [("What they need", theirs or "Nothing", ours or "Nothing")] if ours != theirs else []
        return unlike(self, kept) + rows

    def _shown(self, name: str, value: str) -> str:
        return super()._shown(name, value) if value else "Nothing"


class InErrorForm(forms.Form):
    """Why a full assessment was entered in error."""

    because = forms.CharField(
        label="Why was it entered in error?", max_length=500, widget=forms.Textarea,
        help_text="For example, it was about somebody else. It stays in the history with your words",
        error_messages={
            "required": "Enter why it was entered in error",
            "max_length": "Why it was entered in error must be 500 characters or fewer",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, assessment: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.textarea("because", rows=3, label_size="s"),
            Buttons(Button.warning("It was entered in error"), Button.link("Cancel", assessment.get_absolute_url())),
            form_id="in-error",
        )


def _radios(name: str) -> Field:
    return Field.radios(name, inline=True, small=True, label_size="s")


def _beside(topic: Topic) -> Beside:
    return Beside(topic, (Field.textarea(topic.value, rows=4, label_hidden=True),))


LAYOUT: tuple[Part, ...] = (
    Fieldset(
        "How it was held",
        Field.radios("seen", small=True, label_size="s"),
        Columns(Field.select("seen_at", label_size="s"), Field.text("with_whom", label_size="s")),
    ),
    Fieldset(
        "Daily life now",
        Field.radios("lives_at", small=True, label_size="s"),
        *[_radios(fact.now) for fact in FACTS if fact.now not in ("lives_at", "equipment", "who_helps")],
        Columns(Field.text("equipment", label_size="s"), Field.text("who_helps", label_size="s")),
    ),
    *[_beside(topic) for topic in ASKED],
    Beside(Topic.COMMUNICATION),
    Field.textarea("view", rows=4, label_size="m"),
    Include("assessments/_needs_rows.html"),
    Field.textarea("next_steps", rows=3, label_size="m"),
    Field.textarea("decision", rows=3, label_size="m"),
    Field.radios("copy_given", small=True, label_size="s"),
    Fieldset(
        "When it was held",
        Field.text("held_on", width=10, label_size="s"),
        Field.checkboxes("written_later", small=True),
    ),
)


def _buttons(assessment: Assessment) -> Buttons:
    return Buttons(
        Button.secondary("Save and come back later"),  # first: the Enter key saves, it never completes
        Button.primary("Complete the assessment", name="then", value=COMPLETE),
        Button.link("Cancel", assessment.resident.get_absolute_url()),
    )


def found_of(assessment: Assessment) -> Found:
    """What is saved now; of one that was never saved, nothing yet."""
    kept = getattr(assessment, "findings", None)
    return Found(**{column.name: getattr(kept, column.name) for column in fields(Found)}) if kept else Found()

"""The light-touch assessment: one page about a safe discharge, and nothing else."""

from dataclasses import asdict, fields
from typing import Any

from django import forms

from assessments.actions import Facts, Told
from assessments.enums import Answer, GoesTo
from assessments.models import Assessment
from core.layout import Button, Buttons, Field, Fieldset, form_helper
from discharges.models import HospitalStay
from residents.already_told import Beside, KnownForm
from residents.enums import Topic
from residents.versioned import OnAVersion

ASKED = (Topic.HOME, Topic.MATTERS, Topic.WORRIES)
TONIGHT = (
    "can_get_in",
    "home_is_warm",
    "can_get_about",
    "can_wash_and_dress",
    "can_eat_and_drink",
    "has_medicines",
)
WHERE_FIRST = "Select where they are going"
COMPLETE = "complete"


def answer(label: str) -> forms.ChoiceField:
    """A question with yes, with help, no and not asked; not asked until somebody asks."""
    return forms.ChoiceField(
        label=label, choices=Answer.choices, initial=Answer.NOT_ASKED, required=False, widget=forms.RadioSelect
    )


def words_about(label: str) -> forms.CharField:
    """A box for the person's own words."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea)


def short(label: str) -> forms.CharField:
    """One line of at most 300 characters."""
    too_long = {"max_length": f"{label.removesuffix(' (optional)')} must be 300 characters or fewer"}
    return forms.CharField(label=label, required=False, max_length=300, error_messages=too_long)


class LightTouchForm(OnAVersion, KnownForm):
    """What must be true for somebody to be safe at home tonight. Saved as it is; completed once it says where to."""

    goes_to = forms.ChoiceField(
        label="Where are they going?", choices=GoesTo.choices, required=False, widget=forms.RadioSelect
    )
    lives_alone = answer("Do they live alone?")
    can_get_in = answer("Can they get in?")
    home_is_warm = answer("Is it warm, with light and food?")
    can_get_about = answer("Can they get about, to bed and to the toilet?")
    can_wash_and_dress = answer("Can they wash and dress?")
    can_eat_and_drink = answer("Can they eat and drink?")
    has_medicines = answer("Do they have their medicines, and know how to take them?")
    equipment = short("Equipment they need before they go (optional)")
    who_helps = short("Who will help in the first days (optional)")
    home = words_about("What they say about getting home (optional)")
    matters = words_about("What matters to them about going home (optional)")
    worries = words_about("What worries them about going home (optional)")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, stay: HospitalStay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Beside(Topic.STORY, title="The story so far"),
            Field.radios("goes_to", small=True, label_size="m", hints=_home_hint(stay)),
            Field.radios("lives_alone", inline=True, small=True, label_size="s"),
            Fieldset("Tonight", *[Field.radios(name, inline=True, small=True, label_size="s") for name in TONIGHT]),
            Beside(Topic.HOME, (Field.text("equipment"), Field.textarea("home", rows=3))),
            Beside(Topic.PEOPLE, (Field.text("who_helps"),)),
            Beside(Topic.MATTERS, (Field.textarea("matters", rows=3),)),
            Beside(Topic.WORRIES, (Field.textarea("worries", rows=3),)),
            Beside(Topic.COMMUNICATION),
            Buttons(
                Button.secondary("Save and come back later"),  # first: the Enter key saves, it never completes
                Button.primary("Complete the assessment", name="then", value=COMPLETE),
                Button.link("Cancel", stay.get_absolute_url()),
            ),
            form_id="light-touch",
        )

    @classmethod
    def initial_of(cls, assessment: Assessment | None) -> dict[str, Any]:
        """What the form begins with: the answers that are saved, when there are any."""
        return asdict(facts_of(assessment)) | {"version": assessment.version} if assessment else {}

    @property
    def completes(self) -> bool:
        """Whether the button that completes the assessment was pressed."""
        return self.data.get("then") == COMPLETE

    def clean(self) -> dict[str, Any]:
        """An assessment is completed only when it says where the person goes."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.completes and not given.get("goes_to"):
            self.add_error("goes_to", WHERE_FIRST)
        return given

    def told(self) -> Told:
        """The answers as the action takes them. A question that was not sent is not asked."""
        given = self.cleaned_data
        facts = Facts(**{column.name: given[column.name] or _default(column) for column in fields(Facts)})
        words = {topic.value: given[topic] for topic in ASKED if given[topic]}
        return Told(facts, words, given["still_true"], self.replaced())

    def differences(self, current: Assessment) -> list[tuple[str, str, str]]:
        """Question, answer that is saved now and answer that was typed, where the two differ; and all new words."""
        saved, typed = facts_of(current), self.told()
        pairs = [(name, str(getattr(saved, name)), str(value)) for name, value in asdict(typed.facts).items()]
        unlike = [
            (self._label(name), self._shown(name, ours), self._shown(name, yours))
            for name, ours, yours in pairs
            if ours != yours
        ]
        return unlike + [(self._label(topic), "", words) for topic, words in typed.words.items()]


def facts_of(assessment: Assessment) -> Facts:
    """The answers that are saved now."""
    kept = assessment.safe_discharge
    return Facts(**{column.name: getattr(kept, column.name) for column in fields(Facts)})


def _default(column: Any) -> str:
    return Answer.NOT_ASKED if column.default == Answer.NOT_ASKED else ""


def _home_hint(stay: HospitalStay) -> dict[str, str]:
    lines = stay.resident.address_lines
    return {GoesTo.HOME: ", ".join(lines)} if lines else {}

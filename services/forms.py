"""Forms of reablement and bridging."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse

from accounts.models import User
from core import clock
from core.fields import DateTextField, choose
from core.layout import Button, Buttons, Field, form_helper
from referrals.forms import Row, VersionedForm
from services.enums import FOLLOWS_BY_ITSELF, HowFar, Outcome, ProgrammeKind
from services.models import Goal, Programme
from services.programmes import holding_teams, stands_now, workers_of

YEAR = timedelta(days=366)
MOST_HOURS = 84
NOBODY = ("", "Nobody yet")
OUTCOMES = [(one.value, one.label) for one in Outcome if one not in FOLLOWS_BY_ITSELF]


def hours_field() -> forms.DecimalField:
    """Hours of support a week, to the half hour."""
    wrong = f"Hours a week must be a number from 0.5 to {MOST_HOURS}, like 10.5"
    errors = {"required": "Enter how many hours a week", "invalid": wrong, "min_value": wrong, "max_value": wrong}
    errors |= {"max_decimal_places": wrong, "max_digits": wrong}
    return forms.DecimalField(
        label="Hours a week", min_value=Decimal("0.5"), max_value=MOST_HOURS, max_digits=4, decimal_places=1,
        widget=forms.TextInput, error_messages=errors,
    )  # fmt: skip


def whole_number(label: str, missing: str = "") -> forms.IntegerField:
    """How many places or hours a team has; `missing` is what is said without any, "" when it may be left out."""
    wrong = f"{label.removesuffix(' (optional)')} must be a whole number from 0 to 9999"
    errors = {"required": missing, "invalid": wrong, "min_value": wrong, "max_value": wrong}
    return forms.IntegerField(
        label=label, required=bool(missing), min_value=0, max_value=9999, widget=forms.TextInput, error_messages=errors
    )


def words_field(label: str, missing: str = "", most: int = 4000, **more: Any) -> forms.CharField:
    """Words; `missing` is what is said without any."""
    short = label.removesuffix(" (optional)")
    errors = {"required": missing, "max_length": f"{short} must be {most} characters or fewer"}
    return forms.CharField(label=label, required=bool(missing), max_length=most, error_messages=errors, **more)


class ProgrammeForm(forms.Form):
    """What is planned, with which team, from which day, for how many hours a week."""

    kind = choose("What is planned?", "Select what is planned", ProgrammeKind.choices)
    team = forms.ChoiceField(label="Which team?", error_messages={"required": "Select the team"})
    worker = forms.ChoiceField(label="Who works with them? (optional)", required=False)
    starts_on = DateTextField(label="The day on which it starts", error_messages={"required": "Enter the day"})
    hours = hours_field()

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in holding_teams()}
        names = [(key, team.name) for key, team in self.teams.items()]
        self.fields["team"].choices = [("", "Choose a team"), *names]  # type: ignore[attr-defined]
        workers = workers_of(*self.teams.values())
        self.fields["worker"].choices = [NOBODY, *workers]  # type: ignore[attr-defined]
        self.fields["starts_on"].help_text = "For example, today, tomorrow or 27 November"
        self.helper = form_helper(
            Field.radios("kind", label_size="s", hints=HINTS),
            Field.select("team", label_size="s"),
            Field.select("worker", label_size="s"),
            Field.text("starts_on", width=20, label_size="s"),
            Field.text("hours", width=4, label_size="s", inputmode="decimal"),
            Buttons(Button.primary("Save"), Button.link("Cancel", cancel)),
        )

    def clean_starts_on(self) -> Any:
        """A day within a year from today, before or after."""
        return near_today(self.cleaned_data["starts_on"])

    def clean_worker(self) -> User | None:
        return _worker(self)


HINTS = {
    ProgrammeKind.REABLEMENT.value: "To do more again by themselves, with goals of their own. Free for six weeks.",
    ProgrammeKind.BRIDGING.value: "Support until reablement or a lasting provider has room. It counts as a hand-off when another team goes on.",  # noqa: E501
}


class OfProgrammeForm(VersionedForm):
    """A form about a programme as the page showed it."""

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.initial["version"] = programme.version

    def beside(self, now: Programme) -> list[Row]:
        """Where it stands now beside what was about to be done."""
        return [("The programme", stands_now(now), self.doing)]

    doing = ""


class StartForm(OfProgrammeForm):
    """The day on which it started."""

    doing = "Starts"
    starts_on = DateTextField(
        label="The day on which it started", latest="today", error_messages={"required": "Enter the day"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["starts_on"] = min(self.programme.starts_on, clock.today())
        self.helper = form_helper(
            Field.text("starts_on", width=20, label_size="s"), _buttons("It has started", self.programme)
        )


class ChangeForm(OfProgrammeForm):
    """Who works with them, and for how many hours a week."""

    worker = forms.ChoiceField(label="Who works with them?", required=False)
    hours = hours_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [NOBODY, *workers_of(self.programme.team)]  # type: ignore[attr-defined]
        self.initial["worker"] = str(self.programme.worker_id or "")
        self.initial["hours"] = f"{self.programme.planned_hours.normalize():f}"
        self.helper = form_helper(
            Field.select("worker", label_size="s"),
            Field.text("hours", width=4, label_size="s", inputmode="decimal"),
            _buttons("Save", self.programme),
        )

    def clean_worker(self) -> User | None:
        return _worker(self)

    def beside(self, now: Programme) -> list[Row]:
        names = dict(self.fields["worker"].choices)  # type: ignore[attr-defined]
        worker = names.get(self.data.get("worker", ""), "")
        hours = f"{now.planned_hours.normalize():f}"
        return [
            ("Worker", now.worker.name if now.worker else NOBODY[1], str(worker)),
            ("Hours a week", hours, str(self.data.get("hours", ""))),
            ("The programme", stands_now(now), stands_now(self.programme)),
        ]


class CancelForm(OfProgrammeForm):
    """Why it will not start."""

    doing = "Cancelled"
    because = words_field("Why will it not start?", "Enter why it will not start", 500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            Field.textarea("because", rows=2, label_size="s"), _buttons("Cancel this programme", self.programme)
        )


class EndForm(OfProgrammeForm):
    """The last day, what came after, how far each goal is, in words, and the next step."""

    ended_on = DateTextField(label="The last day", latest="today", error_messages={"required": "Enter the last day"})
    outcome = choose("What came after?", "Select what came after", OUTCOMES)
    words = words_field("How it went, in their words and yours (optional)", widget=forms.Textarea)
    next_step = words_field("What happens next? (optional)", most=300)

    def __init__(self, *args: Any, goals: list[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {f"goal_{goal.pk}": goal for goal in goals}
        for name, goal in self.goals.items():
            missing = f"Select how far this goal is: {goal.words[:60]}"
            self.fields[name] = choose(f"“{goal.words}”", missing, HowFar.choices)
        self.initial.setdefault("ended_on", clock.today())
        self.helper = form_helper(
            Field.text("ended_on", width=20, label_size="s"),
            *(Field.radios(name, inline=True, small=True, label_size="s") for name in self.goals),
            Field.radios("outcome", small=True, label_size="s"),
            Field.textarea("words", rows=4, label_size="s"),
            Field.text("next_step", label_size="s"),
            _buttons("End this programme", self.programme),
            form_id="programme-end",
        )

    @property
    def how_far(self) -> dict[Goal, HowFar]:
        """What was said of each goal."""
        return {goal: HowFar(self.cleaned_data[name]) for name, goal in self.goals.items()}

    def beside(self, now: Programme) -> list[Row]:
        chosen = dict(OUTCOMES).get(self.data.get("outcome", ""), "")
        rows = [("The programme", stands_now(now), f"Ended: {chosen}")]
        if now.words:
            rows.append(("How it went", now.words, self.data.get("words", "")))
        return rows


class GoalForm(forms.Form):
    """What the person wants to do again, in their own words."""

    words = words_field(
        "What do they want to do, in their own words?", "Enter what they want to do", 1000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].help_text = "For example: “I want to make my own breakfast again.”"
        self.helper = form_helper(
            Field.textarea("words", rows=3, label_size="s"), _buttons("Save this goal", programme), form_id="goal"
        )


class ReviewForm(VersionedForm):
    """How far a goal is today."""

    how_far = choose("How far is it, as they see it?", "Select how far", HowFar.choices)
    note = words_field("What helped, or what is in the way? (optional)", most=300)

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({"version": goal.version, "how_far": goal.how_far, "note": goal.note})
        self.helper = form_helper(
            Field.radios("how_far", inline=True, label_size="s"),
            Field.text("note", label_size="s"),
            _buttons("Save", goal.programme),
        )

    def beside(self, now: Goal) -> list[Row]:
        """What was said meanwhile beside what was typed."""
        typed = dict(HowFar.choices).get(self.data.get("how_far", ""), "")
        return [("How far", now.get_how_far_display(), typed), ("Note", now.note, self.data.get("note", ""))]


class PlacesForm(forms.Form):
    """How many places a team has from a day on."""

    places = whole_number("How many people can they support?", "Enter how many people")
    hours = whole_number("Hours a week in all (optional)")
    from_on = DateTextField(label="From which day", error_messages={"required": "Enter the day"})
    words = words_field("Why, if it is other than usual (optional)", most=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_on", clock.today())
        self.helper = form_helper(
            Field.text("places", width=4, label_size="s", inputmode="numeric"),
            Field.text("hours", width=4, label_size="s", inputmode="numeric"),
            Field.text("from_on", width=20, label_size="s"),
            Field.text("words", label_size="s"),
            Buttons(Button.primary("Save"), Button.link("Cancel", reverse("services:board"))),
        )

    def clean_from_on(self) -> Any:
        return near_today(self.cleaned_data["from_on"])


def near_today(day: date) -> date:
    """A day within a year from today, before or after; raises ValidationError for another."""
    if abs(day - clock.today()) > YEAR:
        raise forms.ValidationError("The day must be within a year from today. Check the year")
    return day


def _worker(form: forms.Form) -> User | None:
    chosen = form.cleaned_data["worker"]
    return User.objects.active().filter(pk=chosen).first() if chosen else None


def _buttons(text: str, programme: Programme) -> Buttons:
    return Buttons(Button.primary(text), Button.link("Cancel", programme.get_absolute_url()))

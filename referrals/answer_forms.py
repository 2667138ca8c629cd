"""Forms between teams: a question, its answer, a return, sending again and handing on."""

from dataclasses import dataclass
from typing import Any

from django import forms

from core.layout import Button, Buttons, Field, Part, form_helper
from localities.models import Team
from referrals.actions import HandOver
from referrals.enums import NoteKind, Urgency
from referrals.forms import ReferralForm, Row, done
from referrals.models import Referral
from referrals.routing import Suggestion, sent_by_hand
from referrals.standing import NOBODY, NOTHING, Standing

OTHER = "other"
LONGEST = 500


@dataclass(frozen=True)
class Saying:
    """A page on which one side of a referral says something to the other: its words, its draft's name, and as which
    kind of note it is kept.
    """

    draft: str
    kind: NoteKind
    title: str
    label: str
    hint: str
    missing: str
    button: str


def long_words(label: str, **more: Any) -> forms.CharField:
    """A box for as many words as it takes, kept as they were typed."""
    return forms.CharField(label=label, widget=forms.Textarea, strip=False, **more)


def short_words(label: str, **more: Any) -> forms.CharField:
    """A box for at most 500 characters."""
    too_long = f"{label.removesuffix(' (optional)')} must be {LONGEST} characters or fewer"
    errors = {"max_length": too_long} | more.pop("error_messages", {})
    return forms.CharField(label=label, widget=forms.Textarea, max_length=LONGEST, error_messages=errors, **more)


class WordsForm(ReferralForm):
    """What one side says to the other."""

    words = long_words("")

    def __init__(self, *args: Any, saying: Saying, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = referral.version
        self.saying = saying
        words: Any = self.fields["words"]
        words.label, words.help_text = saying.label, saying.hint
        words.error_messages["required"] = saying.missing
        self.helper = form_helper(
            Field.textarea("words", rows=6, label_size="m"),
            Buttons(Button.primary(saying.button), Button.link("Cancel", referral.get_absolute_url())),
            form_id=saying.draft,
        )

    def clean_words(self) -> str:
        """Words that say something."""
        words: str = self.cleaned_data["words"]
        if not words.strip():
            raise forms.ValidationError(self.fields["words"].error_messages["required"])
        return words

    def beside(self, now: Standing) -> list[Row]:
        said = now.last(self.saying.kind)
        return [done(now, self.saying.title), (self.saying.label, said, self.cleaned_data["words"])]


class TeamForm(ReferralForm):
    """To whom a referral goes: the router's suggestion, or another team with the reason."""

    asks = "to"
    to = forms.ChoiceField(
        label="Who takes this up?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select who takes this up", "invalid_choice": "Select who takes this up"},
    )
    team = forms.ModelChoiceField(
        label="Team or service",
        queryset=Team.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Choose",
        error_messages={"invalid_choice": "Select a team or service from the list"},
    )
    reason = short_words("Why this one", required=False)

    def __init__(
        self, *args: Any, referral: Referral, suggestion: Suggestion | None, teams: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = referral.version
        self.referral, self.suggestion = referral, suggestion
        to, team = self.fields["to"], self.fields["team"]
        suggested = [(suggestion.team.slug, suggestion.team.name)] if suggestion else []
        to.choices = [*suggested, (OTHER, "Another team or service")]  # type: ignore[attr-defined]
        team.queryset = teams  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Another team is named, and why it is that one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("to") == OTHER:
            if not given.get("team") and "team" not in self.errors:
                self.add_error("team", "Select a team or service")
            if not given.get("reason") and "reason" not in self.errors:
                self.add_error("reason", "Enter why it is this one")
        return given

    def chosen(self, by: str, urgency: str) -> Suggestion:
        """Where it goes: the router's suggestion, or the team chosen by hand, with the reason."""
        if self.cleaned_data["to"] != OTHER:
            assert self.suggestion is not None
            return self.suggestion
        team, reason = self.cleaned_data["team"], self.cleaned_data["reason"]
        against = self.suggestion or Suggestion(self.referral.team, self.referral.rule, self.referral.because)
        return sent_by_hand(against, team, reason, by, urgency)

    @property
    def goes_to(self) -> str:
        """The name of the team that was chosen."""
        if self.cleaned_data["to"] == OTHER or self.suggestion is None:
            return str(self.cleaned_data["team"].name)
        return self.suggestion.team.name

    def _whom(self) -> Field:
        suggested = self.suggestion
        hints = {suggested.team.slug: f"Suggested: {suggested.because}. Rule {suggested.rule}"} if suggested else {}
        other: tuple[Part, ...] = (Field.select("team"), Field.textarea("reason", rows=2))
        return Field.radios("to", label_size="m", hints=hints, reveals={OTHER: other})


class SendAgainForm(TeamForm):
    """A returned referral goes to the same team, knowing more, or to another."""

    words = long_words("What they should know now (optional)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(
            self._whom(),
            Field.textarea("words", rows=4, label_size="m"),
            Buttons(Button.primary("Send again"), Button.link("Cancel", self.referral.get_absolute_url())),
            form_id="send-again",
        )

    def beside(self, now: Standing) -> list[Row]:
        return [
            done(now, f"Send it again to {self.goes_to}"),
            ("Team", now.team, self.goes_to),
            ("What they should know now", now.last(NoteKind.ANSWERED), self.cleaned_data["words"] or NOTHING),
        ]


class HandOnForm(TeamForm):
    """All that the next team needs beside the story, which goes along by itself."""

    why = long_words("Why do you hand this on?", error_messages={"required": "Enter why you hand this on"})
    expects = short_words("What does the person expect to happen next? (optional)", required=False)
    done = long_words("What is done? (optional)", required=False)
    not_done = long_words("What is not done yet? (optional)", required=False)
    urgency = forms.ChoiceField(
        label="How urgent is it?",
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how urgent it is"},
    )
    rang = forms.ChoiceField(
        label="Have you rung them about it?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes if you have rung them about it"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["urgency"] = self.referral.urgency
        self.helper = form_helper(
            self._whom(),
            Field.textarea("why", rows=3, label_size="m"),
            Field.textarea("done", rows=3, label_size="s"),
            Field.textarea("not_done", rows=3, label_size="s"),
            Field.textarea("expects", rows=2, label_size="s"),
            Field.radios("urgency", inline=True, small=True, label_size="s"),
            Field.radios("rang", inline=True, small=True, label_size="s"),
            Buttons(Button.primary("Hand on"), Button.link("Cancel", self.referral.get_absolute_url())),
            form_id="hand-on",
        )

    def told(self) -> HandOver:
        """What goes along, as the action takes it."""
        given = self.cleaned_data
        words = {name: given[name] for name in ("why", "urgency", "expects", "done", "not_done")}
        return HandOver(**words, rang=given["rang"] == "yes")

    def beside(self, now: Standing) -> list[Row]:
        told = self.told()
        return [
            done(now, f"Hand it on to {self.goes_to}"),
            ("Team", now.team, self.goes_to),
            ("Who holds it", now.holder, NOBODY),
            ("What goes along", now.last(NoteKind.HANDED_ON), told.words),
            ("How urgent", now.urgency, Urgency(told.urgency).label),
            ("What the person expects", now.expects, told.expects or NOTHING),
        ]

"""The forms of the check page: which identifiers were read back, where it goes, what the caller expects; and by hand
to which locality the person belongs.
"""

from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.db.models import TextChoices

from core import clock
from core.layout import Field, form_helper
from core.words import plural, weekday_date
from localities.enums import TeamKind
from localities.models import Locality, Team
from referrals.actions import Told
from referrals.models import Referral
from referrals.routing import Suggestion, sent_by_hand
from residents.models import Resident

LONGEST_REASON, LONGEST_EXPECTS = 200, 500


class Goes(TextChoices):
    """Where a checked call goes."""

    ADD = "add", "To what is open already"
    ROUTER = "router", "Where the router says"
    SECOND = "second", "The second choice"
    OTHER = "other", "Another team"


class Identifier(TextChoices):
    """What is read back to be sure who is meant; two of them are enough."""

    NAME = "name", "Full name"
    BORN = "born", "Date of birth"
    ADDRESS = "address", "Address"
    PHONE = "phone", "Telephone"
    NHS_NUMBER = "nhs_number", "NHS number"


@dataclass(frozen=True)
class Decision:
    """What the check page decides: add to open work, or send to a team by a rule; with what was heard."""

    told: Told
    add_to: Referral | None
    suggestion: Suggestion


class CheckForm(forms.Form):
    """What is decided on the check page. `suggestion` is what the router says now."""

    read_back = forms.MultipleChoiceField(
        label="Which of these did you read back?",
        required=False,
        choices=Identifier.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Two make sure who is meant",
    )
    goes = forms.ChoiceField(
        label="Where does it go?", widget=forms.RadioSelect, error_messages={"required": "Select where it goes"}
    )
    team = forms.ModelChoiceField(
        label="Which team", required=False, queryset=Team.objects.none(), to_field_name="slug", empty_label="Choose"
    )
    reason = forms.CharField(
        label="Why there",
        required=False,
        max_length=LONGEST_REASON,
        help_text="The team reads it, with what the router said",
        error_messages={"max_length": f"Why it goes there must be {LONGEST_REASON} characters or fewer"},
    )
    expects = forms.CharField(
        label="What you told them to expect (optional)",
        required=False,
        max_length=LONGEST_EXPECTS,
        help_text="Leave it empty when you told them only when the team takes it up",
        error_messages={"max_length": f"What they expect must be {LONGEST_EXPECTS} characters or fewer"},
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestion = suggestion
        goes, team = self.fields["goes"], self.fields["team"]
        assert isinstance(goes, forms.ChoiceField)
        assert isinstance(team, forms.ModelChoiceField)
        goes.choices = choices_of(suggestion)
        team.queryset = Team.objects.exclude(kind=TeamKind.PROVIDER).order_by("name")
        self.initial = {"goes": goes.choices[0][0], "shown": said_by(suggestion)}

    def lay_out(self, resident: Resident) -> None:
        """Set the page out: what is known of the person can be read back, and each way says why, and how long it is."""
        asked = self.fields["read_back"]
        assert isinstance(asked, forms.MultipleChoiceField)
        known = identifiers_of(resident)
        asked.choices = [(one.value, one.label) for one in Identifier if one in known]
        self.helper = form_helper(
            Field.checkboxes("read_back", small=True, label_size="s"),
            Field.radios(
                "goes",
                small=True,
                label_size="m",
                hints=hints_of(self.suggestion),
                reveals={Goes.OTHER: (Field.select("team"), Field.text("reason"))},
            ),
            Field.text("expects", label_size="s"),
            form_tag=False,
        )

    @property
    def is_outdated(self) -> bool:
        """Whether the router says something else by now than it did on the page that was sent."""
        shown = self.data.get("shown", "") if self.is_bound else ""
        return bool(shown) and shown != said_by(self.suggestion)

    def clean(self) -> dict[str, Any]:
        """Another team needs to be named, and why."""
        said = self.cleaned_data
        if said.get("goes") == Goes.OTHER:
            if not said.get("team") and "team" not in self.errors:
                self.add_error("team", "Select the team")
            if not said.get("reason") and "reason" not in self.errors:
                self.add_error("reason", "Enter why it goes to another team than the router says")
        return said

    def decision(self, told: Told, by: str) -> Decision:
        """What was decided, about what was heard."""
        said, first = self.cleaned_data, self.suggestion
        chosen = first.second if said["goes"] == Goes.SECOND and first.second else first
        if said["goes"] == Goes.OTHER:
            chosen = sent_by_hand(first, said["team"], said["reason"], by, told.urgency)
        told = replace(told, read_back=", ".join(said["read_back"]), expects=said["expects"] or chosen.told)
        return Decision(told, first.add_to if said["goes"] == Goes.ADD else None, chosen)


class PlaceForm(forms.Form):
    """To which locality somebody belongs of whom neither practice nor postcode says it (LOC-3)."""

    locality = forms.ModelChoiceField(
        label="Locality",
        queryset=Locality.objects.order_by("name"),
        to_field_name="slug",
        empty_label="Choose",
        error_messages={"required": "Select the locality"},
    )
    place_reason = forms.CharField(
        label="Why this locality",
        max_length=LONGEST_REASON,
        help_text="For example, sleeps in Grays town park",
        error_messages={"required": "Enter why this locality"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(Field.select("locality"), Field.text("place_reason"), form_tag=False)


def choices_of(suggestion: Suggestion) -> list[tuple[str, str]]:
    """Where it can go, the best first."""
    open_work, second, team = suggestion.add_to, suggestion.second, suggestion.team
    return [
        *([(Goes.ADD.value, open_since(open_work))] if open_work else []),
        (Goes.ROUTER.value, f"A new referral to {team.spoken}" if open_work else team.name),
        *([(Goes.SECOND.value, second.team.name)] if second else []),
        (Goes.OTHER.value, "Another team"),
    ]


def hints_of(suggestion: Suggestion) -> dict[str, str]:
    """Why it would go each way, and what is to be said to the caller."""
    second, numbers = suggestion.second, numbers_of(suggestion)
    return {
        Goes.ADD: "Nobody is handed on. Whoever holds it, or the team, is told now.",
        Goes.ROUTER: f"Because {suggestion.because}. Rule {suggestion.rule}. {numbers} {say(suggestion)}",
        Goes.SECOND: f"Because {second.because}. Rule {second.rule}. {say(second)}" if second else "",
        Goes.OTHER: "With your reason.",
    }


def say(suggestion: Suggestion) -> str:
    """What is to be said to the caller."""
    return f"Tell the caller: “{suggestion.told}”"


def open_since(referral: Referral) -> str:
    """What is open already, as the first choice."""
    day, today = clock.london_date(referral.received_at), clock.today()
    since = weekday_date(day, today).partition(" ")[2]
    return f"Already open with {referral.team.spoken} since {since}: add to that ({referral.reference})"


def numbers_of(suggestion: Suggestion) -> str:
    """How many wait there now, and how long those did who were allocated lately."""
    waits = f"{plural(suggestion.waiting, 'referral waits', 'referrals wait')} there now."
    wait = suggestion.median_wait
    if not wait:
        return f"{waits} Median wait: — (fewer than 5 were allocated in the last 90 days)."
    return f"{waits} Median wait in the last 90 days: {wait}."


def said_by(suggestion: Suggestion) -> str:
    """What the router says, in short: to be compared when the page is sent."""
    second, open_work = suggestion.second, suggestion.add_to
    parts = (suggestion.rule, suggestion.team.slug, second and second.team.slug, open_work and open_work.reference)
    return " ".join(str(part) for part in parts if part)


def identifiers_of(resident: Resident) -> list[str]:
    """What is known of a person that can be read back."""
    known = {
        Identifier.NAME: resident.display_name,
        Identifier.BORN: resident.born_on,
        Identifier.ADDRESS: resident.address or resident.postcode,
        Identifier.PHONE: resident.phone,
        Identifier.NHS_NUMBER: resident.nhs_number,
    }
    return [str(one) for one, value in known.items() if value]

"""What the ward knew of a person, what is so now, and what has happened between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from accounts.models import User
from assessments.enums import Answer, Change
from assessments.models import Assessment, Findings, SafeDischarge
from assessments.rules import what_changed
from core import clock
from core.words import listed, plural
from discharges.models import Discharge
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry

MOST_EVENTS = 12
TOLD = {
    TimelineKind.HOSPITAL: ("stay or discharge", "stays or discharges"),
    TimelineKind.CONTACT: ("contact", "contacts"),
    TimelineKind.CONVERSATION: ("conversation", "conversations"),
    TimelineKind.HAND_OFF: ("hand-off", "hand-offs"),
    TimelineKind.PROMISE: ("promise made, kept or broken", "promises made, kept or broken"),
}


@dataclass(frozen=True)
class Fact:
    """One question that the ward and the community both answer: its column there and here."""

    question: str
    now: str
    ward: str = ""
    yes_is_better: bool = True

    @property
    def on_the_ward(self) -> str:
        return self.ward or self.now


FACTS = (
    Fact("Where they live", "lives_at", "goes_to", yes_is_better=False),
    Fact("Lives alone", "lives_alone", yes_is_better=False),
    Fact("Can get in", "can_get_in"),
    Fact("Warm, with light and food", "home_is_warm"),
    Fact("Gets about, to bed and to the toilet", "can_get_about"),
    Fact("Washes and dresses", "can_wash_and_dress"),
    Fact("Eats and drinks", "can_eat_and_drink"),
    Fact("Has and takes their medicines", "has_medicines"),
    Fact("Equipment", "equipment", yes_is_better=False),
    Fact("Who helps", "who_helps", yes_is_better=False),
)


@dataclass(frozen=True)
class Compared:
    """A fact with both answers in words, and what became of it."""

    question: str
    ward: str
    now: str
    change: Change

    @property
    def colour(self) -> str:
        colours = {Change.BETTER: "green", Change.WORSE: "red", Change.OTHER: "yellow", Change.NEWLY_KNOWN: "blue"}
        return colours.get(self.change, "grey")


@dataclass(frozen=True)
class WayHome:
    """The last discharge before a full assessment, with the light-touch assessment of that stay where one was begun."""

    discharge: Discharge
    ward: Assessment | None

    @property
    def facts(self) -> SafeDischarge | None:
        """What the ward wrote down; None when nothing was."""
        kept: SafeDischarge | None = getattr(self.ward, "safe_discharge", None)
        return kept


def way_home_of(resident: Resident, day: date) -> WayHome | None:
    """The last discharge of a person up to `day`; None for somebody who was not in hospital. At most two queries."""
    went_home = Discharge.objects.filter(resident=resident, voided_at__isnull=True, discharged_on__lte=day)
    last = went_home.select_related("stay", "clock").order_by("-discharged_on").first()
    if last is None:
        return None
    stays = [key for key in (last.stay_id, last.stay.continues_id) if key]
    begun = Assessment.objects.filter(stay__in=stays).select_related("safe_discharge", "completed_by")
    return WayHome(last, begun.order_by("-started_at").first())


def compared(way_home: WayHome | None, findings: Findings | None) -> list[Compared]:
    """Every fact of the ward beside what is so now, in the order of the form; none when the ward wrote down nothing."""
    ward = way_home.facts if way_home else None
    return [_compare(fact, ward, findings) for fact in FACTS] if ward else []


def _compare(fact: Fact, ward: SafeDischarge, findings: Findings | None) -> Compared:
    then = str(getattr(ward, fact.on_the_ward))
    now = str(getattr(findings, fact.now, ""))
    change = what_changed(then, now, yes_is_better=fact.yes_is_better)
    return Compared(fact.question, in_words(ward, fact.on_the_ward), in_words(findings, fact.now), change)


def in_words(row: Any, column: str, empty: str = Answer.NOT_ASKED.label) -> str:
    """The answer in a column as people read it; `empty` for none."""
    shown = getattr(row, f"get_{column}_display", None)
    said = shown() if shown else getattr(row, column, "")
    return str(said) or str(empty)


@dataclass(frozen=True)
class Since:
    """What happened since somebody went home: how much of each kind, and the latest of it."""

    counted: str
    latest: Sequence[dict[str, Any]]
    more: bool


def happened_since(resident: Resident, way_home: WayHome | None, until: date, viewer: User) -> Since | None:
    """Stays, contacts, conversations, hand-offs and promises since the last discharge: two queries."""
    if way_home is None:
        return None
    seen = TimelineEntry.objects.visible_to(viewer).filter(
        resident=resident,
        kind__in=TOLD,
        at__gte=clock.start_of(way_home.discharge.discharged_on),
        at__lt=clock.start_of(until + timedelta(days=1)),
    ).exclude(source_id=way_home.discharge.pk)  # fmt: skip
    counts = dict(seen.order_by().values_list("kind").annotate(entries=Count("pk")))
    parts = [plural(counts[kind], *words) for kind, words in TOLD.items() if kind in counts]
    latest = [_shown(entry) for entry in seen.newest_first()[:MOST_EVENTS]]
    return Since(listed(parts), latest, more=sum(counts.values()) > MOST_EVENTS)


def _shown(entry: TimelineEntry) -> dict[str, Any]:
    """An entry as components/timeline.html takes it."""
    return {
        "title": entry.title,
        "at": entry.at if entry.time_known else None,
        "on": clock.london_date(entry.at),
        "by": entry.by_label,
        "kind": entry.get_kind_display(),
    }

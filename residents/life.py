"""What is recorded of a person's death and moves, in words, for every page that is about to ring, write or record."""

from dataclasses import dataclass
from typing import Any

from core.errors import Refused
from core.words import long_date
from residents.enums import LifeKind, TimelineKind
from residents.models import LifeEvent, Resident, TimelineEntry
from residents.rules.life import may_begin


@dataclass(frozen=True)
class Recorded:
    """One event as its page tells it: `facts` for a summary list, `came_of_it` what it ended and opened again."""

    event: LifeEvent
    heading: str
    facts: list[dict[str, Any]]
    came_of_it: list[str]

    @property
    def stands(self) -> bool:
        return self.event.corrected_at is None

    @property
    def is_over(self) -> bool:
        """Whether they came back from the move."""
        return self.event.is_over


def stopped_in_words(resident: Resident) -> str:
    """What must be known before anybody rings or writes: "" for somebody who lives here."""
    if resident.died_on:
        return (
            f"{resident.display_name} died on {long_date(resident.died_on)}. Letters and calls to them are stopped. "
            "What their family says can still be recorded."
        )
    if resident.left_on:
        where = f" to {resident.left_for}" if resident.left_for else ""
        return f"{resident.display_name} moved out of the borough{where} on {long_date(resident.left_on)}."
    return ""


def nothing_new_in_words(resident: Resident) -> str:
    """Why nothing new begins for somebody who has died (LIFE-6); "" for everybody else."""
    if resident.died_on is None:
        return ""
    return (
        f"{resident.display_name} died on {long_date(resident.died_on)}: nothing new is promised to them, booked or "
        "sent for them. What their family needs is kept for that person, under their own name."
    )


def check_may_begin(resident: Resident, *, with_family: bool = False) -> None:
    """Raise Refused where LIFE-6 does not let anything new begin; `with_family` is what their family was told."""
    if not may_begin(has_died=resident.is_deceased, with_family=with_family):
        raise Refused(nothing_new_in_words(resident))


def recorded_of(resident: Resident) -> list[Recorded]:
    """All that was recorded, the latest first, with what came of it; in two queries."""
    told: dict[Any, list[str]] = {}
    entries = TimelineEntry.objects.filter(resident=resident, kind=TimelineKind.LIFE).order_by("recorded_at", "id")
    for entry in entries:
        told.setdefault(entry.source_id, []).append(entry.detail)
    events = resident.life_events.select_related("recorded_by", "corrected_by", "returned_by").order_by("-recorded_at")
    return [_recorded(event, told.get(event.pk, [])) for event in events]


def standing(resident: Resident) -> set[LifeKind]:
    """The kinds of event that hold now."""
    holds = {LifeKind.DIED: resident.died_on, LifeKind.MOVED: resident.left_on}
    return {kind for kind, day in holds.items() if day is not None}


def _recorded(event: LifeEvent, told: list[str]) -> Recorded:
    facts = [
        {"key": "Who told us", "value": event.how_known},
        {"key": "Recorded", "value": f"{long_date(event.recorded_at)}, by {event.recorded_by.name}"},
    ]
    if event.left_for:
        facts.insert(0, {"key": "Where to", "value": event.left_for})
    if event.corrected_by and event.corrected_at:
        by = f"{long_date(event.corrected_at)}, by {event.corrected_by.name}: {event.corrected_because}"
        facts.append({"key": "Recorded in error", "value": by})
    if event.returned_on and event.returned_by:
        again = f"Since {long_date(event.returned_on)}, recorded by {event.returned_by.name}"
        facts.append({"key": "Lives here again", "value": again})
    heading = f"{event.get_kind_display()} on {long_date(event.happened_on)}"
    return Recorded(event, heading, facts, told)

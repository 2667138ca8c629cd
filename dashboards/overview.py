"""What the page of one locality says: nine numbers, each a link to as many rows, and charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.words import plural
from dashboards.figures import NoLocality, hand_offs_in_words, oldest_in_words, per_person, room_in
from dashboards.measures import IN_TABLE, Measure
from dashboards.series import Series
from localities.models import Locality
from worklists.teams import HAND_OFF_DAYS


@dataclass(frozen=True)
class Tile:
    """One number, as components/number_tile.html shows it."""

    number: str
    label: str
    meaning: str
    href: str
    spark: str = ""


def tiles_of(locality: Any, series: Mapping[str, Series]) -> Sequence[Tile]:
    """The nine tiles of a locality `with_figures`."""
    return (
        Tile(
            f"{locality.contacts_taken:,}",
            "contacts this week",
            f"Since Monday. A usual week: {series['contacts'].usual}",
            link_to(locality, "contacts"),
            series["contacts"].spark,
        ),
        Tile(f"{locality.waiting:,}", "waiting", oldest_in_words(locality.oldest), link_to(locality, "waiting")),
        Tile(
            f"{locality.open_reviews:,}",
            "six-week reviews",
            "Open now, overdue ones among them",
            link_to(locality, "reviews"),
        ),
        *tiles_of_reviews(locality),
        *_tiles_of_people(locality, series),
    )


def tiles_of_reviews(locality: Any) -> Sequence[Tile]:
    """What needs somebody of the open reviews."""
    return (
        Tile(
            f"{locality.unheld_reviews:,}", "reviews nobody holds", "To be allocated", link_to(locality, "unallocated")
        ),
        Tile(f"{locality.due_soon:,}", "due in 7 days", "Or today: six-week reviews", link_to(locality, "soon")),
        Tile(f"{locality.overdue_reviews:,}", "reviews overdue", "Day 42 has passed.", link_to(locality, "overdue")),
    )


def _tiles_of_people(locality: Any, series: Mapping[str, Series]) -> Sequence[Tile]:
    """What people felt of us, and how many are held."""
    handed = (locality.hand_offs, locality.handed_people)
    room = room_in(locality)
    workers = plural(room.workers, "worker")
    return (
        Tile(
            per_person(*handed),
            "hand-offs a person",
            hand_offs_in_words(*handed),
            link_to(locality, "hand-offs"),
            series["hand-offs"].spark,
        ),
        Tile(
            f"{locality.people_held:,}",
            "people held",
            f"{workers} with room for {room.people:,}",
            link_to(locality, "load"),
        ),
        Tile(
            f"{locality.asked_again:,}",
            "times asked again",
            f"In {HAND_OFF_DAYS} days. A usual week: {series['re-asks'].usual}",
            link_to(locality, "asked-again"),
            series["re-asks"].spark,
        ),
    )


def cells_of(locality: Any) -> list[dict[str, str]]:
    """The same numbers as one row of a table, in the order of `IN_TABLE`."""
    if isinstance(locality, NoLocality):
        return [_cell(locality, measure) for measure in IN_TABLE]
    shown = {"handed_people": per_person(locality.hand_offs, locality.handed_people)}
    return [
        {
            "text": shown.get(measure.count, f"{getattr(locality, measure.count):,}"),
            "label": measure.text,
            "href": link_to(locality, measure.slug),
        }
        for measure in IN_TABLE
    ]


def _cell(nowhere: NoLocality, measure: Measure) -> dict[str, str]:
    """A number of those without a locality; nobody holds them there, and nobody is handed to it."""
    count = getattr(nowhere, measure.count, None)
    if count is None:
        return {"text": "Not counted", "label": measure.text, "href": ""}
    return {"text": f"{count:,}", "label": measure.text, "href": link_to(nowhere, measure.slug)}


def link_to(locality: Locality | NoLocality, measure: str) -> str:
    """The address of the rows behind a number."""
    return reverse("dashboards:people_behind", kwargs={"slug": locality.slug, "measure": measure})

"""The calls that somebody has put aside: at most three, each a draft of the console under a subject of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import Truncator

from accounts.models import User
from core.models import Draft
from residents.models import Resident

FORM, NEW = "call", "new"
PLACES = ("parked-1", "parked-2", "parked-3")
# Fields of the console that say nothing by themselves: what the page sets, and choices that stand from the start.
NOT_SAID = frozenset({"started_at", "caret", "may_speak_for", "safe_to_call", "safe_to_text", "advised"})
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class ParkedCall:
    """One call put aside: where it is kept, whom or what it is about, and since when it waits."""

    place: str
    about: str
    since: datetime


def has_words(fields: Mapping[str, Any]) -> bool:
    """Whether anything was typed or chosen in a draft of the console."""
    return any(bool(said) for name, said in fields.items() if name not in NOT_SAID)


def text_in(fields: Mapping[str, Any], name: str) -> str:
    """One field of a draft as text; a draft may hold a list for any of them."""
    said = fields.get(name, "")
    return str(said[0] if isinstance(said, list) and said else said or "")


def taken_places(owner: User, *, for_update: bool = False) -> dict[str, Draft]:
    """The drafts of the console that somebody has, by subject."""
    drafts = Draft.objects.filter(owner_id=owner.pk, form=FORM, subject__in=(NEW, *PLACES))
    found = drafts.select_for_update().order_by("id") if for_update else drafts
    return {draft.subject: draft for draft in found}


def parked_calls(places: Mapping[str, Draft], viewer: User) -> list[ParkedCall]:
    """The calls among these drafts that are put aside, the longest waiting first, each with a name or its first
    words.
    """
    parked = sorted((places[place] for place in PLACES if place in places), key=lambda draft: draft.saved_at)
    references = {text_in(draft.fields, "person") for draft in parked} - {""}
    people = Resident.objects.visible_to(viewer).filter(reference__in=references) if references else []
    names = {person.reference: person.display_name for person in people}
    return [ParkedCall(draft.subject, _about(draft.fields, names), draft.saved_at) for draft in parked]


def _about(fields: Mapping[str, Any], names: Mapping[str, str]) -> str:
    person = names.get(text_in(fields, "person"), "")
    said = [text_in(fields, name) for name in ("story", "q", "caller_name", "caller_phone", "matters", "advice")]
    words = next((one.strip() for one in said if one.strip()), "")
    return Truncator(f"{person}: {words}" if person and words else person or words or "Nothing typed yet").chars(
        LONGEST_SHOWN
    )

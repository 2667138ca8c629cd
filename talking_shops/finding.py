"""Look for the person of a conversation: what the address asks for, and who was found."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from accounts.models import User
from residents.models import Resident
from residents.search import add_person_link, find


@dataclass(frozen=True)
class Finding:
    """What was looked for, and who was found; `add_url` adds somebody who is not there."""

    query: str
    people: list[Resident]
    results: Any
    add_url: str

    @property
    def found_nobody(self) -> bool:
        return bool(self.query) and not self.people


def find_who(request: HttpRequest, here: str) -> Finding:
    """Who is looked for at the address `here`, by `?q=`; or who has just been added, by `?person=`."""
    viewer = request.user
    assert isinstance(viewer, User)
    query, added = request.GET.get("q", "").strip(), request.GET.get("person", "")
    if added:
        chosen = Resident.objects.visible_to(viewer).for_banner().filter(reference=added)
        return Finding("", list(chosen), None, "")
    results = find(query, viewer) if query else None
    people = [hit.resident for hit in results.hits] if results else []
    return Finding(query, people, results, add_person_link(query, viewer, then=here) if results else "")

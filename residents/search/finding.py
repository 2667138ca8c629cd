"""The face of the search: one box in, people with reasons out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from accounts.roles import INTEGRATED
from core import clock
from core.words import plural
from residents.models import Resident
from residents.names import name_key
from residents.search.birth_dates import born_on
from residents.search.candidates import (
    candidates,
    desperate_lookups,
    loose_lookups,
    spelt,
    strict_lookups,
)
from residents.search.dictionary import dictionary
from residents.search.evidence import Evidence
from residents.search.query import Query, is_a_name, read_query
from residents.search.ranking import Ranking, Scored

PAGE = 10  # nearly everybody who is looked for is among the first ten
# Why somebody was found by what belonged to a record that was merged into theirs: for staff, and for a partner.
MERGED, RECORDED_BEFORE = "of a record that was merged into this one", "that was recorded before"
# With fewer hits than this, and none whose names all fit well, people who bear only one of the
# typed names are shown as well.
TOO_FEW, FITS_WELL = 5, 60.0
NEAR_ENOUGH = 45.0  # points from which on somebody is worth a look before they are added a second time


@dataclass(frozen=True)
class Hit:
    """Somebody who may be meant, and why, the strongest reason first."""

    resident: Resident
    score: float
    why: list[str]


@dataclass(frozen=True)
class Results:
    """One page of hits.

    `total` counts all hits; `more` says that a lookup met its bound, so that there are others still.
    `read` is how the box was understood, `hints` are sentences about what was not.
    """

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    more: bool = False
    read: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    @property
    def count_text(self) -> str:
        """ "3 people found", "No people found", "At least 400 people found"."""
        if not self.total:
            return "No people found"
        found = f"{plural(self.total, 'person', 'people')} found"
        return f"At least {found}" if self.more else found


def find(query: str, viewer: User, *, limit: int = PAGE, offset: int = 0) -> Results:
    """The people whom `query` may mean, best first, among those who exist for the viewer. Any text is harmless."""
    return find_by(read_query(query, clock.today()), viewer, limit=limit, offset=offset)


def find_by(query: Query, viewer: User, *, limit: int = PAGE, offset: int = 0) -> Results:
    """As `find`, for a query that was read already."""
    if query.is_empty:
        return Results(hints=list(query.hints))
    ranked, more = ranked_candidates(query, viewer)
    hits = _hits(ranked[offset : offset + limit], viewer)
    return Results(hits, len(ranked), more, query.in_words(), list(query.hints))


def near_matches(fields: Mapping[str, Any], viewer: User, *, limit: int = 5) -> list[Hit]:
    """People who may be the one whom somebody is about to add; `fields` are those of the form, clean or not there."""
    query = query_of(fields)
    if query.is_empty:
        return []
    ranked, _ = ranked_candidates(query, viewer)
    return _hits([scored for scored in ranked if scored.score >= NEAR_ENOUGH][:limit], viewer)


def query_of(fields: Mapping[str, Any]) -> Query:
    """The query that the fields of an identity amount to."""
    names = [name_key(fields.get(name) or "") for name in ("known_as", "given_name", "family_name")]
    if names[0] == names[1] or (names[0] and names[1]):
        names.pop(0)
    day = fields.get("born_on")
    return Query(
        names=tuple(name for name in names if name) if any(map(is_a_name, names)) else (),
        born=born_on(day) if day else None,
        postcode=fields.get("postcode") or "",
        phone=fields.get("phone") or "",
        nhs_number=fields.get("nhs_number") or "",
    )


def ranked_candidates(query: Query, viewer: User) -> tuple[list[Scored], bool]:
    """Everybody who may be meant, best first, and whether the lookups met their bounds."""
    ranking = Ranking(query)
    known = dictionary.names() if query.names else {}
    names = spelt(query, known)
    people, more = candidates(strict_lookups(query, names), query, viewer)
    meant = [scored for scored in map(ranking.score, people) if ranking.is_meant(scored)]
    if len(query.names) > 1 and is_doubtful(meant):
        looser = loose_lookups(query, known) if meant else desperate_lookups(query, names)
        seen = {scored.person.id for scored in meant}
        others, more = candidates(looser, query, viewer)
        meant += [ranking.score(person) for person in others if person.id not in seen]
    return sorted(meant, key=lambda scored: scored.order), more


def is_doubtful(meant: list[Scored]) -> bool:
    """Whether the person looked for may well be none of these: few, and none whose names fit well."""
    return len(meant) < TOO_FEW and all(scored.score < FITS_WELL for scored in meant)


def _hits(page: list[Scored], viewer: User) -> list[Hit]:
    if not page:
        return []
    residents = Resident.objects.select_related("locality").in_bulk([scored.person.id for scored in page])
    return [
        Hit(residents[scored.person.id], scored.score, reasons(scored.evidence, residents[scored.person.id], viewer))
        for scored in page
        if scored.person.id in residents
    ]


def reasons(evidence: list[Evidence], resident: Resident, viewer: User) -> list[str]:
    """The evidence in words, the strongest first, with names as they are written. Partners read of no other record."""
    ordered = sorted(evidence, key=lambda piece: -piece.points)
    merged = MERGED if viewer.role in INTEGRATED else RECORDED_BEFORE
    return [
        piece.words.replace("{merged}", merged).replace("{name}", getattr(resident, piece.part, ""))
        for piece in ordered
    ]

"""What the pages of possible duplicates show: the list, one pair, what a merge would move, and what undoing asks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.roles import INTEGRATED
from core.shortcuts import first_of
from core.words import long_date, moment, plural
from discharges.models import HospitalStay
from referrals.open_work import open_work
from residents.actions.merging import NOT_BOTH_DIED
from residents.enums import PairStatus
from residents.merging import GROUPS, Difference, Moving, SinceGroup, moving, tables
from residents.merging.tables import moved_keys
from residents.models import CircleLink, Merge, PossibleDuplicate, Resident
from residents.policies import can_decide
from residents.rules.merging import Side, agree_on_death

# The rows of each table in the words of the practice: one, and many.
KINDS = {
    "assessments.assessment": ("assessment", "assessments"),
    "discharges.discharge": ("discharge", "discharges"),
    "discharges.hospitalstay": ("stay in hospital", "stays in hospital"),
    "discharges.sixweekclock": ("six-week clock", "six-week clocks"),
    "referrals.allocation": ("allocation to a worker", "allocations to workers"),
    "referrals.callback": ("call-back", "call-backs"),
    "referrals.contact": ("contact", "contacts"),
    "referrals.handoff": ("hand-off", "hand-offs"),
    "referrals.promise": ("promise", "promises"),
    "referrals.referral": ("referral", "referrals"),
    "residents.accessneed": ("access need", "access needs"),
    "residents.address": ("address", "addresses"),
    "residents.alert": ("alert", "alerts"),
    "residents.circlelink": ("link in a circle", "links in circles"),
    "residents.lifeevent": ("death or move", "deaths and moves"),
    "residents.phonenumber": ("telephone number", "telephone numbers"),
    "residents.resident": ("record merged earlier", "records merged earlier"),
    "residents.share": ("sharing with a partner", "sharings with partners"),
    "residents.statement": ("thing they told us", "things they told us"),
    "residents.timelineentry": ("event of the timeline", "events of the timeline"),
    "talking_shops.agreedaction": ("thing agreed", "things agreed"),
    "talking_shops.conversation": ("conversation", "conversations"),
}
LONGEST = 90
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_DOUBTS = 3
LOOKED_AT = "This record and another one may be of the same person. Somebody at Thurrock First decides that."
TABS = (("open", "To decide"), ("merged", "Merged in the last 30 days"), ("apart", "Two people"))


@dataclass(frozen=True)
class Record:
    """One of the two, and the open work on them."""

    resident: Resident
    work: list[str]


@dataclass(frozen=True)
class PairRow:
    """One line of the list: a pair with both records, or a merge that can be undone."""

    pair: Any
    records: list[Record]


@dataclass(frozen=True)
class Told:
    """Rows of one kind in words: how many, and some of them."""

    what: str
    some: list[str]
    yielding: list[str]
    staying: list[str]


@dataclass(frozen=True)
class Asked:
    """A group of what came since a merge, as the page asks about it; `field` is the name of its question."""

    field: str
    lines: list[str]
    because: str
    goes_to: Resident


@dataclass(frozen=True)
class Doubt:
    """That a person may be the same as another one. Who may not decide learns that it is looked at, and no more."""

    words: str
    href: str = ""
    other: Resident | None = None
    look: str = "Look at both"


def doubts_about(resident: Resident, viewer: User) -> list[Doubt]:
    """The open pairs in which a person is one of the two, as far as the viewer may know; one query."""
    pairs = PossibleDuplicate.objects.visible_to(viewer).to_decide().of(resident.pk)
    if viewer.role not in INTEGRATED:
        return []
    if not can_decide(viewer):
        return [Doubt(LOOKED_AT)] if pairs.exists() else []
    found = []
    shown, more = first_of(pairs.select_related("one", "other"), MOST_DOUBTS)
    for pair in shown:
        other = pair.other if pair.one_id == resident.pk else pair.one
        words = f"This may be the same person as {other.display_name}, {other.reference}, born {other.born_text}."
        found.append(Doubt(words, pair.get_absolute_url(), other))
    if more:
        words = f"{plural(more, 'more record')} may be of the same person."
        found.append(Doubt(words, reverse("worklists:duplicates"), look="See the whole list"))
    return found


def rows_of(show: str, viewer: User) -> QuerySet[Any]:
    """The pairs to decide, those that are two people, or the merges that can be undone."""
    if show == "merged":
        merges: QuerySet[Any] = Merge.objects.visible_to(viewer).undoable().for_page()
        return merges
    pairs = PossibleDuplicate.objects.visible_to(viewer).for_page()
    if show == "apart":
        apart: QuerySet[Any] = pairs.filter(status=PairStatus.NOT_SAME).order_by("-decided_at", "pk")
        return apart
    waiting: QuerySet[Any] = pairs.to_decide()
    return waiting


def listed(found: Sequence[Any], viewer: User) -> list[PairRow]:
    """The rows of a page with the open work on each record; one query."""
    couples = [people_of(one) for one in found]
    work = open_work([person.pk for couple in couples for person in couple], viewer) if couples else {}
    return [
        PairRow(one, [Record(person, work.get(person.pk, [])) for person in couple])
        for one, couple in zip(found, couples, strict=True)
    ]


def people_of(found: Any) -> list[Resident]:
    """The two people of a pair or of a merge."""
    return [found.survivor, found.merged] if isinstance(found, Merge) else [found.one, found.other]


def tabs(show: str) -> list[dict[str, Any]]:
    """The parts of the list, for components/tabs_as_links.html."""
    page = reverse("worklists:duplicates")
    return [{"text": text, "href": f"{page}?show={slug}", "current": slug == show} for slug, text in TABS]


def side_by_side(one: Resident, other: Resident) -> tuple[list[tuple[str, str, str]], list[tuple[str, str]]]:
    """What differs between two records (label and both texts), and what is the same."""
    texts = [(group.label, group.text(one), group.text(other)) for group in GROUPS]
    differing = [(label, ours or "Not known", theirs or "Not known") for label, ours, theirs in texts if ours != theirs]
    return differing, [(label, ours) for label, ours, theirs in texts if ours == theirs and ours]


def to_move(survivor: Resident, merged: Resident, differing: Sequence[Difference]) -> list[Told]:
    """What a merge would move, in words."""
    kept: Mapping[str, Side] = {difference.group.name: difference.side for difference in differing}
    return [_told(part) for part in moving(survivor, merged, kept)]


def to_know_before(survivor: Resident, merged: Resident) -> list[str]:
    """What has to be settled before two records are merged, or is lost sight of by it; one query."""
    found = [] if agree_on_death(survivor.died_on, merged.died_on) else [_who_died(survivor, merged), NOT_BOTH_DIED]
    stays = HospitalStay.objects.in_hospital().filter(resident__in=(survivor, merged))
    where = {stay.resident_id: str(stay) for stay in stays}
    if len(where) > 1:
        found.append(
            f"Both are on the hospital list: {survivor.reference} in {where[survivor.pk]}, {merged.reference} in "
            f"{where[merged.pk]}. The stay of {survivor.reference} is kept. Ask the hospital hub which one is right."
        )
    return found


def _who_died(*both: Resident) -> str:
    """Of each of the two, when they died, or that nothing is said of it."""
    told = [
        f"{one.reference} says that {one.display_name} died on {long_date(one.died_on)}"
        if one.died_on
        else f"{one.reference} says nothing of a death"
        for one in both
    ]
    return f"{'; '.join(told)}."


def gone_back(merge: Merge) -> list[str]:
    """What undoing a merge gives back, counted by kind."""
    counts = {table: len(moved_keys(merge, table)) for table in tables()}
    return [counted(table.name, count) for table, count in counts.items() if count]


def asked(groups: Sequence[SinceGroup], merge: Merge) -> list[Asked]:
    """The groups of what came since, in words: what it is and when, then what is a part of it."""
    whose = {Side.SURVIVOR: merge.survivor, Side.MERGED: merge.merged}
    return [
        Asked(
            field=f"group-{group.key}",
            lines=[_headline(group), *(_with_kind(row.table.name, row.row) for row in group.rows[1:])],
            because=group.suggestion.because,
            goes_to=whose[group.suggestion.side],
        )
        for group in groups
    ]


def _headline(group: SinceGroup) -> str:
    first = group.rows[0]
    return f"{_with_kind(first.table.name, first.row)}, {moment(made_at(first.row.pk))}"


def _with_kind(table: str, row: Any) -> str:
    """ "Referral R-7K3P-XQ4M: getting about", with its kind said once."""
    kind = KINDS.get(table, (str(row._meta.verbose_name),))[0]
    words = row_in_words(row)
    said = words if words.lower().startswith(kind) else f"{kind}: {words}"
    return said[:1].upper() + said[1:]


def counted(table: str, count: int) -> str:
    """ "3 referrals"."""
    one, many = KINDS.get(table, (table, table))
    return plural(count, one, many)


def row_in_words(row: Any) -> str:
    """What a row is, short enough for a line."""
    if isinstance(row, CircleLink):
        return f"{row.get_role_display().lower()}, {row.other or row.name}"
    need = f": {row.get_need_display().lower()}" if hasattr(row, "get_need_display") else ""
    words = ISO_DATE.sub(lambda day: long_date(date.fromisoformat(day[0])), f"{row}{need}")
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def made_at(key: UUID) -> datetime:
    """The moment from which a key was made."""
    return datetime.fromtimestamp((key.int >> 80) / 1000, UTC)


def _told(part: Moving) -> Told:
    return Told(
        what=counted(part.table.name, part.count),
        some=[row_in_words(row) for row in part.newest],
        yielding=[row_in_words(row) for row in part.yielding],
        staying=[row_in_words(row) for row in part.staying],
    )

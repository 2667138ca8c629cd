"""A person's timeline as a viewer may see it: events with links, filtered by kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.roles import PARTNERS, Permission
from core import clock
from referrals.models import Contact, Referral
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry

PER_STRETCH = 50


@dataclass(frozen=True)
class Event:
    """One event as components/timeline.html shows it; `at` is empty when only the date is known."""

    title: str
    at: datetime | None
    on: date
    by: str
    team: str
    detail: str
    kind: str
    href: str


def shown(entries: Iterable[TimelineEntry], links: Mapping[UUID, str]) -> list[Event]:
    """The entries as events; `links` are addresses by the id of what an entry tells of."""
    return [
        Event(
            title=entry.title,
            at=entry.at if entry.time_known else None,
            on=clock.london_date(entry.at),
            by=entry.by_label,
            team=entry.team.name if entry.team else "",
            detail=entry.detail,
            kind=entry.get_kind_display(),
            href=links.get(entry.source_id, ""),
        )
        for entry in entries
    ]


def links_of(entries: Sequence[TimelineEntry], viewer: User) -> dict[UUID, str]:
    """The pages behind the entries that the viewer may open, by the id of what each tells of; two queries."""
    sources: dict[str, list[UUID]] = {}
    for entry in entries:
        sources.setdefault(entry.source_type, []).append(entry.source_id)
    links: dict[UUID, str] = {}
    if viewer.may(Permission.SEE_TEAM_QUEUE):
        links |= _by_reference(Referral.objects.visible_to(viewer), sources.get("referrals.referral", []))
    if viewer.may(Permission.TAKE_CALL):
        links |= _by_reference(Contact.objects.visible_to(viewer), sources.get("referrals.contact", []))
    if viewer.role not in PARTNERS:
        talks = sources.get("talking_shops.conversation", [])
        links |= {pk: reverse("talking_shops:conversation", kwargs={"pk": pk}) for pk in talks}
    return links


def _by_reference(rows: QuerySet[Any], ids: Sequence[UUID]) -> dict[UUID, str]:
    return {row.pk: row.get_absolute_url() for row in rows.filter(pk__in=ids).only("pk", "reference")}


def links_to_kinds(resident: Resident, current: str) -> list[dict[str, Any]]:
    """The filter as links: everything, or one kind of event."""
    page = reverse("worklists:timeline", kwargs={"reference": resident.reference})
    everything = {"text": "Everything", "href": page, "current": not current}
    kinds = [
        {"text": kind.label, "href": f"{page}?kind={kind.value}", "current": kind.value == current}
        for kind in TimelineKind
    ]
    return [everything, *kinds]

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
from assessments.enums import AssessmentKind
from assessments.models import Assessment
from core import clock
from discharges.models import SixWeekClock
from referrals.models import Allocation, Contact, Referral
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry

PER_STRETCH = 50

# What an entry tells of → the permission that its page needs, and the page: one of its own, or a part of the record.
PAGES = {
    "talking_shops.conversation": (Permission.OPEN_PERSON, "talking_shops:conversation"),
    "talking_shops.booking": (Permission.SEE_SESSIONS, "talking_shops:booking_at"),
    "referrals.promise": (Permission.KEEP_PROMISE, "referrals:promise"),
    "referrals.callback": (Permission.TAKE_CALL, "referrals:call_back"),
    "services.programme": (Permission.SEE_REABLEMENT, "services:programme"),
    "discharges.hospitalstay": (Permission.WORK_AT_HOSPITAL, "discharges:stay"),
}
PARTS = {
    "residents.lifeevent": (Permission.CHANGE_PERSON, "residents:life"),
    "residents.phonenumber": (Permission.OPEN_PERSON, "residents:details"),
    "residents.address": (Permission.OPEN_PERSON, "residents:details"),
    "residents.circlelink": (Permission.OPEN_PERSON, "residents:details"),
    "residents.accessneed": (Permission.OPEN_PERSON, "residents:alerts"),
    "residents.alert": (Permission.OPEN_PERSON, "residents:alerts"),
}


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


def shown(entries: Iterable[TimelineEntry], links: Mapping[UUID, str], viewer: User) -> list[Event]:
    """The entries as events; `links` are addresses by the id of what an entry tells of. A partner reads the team
    alone: who of the Council's staff it was is not theirs to know.
    """
    unnamed = viewer.role in PARTNERS
    return [
        Event(
            title=entry.title,
            at=entry.at if entry.time_known else None,
            on=clock.london_date(entry.at),
            by="" if unnamed and entry.by_label != viewer.name else entry.by_label,
            team=entry.team.name if entry.team else "",
            detail=entry.detail,
            kind=entry.get_kind_display(),
            href=links.get(entry.source_id, ""),
        )
        for entry in entries
    ]


def links_of(entries: Sequence[TimelineEntry], resident: Resident, viewer: User) -> dict[UUID, str]:
    """The pages behind the entries of a person that the viewer may open, by the id of what each tells of.

    At most five queries: most pages have the key of what they show in their address.
    """
    sources: dict[str, list[UUID]] = {}
    for entry in entries:
        sources.setdefault(entry.source_type, []).append(entry.source_id)
    links: dict[UUID, str] = {}
    for kind, (permission, page) in PAGES.items():
        if viewer.may(permission) and viewer.role not in PARTNERS:
            links |= {pk: reverse(page, kwargs={"pk": pk}) for pk in sources.get(kind, [])}
    for kind, (permission, page) in PARTS.items():
        if viewer.may(permission) and viewer.role not in PARTNERS:
            part = reverse(page, kwargs={"reference": resident.reference})
            links |= dict.fromkeys(sources.get(kind, []), part)
    links |= _assessments(sources.get("assessments.assessment", []), viewer)
    if viewer.may(Permission.TAKE_CALL):
        links |= _by_reference(Contact.objects.visible_to(viewer), sources.get("referrals.contact", []))
    if viewer.may(Permission.SEE_TEAM_QUEUE):
        links |= _by_reference(Referral.objects.visible_to(viewer), sources.get("referrals.referral", []))
        links |= _by_referral(Allocation.objects.visible_to(viewer), sources.get("referrals.allocation", []))
        links |= _by_referral(SixWeekClock.objects.visible_to(viewer), sources.get("discharges.sixweekclock", []))
    return links


def _assessments(ids: Sequence[UUID], viewer: User) -> dict[UUID, str]:
    """Full assessments for those who may read them, light-touch ones for the hub; others read that it was held."""
    kinds = {
        AssessmentKind.FULL: viewer.may(Permission.READ_ASSESSMENT),
        AssessmentKind.LIGHT_TOUCH: viewer.may(Permission.WORK_AT_HOSPITAL),
    }
    if not ids or not any(kinds.values()):
        return {}
    open_to = [kind for kind, may in kinds.items() if may]
    found = Assessment.objects.visible_to(viewer).filter(pk__in=ids, kind__in=open_to)
    return {row.pk: row.get_absolute_url() for row in found.only("pk", "kind", "stay_id")}


def _by_referral(rows: QuerySet[Any], ids: Sequence[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
    found = rows.filter(pk__in=ids).values_list("pk", "referral__reference")
    return {pk: reverse("referrals:referral", kwargs={"reference": reference}) for pk, reference in found}


def _by_reference(rows: QuerySet[Any], ids: Sequence[UUID]) -> dict[UUID, str]:
    if not ids:
        return {}
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

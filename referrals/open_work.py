"""What is going on now with the people of a list: where they are, their open work, and when they were last spoken
with.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.roles import INTEGRATED
from core.words import long_date
from referrals.enums import ReferralStatus
from referrals.models import Allocation, Referral
from residents.models import Resident, TimelineEntry


class Found(Protocol):
    """A hit of the person search, or anything else that names a resident and says why."""

    @property
    def resident(self) -> Resident: ...

    @property
    def why(self) -> list[str]: ...


@dataclass(frozen=True)
class Row:
    """One person of a list. `work` says which team has what is open and who holds it, `hospital` where they are."""

    resident: Resident
    why: list[str]
    work: list[str]
    last_contact: datetime | None
    hospital: str = ""


def with_work(found: Iterable[Found], viewer: User) -> list[Row]:
    """Each person found with where they are, their open work and last contact, as far as the viewer may know: three
    queries.
    """
    people = list(found)
    ids = [one.resident.pk for one in people]
    work = open_work(ids, viewer) if ids else {}
    where = in_hospital(ids, viewer)
    spoken = TimelineEntry.objects.last_spoken(ids) if ids and viewer.role in INTEGRATED else {}
    return [
        Row(one.resident, one.why, work.get(key, []), spoken.get(key), where.get(key, ""))
        for key, one in zip(ids, people, strict=True)
    ]


def in_hospital(resident_ids: Collection[UUID], viewer: User) -> dict[UUID, str]:
    """Of those who are in hospital now: "In Basildon University Hospital since 3 November 2026". Partners are not
    told. One query, none for nobody.
    """
    if not resident_ids or viewer.role not in INTEGRATED:
        return {}
    known = import_string(settings.HOSPITAL_OF)(resident_ids)
    return {key: f"In {where}{f' since {long_date(day)}' if day else ''}" for key, (where, day) in known.items()}


def open_work(resident_ids: list[Any], viewer: User) -> dict[UUID, list[str]]:
    """For each person the open referrals in words, the oldest first: "Grays CLS team, Ben Okafor"."""
    holder = Allocation.objects.open().filter(referral=OuterRef("pk")).values("worker__name")[:1]
    rows = (
        Referral.objects.visible_to(viewer)
        .open()
        .filter(resident_id__in=resident_ids)
        .order_by("received_at")
        .values_list("resident_id", "team__name", "status", Subquery(holder))
    )
    found: dict[UUID, list[str]] = defaultdict(list)
    for resident_id, team, status, worker in rows:
        nobody = "returned to whoever sent it" if status == ReferralStatus.RETURNED else "not allocated yet"
        found[resident_id].append(f"{team}, {worker or nobody}")
    return found

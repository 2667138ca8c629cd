"""Where people are now, for the floors below (settings.HOSPITAL_OF)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from discharges.enums import StayStatus
from discharges.models import HospitalStay


def hospital_of(resident_ids: Collection[UUID]) -> dict[UUID, tuple[str, date | None]]:
    """The hospital and the ward in which each of these people is now, and the day they were admitted where it is
    known: one query. Who is in none is left out.
    """
    inside = HospitalStay.objects.filter(resident_id__in=resident_ids, status=StayStatus.IN_HOSPITAL)
    stays = inside.only("resident", "hospital", "ward", "admitted_on")
    return {stay.resident_id: (stay.where, stay.admitted_on) for stay in stays}

"""Where people are now, and who comes to see them, for the floors below (settings.HOSPITAL_OF, VISITS_OF)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from core import clock
from discharges.enums import ClockStatus, StayStatus
from discharges.models import HospitalStay, ReviewVisit


def hospital_of(resident_ids: Collection[UUID]) -> dict[UUID, tuple[str, date | None]]:
    """The hospital and the ward in which each of these people is now, and the day they were admitted where it is
    known: one query. Who is in none is left out.
    """
    inside = HospitalStay.objects.filter(resident_id__in=resident_ids, status=StayStatus.IN_HOSPITAL)
    stays = inside.only("resident", "hospital", "ward", "admitted_on")
    return {stay.resident_id: (stay.where, stay.admitted_on) for stay in stays}


def visits_of(referral_ids: Collection[UUID]) -> dict[UUID, str]:
    """Of referrals that hold a six-week review: "Ben Okafor visits on Tuesday 1 December at 10:30am", for a caller who
    asks when somebody comes. One query, none for nobody; a visit whose day has passed is left out.
    """
    if not referral_ids:
        return {}
    coming = ReviewVisit.objects.planned().filter(clock__referral__in=referral_ids, clock__status=ClockStatus.OPEN)
    visits = coming.filter(planned_for__gte=clock.today()).select_related("worker", "clock")
    return {one.clock.referral_id: f"{one.worker.name} visits on {one.when}" for one in visits}

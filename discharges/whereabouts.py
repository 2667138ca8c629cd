"""Where somebody is now, for the router, which stands on a floor below (settings.HOSPITAL_OF)."""

from uuid import UUID

from discharges.enums import StayStatus
from discharges.models import HospitalStay


def hospital_of(resident_id: UUID) -> str:
    """The hospital and the ward in which a person is now: one query; "" when they are in none."""
    stay = HospitalStay.objects.filter(resident_id=resident_id, status=StayStatus.IN_HOSPITAL).first()
    return stay.where if stay else ""

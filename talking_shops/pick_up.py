"""From where people are fetched, and what must be known before one of them is rung."""

from collections.abc import Iterable
from uuid import UUID

from localities.models import Ward
from residents.access import PHONE, warnings_from
from residents.models import AccessNeed
from talking_shops.models import Booking


def pick_up_areas() -> list[str]:
    """The wards of today, by name: of one area there is one spelling, so that a driver finds it together."""
    newest = Ward.objects.order_by("-edition").values("edition")[:1]
    return list(Ward.objects.filter(edition__in=newest).order_by("name").values_list("name", flat=True))


def warnings_before_ringing(bookings: Iterable[Booking]) -> dict[UUID, list[str]]:
    """By the id of a booking, what to know before that person is rung; in one query for all of them."""
    known = [booking for booking in bookings if booking.resident is not None]
    needs = AccessNeed.objects.filter(resident__in=[one.resident_id for one in known], ended_on__isnull=True)
    theirs: dict[UUID, list[AccessNeed]] = {}
    for need in needs.order_by("recorded_on", "pk"):
        theirs.setdefault(need.resident_id, []).append(need)
    return {
        one.pk: warnings_from(theirs.get(one.resident_id, []), one.resident, PHONE)
        for one in known
        if one.resident is not None and one.resident_id is not None
    }


def phone_of(booking: Booking) -> str:
    """The number that was given with the booking, else the main one of the record."""
    return booking.phone or (booking.resident.phone if booking.resident else "")

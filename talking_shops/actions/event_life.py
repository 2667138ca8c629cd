"""How a death or a move gives up a place at a community event, and how it is taken back."""

from typing import Any

from django.db.models import Q

from accounts.models import User
from core import clock
from core.errors import Refused
from core.words import long_date
from residents.endings import Ender, UnderWay
from residents.enums import Ending
from residents.models import EndedRow, LifeEvent, Resident
from talking_shops.actions.event_booking import bring_back, give_up
from talking_shops.actions.event_steps import hold_who_booked, lock_booking
from talking_shops.enums import BookingStatus
from talking_shops.models import Booking, Session
from talking_shops.querysets import BookingQuerySet


def find_bookings(resident: Resident) -> list[UnderWay]:
    """Places at events that are not over, and where they wait for one; also those that a merge left on the record that
    was put into theirs, where one event had both.
    """
    rows = _to_come(resident).live().select_related("session__venue").order_by("session__starts_at", "pk")
    return [UnderWay(one, f"{one.get_status_display()}: {one.session}") for one in rows]


def _to_come(resident: Resident) -> BookingQuerySet:
    theirs = Q(resident=resident) | Q(resident__merged_into=resident)
    found: BookingQuerySet = Booking.objects.filter(theirs, session__ends_at__gt=clock.now())
    return found


def hold_who_booked_too(resident: Resident) -> None:
    """Keep as they are whoever booked for the same events: one of them may get the place, or has to give it back. They
    themselves are among them in the order of the keys: who gave a place up before is not booked any more.
    """
    sessions = Session.objects.filter(pk__in=_to_come(resident).values("session"))
    hold_who_booked(list(sessions), person=resident)


def give_up_by_event(booking: Booking, event: LifeEvent, by: User) -> dict[str, Any] | None:
    """They do not come any more."""
    locked = lock_booking(booking)
    if locked.status == BookingStatus.CANCELLED:
        return None
    was = {"status": locked.status}
    give_up(locked, f"{event.get_kind_display()}: {long_date(event.happened_on)}", by)
    return was


def take_back_by_event(row: EndedRow, by: User) -> str:
    """They come after all, with a place as far as there is one."""
    booking = lock_booking(Booking.objects.select_related("session").get(pk=row.row_id))
    if booking.status != BookingStatus.CANCELLED:
        raise Refused("it is booked again already")
    bring_back(booking, by)
    return row.words


ENDERS = (Ender(Ending.BOOKING, find_bookings, give_up_by_event, take_back_by_event, hold_who_booked_too),)

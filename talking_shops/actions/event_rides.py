"""Rides to a community event and home again: asked for, booked with a driver, or not to be had."""

from dataclasses import asdict, dataclass
from datetime import time
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import ChangedMeanwhile, Refused
from talking_shops import event_messages
from talking_shops.actions.event_drivers import call_off, renew_driver, tell_driver, withdraw_requests
from talking_shops.actions.event_steps import check_open, drop_news, keep, lock_booking, move, put_news, tell_story
from talking_shops.enums import BookingStatus, Mobility, NewsKind, RideStatus
from talking_shops.event_policies import check_can_hold_events
from talking_shops.models import Booking, Ride
from talking_shops.states import RIDE

NO_PLACE = "They have no place yet. A ride is booked when they have one."
MEANWHILE = "Somebody changed this ride while the page was open."
NO_MORE = "somebody is not to be fetched any more. Tell the driver"
NOT_FOUND: dict[str, Any] = {"pick_up_at": None, "driver": "", "driver_phone": "", "because": ""}


@dataclass(frozen=True)
class RideWish:
    """From where somebody is fetched, what they can do, and whether they are brought home."""

    area: str
    address: str
    mobility: Mobility
    with_escort: bool = False
    goes_back: bool = True


def ask_for_ride(booking: Booking, wish: RideWish, by: User) -> Ride:
    """Ask for a ride for a locked booking that has none."""
    ride = Ride.objects.create(booking=booking, changed_at=clock.now(), changed_by=by, **asdict(wish))
    record("ride.asked", by=by, subject=ride, resident_id=booking.resident_id, session=str(booking.session_id))
    return ride


def change_ride(booking: Booking, wish: RideWish | None, by: User) -> None:
    """What a locked booking asks for now: a ride more, another one, or none. One that was found is asked for again."""
    ride = ride_of(booking)
    if ride is None:
        if wish is not None:
            ask_for_ride(booking, wish, by)
        return
    if wish is None:
        cancel_ride(booking, "They need no ride.", by)
        return
    changed = {name: value for name, value in asdict(wish).items() if getattr(ride, name) != value}
    if ride.status == RideStatus.CANCELLED or (changed and ride.status != RideStatus.ASKED):
        drop_news(booking, NewsKind.RIDE)
        _call_off(ride, "the ride has changed, and is looked for anew.", by)
        move(ride, RIDE, "ask again", by=by, **changed, **NOT_FOUND)
    elif changed:
        keep(ride, "ride.changed", by=by, **changed)


def cancel_ride(booking: Booking, because: str, by: User) -> None:
    """Nobody is fetched for a locked booking; harmless where there is no ride."""
    ride = ride_of(booking)
    if ride is not None and ride.status != RideStatus.CANCELLED:
        drop_news(booking, NewsKind.RIDE)
        _call_off(ride, because, by)
        move(ride, RIDE, "cancel", by=by, because=because)


def ask_ride_again(booking: Booking, by: User) -> None:
    """A ride that was cancelled with its booking is asked for again: whoever drove has been told not to come."""
    ride = ride_of(booking)
    if ride is not None and ride.status == RideStatus.CANCELLED:
        move(ride, RIDE, "ask again", by=by, **NOT_FOUND)


def change_rides(booking: Booking, what: str, by: User) -> None:
    """The event of a locked booking was "cancelled", "moved" or "reinstated": the driver that was found is to be told.
    They drive no longer on that day, or at that hour; of one that is cancelled the ride stays as it is.
    """
    ride = ride_of(booking)
    if ride is None:
        return
    if what != "reinstated":
        withdraw_requests(ride, event_messages.of_the_event(booking.session, what))
    if ride.status != RideStatus.BOOKED:
        return
    kind = NewsKind.ASKED if what == "reinstated" else NewsKind.DRIVER
    tell_driver(ride, event_messages.of_the_event_to_a_driver(ride, what), kind)
    if what != "cancelled":
        drop_news(booking, NewsKind.RIDE)
        move(ride, RIDE, "ask again", by=by, **NOT_FOUND)


@transaction.atomic
def book_ride(
    *, ride: Ride, driver: str, pick_up_at: time, by: User, driver_phone: str = "", version: int | None = None
) -> Ride:
    """Say who fetches them, and when; another driver or hour replaces what was said. They are to be told, and whoever
    drives no longer.

    Raises NotPermitted, ChangedMeanwhile, WrongState, and Refused for somebody without a place and an event that is
    over or cancelled.
    """
    locked = _lock(ride, by, version)
    if locked.booking.status != BookingStatus.BOOKED:
        raise Refused(NO_PLACE)
    found: dict[str, Any] = {"driver": driver.strip(), "driver_phone": driver_phone, "pick_up_at": pick_up_at}
    call_off(locked, "somebody else does.", besides=(found["driver"], driver_phone))
    if locked.status == RideStatus.BOOKED:
        keep(locked, "ride.booked", by=by, **found)
    else:
        move(locked, RIDE, "book", by=by, because="", **found)
    renew_driver(locked)
    _tell(locked, "Ride booked", by)
    return locked


@transaction.atomic
def cannot_ride(*, ride: Ride, because: str, by: User, version: int | None = None) -> Ride:
    """Say that there is no ride, and why. They are to be told.

    Raises NotPermitted, ChangedMeanwhile, WrongState, and Refused without a reason and for an event that is over.
    """
    if not because.strip():
        raise Refused("Enter why there is no ride.")
    locked = _lock(ride, by, version)
    call_off(locked, "there is no ride.")
    move(locked, RIDE, "say it cannot be done", by=by, **(NOT_FOUND | {"because": because.strip()[:200]}))
    _tell(locked, "No ride", by)
    return locked


def _lock(ride: Ride, by: User, version: int | None) -> Ride:
    check_can_hold_events(by)
    booking = lock_booking(ride.booking)
    check_open(booking.session)
    locked: Ride = Ride.objects.select_for_update().get(pk=ride.pk)
    locked.booking = booking
    if version is not None and locked.version != version:
        raise ChangedMeanwhile(MEANWHILE, locked)
    return locked


def ride_of(booking: Booking) -> Ride | None:
    """The ride of a locked booking, if one was ever asked for."""
    ride: Ride | None = Ride.objects.select_for_update().filter(booking=booking).first()
    if ride is not None:
        ride.booking = booking
    return ride


def _tell(ride: Ride, what: str, by: User) -> None:
    words = event_messages.of_the_ride(ride)
    put_news(ride.booking, NewsKind.RIDE, words)
    tell_story(ride.booking, f"{what}: {ride.booking.session}", by=by, detail=words)


def _call_off(ride: Ride, why: str, by: User) -> None:
    """Whoever drives, or was asked to, is told not to come, and those who hold the event hear of that."""
    told = call_off(ride, why[:1].lower() + why[1:])
    if told:
        booking, key = ride.booking, f"event-driver:{told[0].pk}"
        event_messages.tell_holders(booking.session, [booking], words=NO_MORE, key=key, by=by)

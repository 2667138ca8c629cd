"""Book a place at a community event, change it, give it up and take it back."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from core.words import plural
from residents.actions.changing import lock_life, lock_life_of_kept
from residents.life import check_may_begin
from residents.models import Resident
from talking_shops.actions.event_rides import RideWish, ask_for_ride, ask_ride_again, cancel_ride, change_ride
from talking_shops.actions.event_steps import (
    check_not_over,
    check_open,
    drop_news,
    fill,
    free_of,
    hold_who_booked,
    keep,
    lock_booking,
    lock_event,
    move,
    tell_story,
)
from talking_shops.enums import BookingStatus
from talking_shops.event_policies import check_can_hold_events
from talking_shops.models import Booking, Meal, Session
from talking_shops.states import BOOKING

NO_NAME = "Enter the name of the person."
ANOTHER_MEAL = "That meal is none of this event. Choose again."
GIVEN_UP = "This booking is cancelled. Take it back before you change it."
ONCE = "each_person_books_once"


@dataclass(frozen=True)
class Wish:
    """What somebody books: `places` with whoever comes along; `name` and `phone` of somebody not on the record."""

    places: int = 1
    name: str = ""
    phone: str = ""
    meal: Meal | None = None
    diet: str = ""
    needs: str = ""
    shopping_help: bool = False
    ride: RideWish | None = None

    def columns(self) -> dict[str, Any]:
        """As columns of a booking."""
        return {
            "places": self.places, "name": self.name.strip(), "phone": self.phone, "meal": self.meal,
            "diet": self.diet.strip(), "needs": self.needs.strip(), "shopping_help": self.shopping_help,
        }  # fmt: skip


@transaction.atomic
def book_place(*, session: Session, wish: Wish, by: User, resident: Resident | None = None) -> Booking:
    """Book somebody; without a free place for all of theirs they wait for one (EVE-1).

    Raises NotPermitted, and Refused for somebody who has died (LIFE-6) or is booked already, for an event that is over
    or cancelled (EVE-2) or to which people just come, and without a name.
    """
    check_can_hold_events(by)
    person = lock_life(resident) if resident else None
    if person is not None:
        check_may_begin(person)
    event = lock_event(session)
    check_open(event)
    _check_wish(event, wish, person)
    fits = wish.places <= free_of(event)
    with refused_by(ONCE, _already(person)):
        booking = Booking.objects.create(
            session=event, resident=person, made_at=clock.now(), made_by=by,
            status=BookingStatus.BOOKED if fits else BookingStatus.WAITING,
            waiting_since=None if fits else clock.now(), **wish.columns(),
        )  # fmt: skip
    record("booking.made", by=by, subject=booking, resident_id=booking.resident_id, session=str(event.pk))
    if wish.ride:
        ask_for_ride(booking, wish.ride, by)
    what = "Booked" if fits else "On the waiting list"
    tell_story(booking, f"{what}: {event}", by=by, detail=plural(wish.places, "place") + ".")
    return booking


@transaction.atomic
def change_booking(*, booking: Booking, wish: Wish, by: User, version: int | None = None) -> Booking:
    """Change what somebody booked. A ride that was found is looked for again when what the driver relied on changes.

    Raises NotPermitted, ChangedMeanwhile, and Refused for a booking that is cancelled, an event that is over, and when
    more places are asked for than are free.
    """
    check_can_hold_events(by)
    locked = lock_booking(booking, version)
    check_open(locked.session)
    _check_wish(locked.session, wish, locked.resident)
    if locked.status == BookingStatus.CANCELLED:
        raise Refused(GIVEN_UP)
    more = wish.places - locked.places
    free = free_of(locked.session)
    if locked.status == BookingStatus.BOOKED and more > free:
        raise Refused(f"There {plural(free, 'place is', 'places are')} free. They keep their {locked.places}.")
    keep(locked, "booking.changed", by=by, **wish.columns())
    change_ride(locked, wish.ride, by)
    tell_story(locked, f"Booking changed: {locked.session}", by=by)
    fill(locked.session, by, knows=locked)
    return locked


@transaction.atomic
def cancel_booking(*, booking: Booking, because: str, by: User, version: int | None = None) -> Booking:
    """They do not come: their place goes to whoever has waited longest, and nobody fetches them.

    Raises NotPermitted, ChangedMeanwhile, WrongState, and Refused once the event was held and is over (EVE-2).
    """
    check_can_hold_events(by)
    locked = lock_booking(booking, version)
    check_not_over(locked.session)
    give_up(locked, because, by)
    return locked


def give_up(booking: Booking, because: str, by: User) -> None:
    """Cancel a locked booking and let the next have its place."""
    move(booking, BOOKING, "cancel", by=by, because=because.strip()[:200], waiting_since=None)
    cancel_ride(booking, "They do not come.", by)
    drop_news(booking)
    tell_story(booking, f"Booking cancelled: {booking.session}", by=by, detail=booking.because)
    fill(booking.session, by)


@transaction.atomic
def take_back_booking(*, booking: Booking, by: User) -> Booking:
    """They come after all: with a place if there is one, else at the end of the waiting list.

    Raises NotPermitted, WrongState, and Refused for an event that is over or cancelled, and for somebody who has died
    or who was booked again meanwhile.
    """
    check_can_hold_events(by)
    hold_who_booked([booking.session], also=booking)
    if booking.resident is not None:
        check_may_begin(lock_life_of_kept(booking.resident))
    locked = lock_booking(booking)
    bring_back(locked, by)
    return locked


def bring_back(booking: Booking, by: User) -> None:
    """Take a locked booking back, as far as there is a place."""
    check_open(booking.session)
    with refused_by(ONCE, _already(booking.resident)):
        move(booking, BOOKING, "take back", by=by, because="", waiting_since=clock.now(), came=None)
    ask_ride_again(booking, by)
    tell_story(booking, f"Booking taken back: {booking.session}", by=by)
    fill(booking.session, by, knows=booking)
    booking.refresh_from_db(fields=["status", "version", "waiting_since"])


def _check_wish(session: Session, wish: Wish, resident: Resident | None) -> None:
    if resident is None and not wish.name.strip():
        raise Refused(NO_NAME)
    if wish.meal is not None and wish.meal.session_id != session.pk:
        raise Refused(ANOTHER_MEAL)


def _already(resident: Resident | None) -> str:
    return f"{resident.display_name if resident else 'This person'} is booked already."

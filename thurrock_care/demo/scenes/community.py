"""Community Tuesday: who came the last time, and who has a place, a meal and a ride the next time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from core import clock
from residents.models import Resident
from talking_shops.actions.event_booking import Wish, book_place
from talking_shops.actions.event_day import Dish, add_meal, say_came
from talking_shops.actions.event_rides import RideWish, book_ride, cannot_ride
from talking_shops.enums import BookingStatus, Mobility, SessionKind, SessionStatus
from talking_shops.models import Booking, Meal, Session
from thurrock_care.demo.addresses import GRAYS
from thurrock_care.demo.stage import Stage

DISHES = (
    Dish("Fish pie, then apple crumble"),
    Dish("Cottage pie, then rice pudding"),
    Dish("Vegetable lasagne, then fruit salad", is_vegetarian=True),
)
RIVERSIDE, STIFFORD = "Grays Riverside", "Stifford Clays"


@dataclass(frozen=True)
class Guest:
    """Somebody who books: on the record, unless there is a name."""

    name: str = ""
    phone: str = ""
    places: int = 1
    meal: int = 0
    diet: str = ""
    needs: str = ""
    shopping_help: bool = False
    area: str = ""
    mobility: Mobility = Mobility.WALKS
    with_escort: bool = False


GUESTS = (
    Guest(area=RIVERSIDE, mobility=Mobility.AID, shopping_help=True),
    Guest(meal=2, diet="Vegetarian, no nuts"),
    Guest("Mrs Achebe", "07700900731", places=2, meal=1),
    Guest(area=RIVERSIDE, mobility=Mobility.TRANSFERS, with_escort=True, needs="A place at the end of the table"),
    Guest("Vernon and Pearl Tate", "07700900518", places=2, shopping_help=True),
    Guest(area=STIFFORD, mobility=Mobility.IN_WHEELCHAIR, meal=1, needs="The ramp at the side door"),
    Guest("Kwame", "07700900264", meal=2),
    Guest(diet="Diabetic"),
    Guest("Doreen from the choir", "01632960642", area=RIVERSIDE, mobility=Mobility.AID),
    Guest(places=2, meal=1),
    Guest("Mr and Mrs Lacey", "07700900175", places=2),
)
DRIVER = "Terry, Grays community transport"


def community_tuesdays(stage: Stage) -> None:
    """Play all of it."""
    events = Session.objects.filter(kind=SessionKind.COMMUNITY_EVENT, status=SessionStatus.PLANNED)
    last = events.filter(starts_at__lt=clock.start_of(stage.today)).order_by("starts_at").last()
    coming = events.filter(starts_at__gte=clock.start_of(stage.today)).order_by("starts_at").first()
    if last:
        _came(stage, last)
    if coming:
        _booked(stage, coming, stage.today - timedelta(days=6))


def _came(stage: Stage, event: Session) -> None:
    """The last one: all were booked, most came."""
    chidi = stage.worker("chidi")
    booked = _booked(stage, event, event.held_on - timedelta(days=9), rides=True)
    with stage.at(event.held_on, 15, 10):
        for number, booking in enumerate(booked):
            if booking.status == BookingStatus.BOOKED:
                say_came(booking=booking, came=number % 5 != 3, by=chidi)


def _booked(stage: Stage, event: Session, on: date, *, rides: bool = False) -> list[Booking]:
    """The menu, then the bookings; those for whom there is no place wait. A driver is found for some, not for all."""
    chidi = stage.worker("chidi")
    with stage.at(on, 9, 30):
        menu = [add_meal(session=event, dish=dish, by=chidi) for dish in DISHES]
    with stage.at(on + timedelta(days=1), 11):
        booked = [
            book_place(session=event, wish=_wish(guest, menu), resident=resident, by=chidi)
            for guest, resident in _with_people(on)
        ]
    with stage.at(on + timedelta(days=2), 14, 20):
        _find_drivers(booked, all_of_them=rides, stage=stage)
    return list(Booking.objects.filter(pk__in=[one.pk for one in booked]).order_by("made_at", "pk"))


def _with_people(on: date) -> Iterator[tuple[Guest, Resident | None]]:
    """The guests, those without a name with somebody from Grays who was known by then."""
    known = Resident.objects.filter(
        locality__slug=GRAYS, died_on=None, left_on=None, merged_into=None, added_at__lt=clock.start_of(on)
    )
    people = iter(known.order_by("reference")[: len(GUESTS)])
    for guest in GUESTS:
        resident = None if guest.name else next(people, None)
        if guest.name or resident:
            yield guest, resident


def _wish(guest: Guest, menu: Sequence[Meal]) -> Wish:
    ride = RideWish(guest.area, "Coronation Row", guest.mobility, guest.with_escort) if guest.area else None
    return Wish(
        places=guest.places, name=guest.name, phone=guest.phone, meal=menu[guest.meal], diet=guest.diet,
        needs=guest.needs, shopping_help=guest.shopping_help, ride=ride,
    )  # fmt: skip


def _find_drivers(booked: Sequence[Booking], *, all_of_them: bool, stage: Stage) -> None:
    chidi = stage.worker("chidi")
    to_fetch = [one for one in booked if hasattr(one, "ride") and one.status == BookingStatus.BOOKED]
    for number, booking in enumerate(to_fetch):
        if booking.ride.mobility == Mobility.IN_WHEELCHAIR and not all_of_them:
            why = "No vehicle with a lift is free on that day. We ask the Riverside bus."
            cannot_ride(ride=booking.ride, because=why, by=chidi)
        elif all_of_them or number < 2:
            book_ride(ride=booking.ride, driver=DRIVER, pick_up_at=time(11, 10 * number), by=chidi)

"""Community events for tests, made as the application makes them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import User
from core import clock
from residents.models import Resident
from talking_shops.actions.event_booking import Wish, book_place
from talking_shops.actions.event_day import Dish, add_meal
from talking_shops.actions.event_rides import RideWish
from talking_shops.actions.event_steps import put_news
from talking_shops.enums import Mobility, NewsKind, SessionKind, VenueKind
from talking_shops.models import Booking, News, Session, Venue
from tests.factories.field import make_session

CAFE = "Morrisons Café, Grays"
FROM_RIVERSIDE = RideWish(area="Grays Riverside", address="4 Argent Street, Grays, RM17 6NT", mobility=Mobility.AID)


def make_event(*, places: int | None = 30, on: date | None = None, hour: int = 11) -> Session:
    """The Community Tuesday of next week in a supermarket, from 11am to 2pm."""
    event = make_session("grays", venue=CAFE, on=on or clock.today() + timedelta(days=7), hour=hour)
    Venue.objects.filter(pk=event.venue_id).update(kind=VenueKind.SUPERMARKET)
    event.kind, event.title, event.places = SessionKind.COMMUNITY_EVENT, "Community Tuesday", places
    event.ends_at = datetime.combine(event.held_on, time(hour + 3), tzinfo=clock.LONDON)
    event.save()
    return event


def make_another() -> Session:
    """An event of another month."""
    return make_event(on=clock.today() + timedelta(days=35))


def bring_to_today(event: Session) -> None:
    """Its day has come: it was to start at midnight, so that the day is the same at whatever hour a test runs."""
    starts_at = clock.start_of(clock.today())
    Session.objects.filter(pk=event.pk).update(starts_at=starts_at, ends_at=starts_at + timedelta(days=1))
    event.refresh_from_db()


def make_booking(session: Session, by: User, resident: Resident | None = None, **wish: Any) -> Booking:
    """A place for one, of somebody known or of Rose Hall by name alone."""
    name = {} if resident else {"name": "Rose Hall", "phone": "07700900321"}
    return book_place(session=session, wish=Wish(**(name | wish)), by=by, resident=resident)


def some_booking(by: User, resident: Resident) -> Booking:
    """One of everything at one event: a booking with a meal, a ride and something to be told."""
    found: Booking | None = Booking.objects.select_related("session").filter(resident=resident).first()
    if found is None:
        event = make_event()
        meal = add_meal(session=event, dish=Dish("Fish pie"), by=by)
        found = make_booking(event, by, resident, meal=meal, ride=FROM_RIVERSIDE)
        put_news(found, NewsKind.PLACE, "A place is yours.")
    return found


def news_of(booking: Booking) -> list[str]:
    """What somebody who booked has still to be told."""
    return [one.words for one in News.objects.to_tell().filter(booking=booking, driver="")]


def news_of_drivers(booking: Booking) -> list[tuple[str, str]]:
    """Who was to drive somebody, and what they have still to be told."""
    told = News.objects.to_tell().filter(booking=booking).exclude(driver="")
    return list(told.values_list("driver", "words"))

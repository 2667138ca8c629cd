"""What an event offers, who came to it, and that those who booked are told what changed."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import ChangedMeanwhile, Refused
from core.words import plural
from talking_shops import event_messages
from talking_shops.actions.event_rides import change_rides
from talking_shops.actions.event_steps import (
    fill,
    hold_who_booked,
    keep,
    lock_booking,
    lock_event,
    put_news,
    renew_place,
    tell_story,
)
from talking_shops.enums import BookingStatus, NewsKind, SessionKind, ToldHow
from talking_shops.event_policies import check_can_hold_events
from talking_shops.models import Booking, Meal, News, Session
from talking_shops.rules.events import may_say_who_came

WHAT_NOW = {
    "cancelled": "it is cancelled. Tell everybody who booked, and the drivers",
    "moved": "it was moved. Tell everybody who booked, and the drivers",
    "reinstated": "it goes ahead after all. Tell everybody who booked, and the drivers",
}


@transaction.atomic
def say_event_places(*, session: Session, places: int, by: User, version: int | None = None) -> Session:
    """Say how many places an event has. More go to those who wait; fewer take none away from anybody (EVE-6).

    Raises NotPermitted, ChangedMeanwhile, and Refused for what is no community event.
    """
    check_can_hold_events(by)
    locked = lock_event(session)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("Somebody changed this event while the page was open.", locked)
    if locked.kind != SessionKind.COMMUNITY_EVENT:
        raise Refused("Nobody books for a Talking Shop: people just come.")
    locked.places = places
    locked.version += 1
    locked.save(update_fields=["places", "version"])
    record("event.places_said", by=by, subject=locked, places=places)
    hold_who_booked([locked])
    fill(locked, by)
    return locked


@transaction.atomic
def fill_places(*, session: Session, by: User) -> list[Booking]:
    """Give what is free to those who wait, after the places of an event were changed elsewhere; who got one."""
    locked = lock_event(session)
    hold_who_booked([locked])
    return fill(locked, by)


@dataclass(frozen=True)
class Dish:
    """A choice of the day, in the order of the menu."""

    name: str
    is_vegetarian: bool = False


@transaction.atomic
def add_meal(*, session: Session, dish: Dish, by: User) -> Meal:
    """Put a choice on the menu of an event. Raises NotPermitted, and Refused when it is on it already."""
    check_can_hold_events(by)
    locked = lock_event(session)
    with refused_by("each_meal_once", f"{dish.name} is on the menu already."):
        meal = Meal.objects.create(
            session=locked, name=dish.name, is_vegetarian=dish.is_vegetarian, order=locked.meals.count()
        )
    record("meal.added", by=by, subject=meal, session=str(locked.pk))
    return meal


@transaction.atomic
def remove_meal(*, meal: Meal, by: User) -> None:
    """Take a choice off the menu. Raises NotPermitted, and Refused once somebody has chosen it."""
    check_can_hold_events(by)
    lock_event(meal.session)
    chosen = meal.bookings.count()
    if chosen:
        raise Refused(f"{meal.name} stays on the menu: {plural(chosen, 'booking has', 'bookings have')} chosen it.")
    record("meal.removed", by=by, subject=meal, session=str(meal.session_id))
    try:
        meal.delete()
    except ProtectedError as chosen_meanwhile:
        raise Refused(f"{meal.name} stays on the menu: somebody has chosen it.") from chosen_meanwhile


@transaction.atomic
def say_came(*, booking: Booking, came: bool | None, by: User) -> Booking:
    """Say that somebody came or did not; None takes back what was said. Safe to say twice.

    Raises NotPermitted, and Refused before the day, of somebody without a place, and of an event that was cancelled.
    """
    check_can_hold_events(by)
    locked = lock_booking(booking)
    event = locked.session
    if not may_say_who_came(event.held_on, clock.today(), is_cancelled=event.is_cancelled):
        raise Refused("Who came is said from the day of the event on, unless it was cancelled.")
    if locked.status != BookingStatus.BOOKED:
        raise Refused(f"{locked.who} has no place. Give up the place of somebody who does not come first.")
    if locked.came != came:
        keep(locked, "booking.attended", by=by, came=came)
        said = {True: "Came", False: "Did not come", None: "Not said any more whether they came"}[came]
        tell_story(locked, f"{said}: {event}", by=by)
    return locked


@transaction.atomic
def tell_booked(*, session: Session, what: str, by: User) -> int:
    """After an event was "cancelled", "moved" or "reinstated": everybody who booked or waits is to be told, and those
    who hold it hear of that; drivers are to be told too. Rides that were found for another day, or were called off, are
    looked for again.
    How many there are to tell; none where nobody books.
    """
    locked = lock_event(session)
    hold_who_booked([locked])
    booked = list(locked.bookings.live().select_related("resident", "made_by").select_for_update(of=("self",)))
    words = event_messages.of_the_event(locked, what)
    for booking in booked:
        booking.session = locked
        put_news(booking, NewsKind.EVENT, words)
        renew_place(booking)
        tell_story(booking, words, by=by)
        change_rides(booking, what, by)
    if booked:
        key = f"event-{what}:{locked.pk}:{locked.version}:{locked.sequence}"
        event_messages.tell_holders(locked, booked, words=WHAT_NOW[what], key=key, by=by)
    if what == "reinstated":
        fill(locked, by)
    return len(booked)


@transaction.atomic
def say_told(*, news: News, how: ToldHow, by: User) -> News:
    """Say that somebody was told, and how; harmless when they were told already. Raises NotPermitted and Refused."""
    check_can_hold_events(by)
    locked = _lock_news(news)
    if locked.told_at is None:
        if locked.replaced_at is not None:
            raise Refused("That is true no longer. Look at what is to be told now.")
        locked.told_at, locked.told_by, locked.told_how = clock.now(), by, how
        locked.save(update_fields=["told_at", "told_by", "told_how"])
        record("booking.told", by=by, subject=locked, resident_id=locked.booking.resident_id, how=how)
        whom = "Driver told" if locked.driver else "Told"
        tell_story(locked.booking, f"{whom} {ToldHow(how).label.lower()}", by=by, detail=locked.words)
    return locked


@transaction.atomic
def say_not_told(*, news: News, by: User) -> News:
    """Undo `say_told`; what is true no longer stays off the list all the same. Raises NotPermitted."""
    check_can_hold_events(by)
    locked = _lock_news(news)
    if locked.told_at is not None:
        locked.told_at, locked.told_by, locked.told_how = None, None, ""
        locked.save(update_fields=["told_at", "told_by", "told_how"])
        record("booking.not_told", by=by, subject=locked, resident_id=locked.booking.resident_id)
        whom = "Driver not told" if locked.driver else "Not told"
        tell_story(locked.booking, f"{whom} after all", by=by, detail=locked.words)
    return locked


def _lock_news(news: News) -> News:
    booking = lock_booking(news.booking)
    locked: News = News.objects.select_for_update().get(pk=news.pk)
    locked.booking = booking
    return locked

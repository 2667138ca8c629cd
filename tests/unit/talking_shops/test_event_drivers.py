"""A driver that was found is to be told when the event, the passenger or the ride is another, until they were told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest

from accounts.models import User
from core import clock
from outbox.models import Job
from outbox.notify import is_connected
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry
from talking_shops.actions import cancel_session, move_session, reinstate_session
from talking_shops.actions.event_booking import Wish, cancel_booking, change_booking
from talking_shops.actions.event_day import say_not_told, say_told
from talking_shops.actions.event_rides import book_ride, cannot_ride
from talking_shops.actions.event_texts import text_news
from talking_shops.enums import RideStatus, ToldHow
from talking_shops.models import Booking, News, Ride, Session
from tests.factories.after import has_phone
from tests.factories.events import FROM_RIVERSIDE, make_booking, make_event, news_of, news_of_drivers
from tests.notify import Notify, notify

__all__ = ["notify"]

OFF = "Do not fetch Jean Smith at 10:20am for Community Tuesday, as was agreed: "


@pytest.fixture
def event(db: None) -> Session:
    return make_event(places=9)


@pytest.fixture
def booking(event: Session, jean: Resident, asha: User) -> Booking:
    return make_booking(event, asha, jean, ride=FROM_RIVERSIDE)


def found(booking: Booking, by: User, driver: str = "Dave") -> Ride:
    ride = Ride.objects.select_related("booking__session__venue").get(booking=booking)
    phone = "07700900555" if driver == "Dave" else "07700900666"
    return book_ride(ride=ride, driver=driver, driver_phone=phone, pick_up_at=time(10, 20), by=by)


def changed(booking: Booking, by: User, ride: Any) -> None:
    change_booking(booking=booking, wish=Wish(ride=ride), by=by)


WAYS: dict[str, tuple[Callable[[Booking, Ride, User], object], str]] = {
    "not coming": (lambda booking, _, by: cancel_booking(booking=booking, because="Ill", by=by), "they do not come."),
    "no ride": (lambda booking, _, by: changed(booking, by, None), "they need no ride."),
    "another address": (
        lambda booking, _, by: changed(booking, by, replace(FROM_RIVERSIDE, address="9 New Road")),
        "the ride has changed, and is looked for anew.",
    ),
    "another driver": (lambda booking, _, by: found(booking, by, "Pam"), "somebody else does."),
    "none to be had": (lambda _, ride, by: cannot_ride(ride=ride, because="No ramp", by=by), "there is no ride."),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_driver_is_told_not_to_come_and_nothing_of_why_somebody_is_ill(
    booking: Booking, asha: User, way: str
) -> None:
    change, why = WAYS[way]
    change(booking, found(booking, asha), asha)
    assert news_of_drivers(booking) == [("Dave", f"{OFF}{why}")]
    assert News.objects.get(driver="Dave").driver_phone == "07700900555"
    assert not [words for words in news_of(booking) if "Do not fetch" in words]


@pytest.mark.parametrize("way", WAYS)
def test_of_a_ride_that_nobody_drives_yet_nobody_is_told(booking: Booking, asha: User, way: str) -> None:
    WAYS[way][0](booking, Ride.objects.select_related("booking__session__venue").get(), asha)
    assert news_of_drivers(booking) == []


def test_the_driver_is_told_what_becomes_of_the_event_and_the_newest_alone(
    booking: Booking, event: Session, asha: User, ben: User
) -> None:
    found(booking, asha)
    cancel_session(session=event, because="The hall is flooded", by=ben)
    ((driver, words),) = news_of_drivers(booking)
    assert (driver, "is cancelled: The hall is flooded." in words, words.startswith(OFF)) == ("Dave", True, True)
    assert Ride.objects.get().status == RideStatus.BOOKED
    reinstate_session(session=event, by=ben)
    ((driver, words),) = news_of_drivers(booking)
    assert words.endswith("goes ahead after all. Can you fetch Jean Smith all the same?")
    found(booking, asha)
    assert news_of_drivers(booking) == [], "whoever was found again has been spoken with"
    day = event.held_on + timedelta(days=7)
    move_session(session=event, on=day, starts=time(11), ends=time(14), because="No hall", by=ben)
    ((driver, words),) = news_of_drivers(booking)
    assert "this is when it is now: No hall." in words
    found(booking, asha, "Pam")
    assert [who for who, _ in news_of_drivers(booking)] == ["Dave"], "Dave is still to be told"


def test_who_holds_the_event_hears_that_a_driver_is_to_be_told(booking: Booking, asha: User, ben: User) -> None:
    found(booking, asha)
    cancel_booking(booking=booking, because="Ill", by=ben)
    told = [job.payload for job in Job.objects.filter(kind="notice.deliver")]
    assert [(one["user"], "Tell the driver" in one["words"]) for one in told] == [(str(asha.pk), True)]
    assert "Jean" not in told[0]["words"]


def test_a_driver_was_told_and_was_not_after_all(booking: Booking, jean: Resident, asha: User) -> None:
    found(booking, asha)
    cancel_booking(booking=booking, because="Ill", by=asha)
    news = News.objects.select_related("booking__session").get(driver="Dave")
    say_told(news=news, how=ToldHow.PHONE, by=asha)
    assert news_of_drivers(booking) == []
    story = TimelineEntry.objects.filter(resident=jean, kind=TimelineKind.EVENT)
    assert story.latest("recorded_at").title == "Driver told by telephone"
    say_not_told(news=news, by=asha)
    assert news_of_drivers(booking) == [("Dave", f"{OFF}they do not come.")]
    assert story.latest("recorded_at").title == "Driver not told after all"


def test_what_a_driver_is_to_be_told_is_texted_to_nobody(
    event: Session, booking: Booking, jean: Resident, asha: User, notify: Notify
) -> None:
    has_phone(jean, safe_to_text=True)
    found(booking, asha)
    News.objects.update(told_at=clock.now(), told_by=asha, told_how=ToldHow.PHONE)
    cancel_booking(booking=booking, because="Ill", by=asha)
    assert is_connected()
    assert text_news(session=event, by=asha) == 0
    assert len(news_of_drivers(booking)) == 1

"""A text message that turns out not to have arrived brings nothing back that is true no longer, least of all a call to
somebody who has died."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client

from accounts.models import Notice, User
from core import clock
from residents.actions import record_death
from residents.models import Resident
from talking_shops.actions import cancel_session, move_session, reinstate_session
from talking_shops.actions.event_booking import Wish, cancel_booking, change_booking
from talking_shops.actions.event_day import say_event_places, say_told
from talking_shops.actions.event_rides import book_ride
from talking_shops.actions.event_texts import text_news
from talking_shops.enums import ToldHow
from talking_shops.models import Booking, News, Ride, Session
from tests.factories.after import deliver, has_phone
from tests.factories.events import FROM_RIVERSIDE, make_booking, make_event, news_of
from tests.notify import Notify, notify

__all__ = ["notify"]


@pytest.fixture
def event(db: None) -> Session:
    return make_event(places=1)


@pytest.fixture
def booking(event: Session, jean: Resident, asha: User, notify: Notify) -> Booking:
    """Jean waited, and was texted that a place is hers."""
    has_phone(jean, safe_to_text=True)
    make_booking(event, asha)
    waits = make_booking(event, asha, jean, ride=FROM_RIVERSIDE)
    say_event_places(session=event, places=9, by=asha)
    texted(event, asha)
    assert (news_of(waits), len(notify.taken)) == ([], 1)
    return waits


def texted(event: Session, by: User) -> None:
    text_news(session=event, by=by)
    deliver("event_news.text")


def is_lost(notify: Notify) -> None:
    """Thursday: no text message arrived."""
    notify.became = "temporary-failure"
    deliver("message.ask")


def move(event: Session, by: User, days: int) -> None:
    event.refresh_from_db()
    day = event.held_on + timedelta(days=days)
    move_session(session=event, on=day, starts=time(11), ends=time(14), because="No hall", by=by)


Act = Callable[[Booking, User], object]
ENDS: dict[str, Act] = {
    "they cancel": lambda booking, by: cancel_booking(booking=booking, because="Ill", by=by),
    "they die": lambda _, by: record_death(
        resident=Resident.objects.get(), died_on=clock.today(), by=by, how_known="The hospital"
    ),
    "it is over": lambda booking, _: Session.objects.filter(pk=booking.session_id).update(
        starts_at=clock.now() - timedelta(hours=3), ends_at=clock.now() - timedelta(minutes=1)
    ),
    "it is cancelled": lambda booking, by: cancel_session(session=booking.session, because="Flooded", by=by),
}


@pytest.mark.parametrize("what", ENDS)
def test_of_a_place_nobody_is_to_be_rung_who_has_it_no_more(
    client: Client, event: Session, booking: Booking, dee: User, asha: User, notify: Notify, what: str
) -> None:
    ENDS[what](booking, dee)
    is_lost(notify)
    assert not [words for words in news_of(booking) if "yours" in words]
    client.force_login(asha)
    assert "yours" not in client.get(f"/sessions/{event.pk}/event/").content.decode()
    deliver("notice.deliver")
    lost = Notice.objects.filter(user=asha, words__contains="did not arrive").count()
    assert lost == (what == "it is cancelled"), "it may go ahead after all: then they have a place"


def test_a_place_at_an_event_that_goes_ahead_after_all_is_to_be_told(
    booking: Booking, event: Session, dee: User, notify: Notify
) -> None:
    cancel_session(session=event, because="Flooded", by=dee)
    is_lost(notify)
    event.refresh_from_db()
    reinstate_session(session=event, by=dee)
    assert [("yours" in words) for words in news_of(booking)] == [True, False]


def test_the_day_before_the_last_does_not_come_back_beside_the_last(
    booking: Booking, event: Session, asha: User, dee: User, notify: Notify
) -> None:
    notify.became = "delivered"
    deliver("message.ask")
    notify.became = "sending"
    move(event, dee, 7)
    texted(event, asha)
    assert news_of(booking) == []
    move(event, dee, 7)
    (newest,) = news_of(booking)
    is_lost(notify)
    assert news_of(booking) == [newest]


def test_a_place_that_is_to_be_told_names_the_day_on_which_it_is_held_now(
    booking: Booking, event: Session, asha: User, dee: User, notify: Notify
) -> None:
    move(event, dee, 7)
    is_lost(notify)
    event.refresh_from_db()
    (place,) = News.objects.to_tell().filter(booking=booking, kind="place")
    assert f"{event.held_on:%-d %B}" in place.words
    move(event, dee, 7)
    event.refresh_from_db()
    place.refresh_from_db()
    assert f"{event.held_on:%-d %B}" in place.words


def test_a_ride_that_is_looked_for_anew_is_not_told_again(
    booking: Booking, event: Session, asha: User, notify: Notify
) -> None:
    ride = Ride.objects.select_related("booking__session__venue").get(booking=booking)
    book_ride(ride=ride, driver="Dave", pick_up_at=time(10, 20), by=asha)
    texted(event, asha)
    change_booking(booking=booking, wish=Wish(), by=asha)
    is_lost(notify)
    assert not [words for words in news_of(booking) if "picked up" in words]


@pytest.mark.parametrize(("what", "why"), [("it is over", "is over."), ("it is cancelled", "is cancelled.")])
def test_what_waits_to_be_sent_does_not_go_when_it_is_too_late(
    event: Session, booking: Booking, dee: User, asha: User, notify: Notify, what: str, why: str
) -> None:
    News.objects.update(told_at=None, told_by=None, told_how="", texting_since=None, texting_by=None)
    text_news(session=event, by=asha)
    ENDS[what](booking, dee)
    deliver("event_news.text")
    assert len(notify.taken) == 1, "the one of before"
    assert why in News.objects.get(booking=booking, kind="place").not_texted


def test_who_was_not_told_after_all_what_is_true_no_longer_is_not_to_be_told(
    client: Client, event: Session, booking: Booking, asha: User
) -> None:
    news = News.objects.get(booking=booking)
    cancel_booking(booking=booking, because="Ill", by=asha)
    say_told(news=news, how=ToldHow.PHONE, by=asha)  # pressed twice: they were told already
    client.force_login(asha)
    page = client.post(f"/sessions/{event.pk}/event/news/{news.pk}/undo", follow=True).content.decode()
    assert "Jean Smith was not told, and need not be any more." in page
    assert news_of(booking) == []

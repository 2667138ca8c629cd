"""Whoever is asked whether they still can drive is asked no more once somebody else does or nobody is fetched; and a
driver whose name is put right stays the driver."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest

from accounts.models import User
from core import clock
from residents.actions import record_death
from residents.models import Resident
from talking_shops.actions import cancel_session, move_session, reinstate_session
from talking_shops.actions.event_booking import Wish, cancel_booking, change_booking
from talking_shops.actions.event_day import say_told
from talking_shops.actions.event_rides import book_ride, cannot_ride
from talking_shops.enums import ToldHow
from talking_shops.models import Booking, News, Ride, Session
from tests.factories.events import FROM_RIVERSIDE, make_booking, make_event, news_of, news_of_drivers

SAM = "07700900555"


@pytest.fixture
def event(db: None) -> Session:
    return make_event(places=9)


@pytest.fixture
def booking(event: Session, jean: Resident, asha: User) -> Booking:
    made = make_booking(event, asha, jean, ride=FROM_RIVERSIDE)
    found(made, asha, "Sam", SAM)
    return made


def found(booking: Booking, by: User, driver: str, phone: str = "") -> Ride:
    ride = Ride.objects.select_related("booking__session__venue").get(booking=booking)
    return book_ride(ride=ride, driver=driver, driver_phone=phone, pick_up_at=time(10, 20), by=by)


def asks_sam(booking: Booking, by: User, *, knows: bool = True) -> News:
    """The event was cancelled, which Sam heard where he `knows`, and goes ahead after all."""
    cancel_session(session=booking.session, because="Flooded", by=by)
    if knows:
        say_told(news=News.objects.to_tell().get(driver="Sam"), how=ToldHow.PHONE, by=by)
    reinstate_session(session=Session.objects.get(pk=booking.session_id), by=by)
    ((driver, words),) = news_of_drivers(booking)
    assert (driver, "Can you fetch Jean Smith all the same?" in words) == ("Sam", True)
    request: News = News.objects.to_tell().get(driver="Sam")
    return request


def moved(booking: Booking, by: User) -> None:
    session = Session.objects.get(pk=booking.session_id)
    day = session.held_on + timedelta(days=7)
    move_session(session=session, on=day, starts=time(11), ends=time(14), because="No hall", by=by)


Act = Callable[[Booking, User], object]
ENDS: dict[str, Act] = {
    "Ann drives": lambda booking, by: found(booking, by, "Ann"),
    "they cancel": lambda booking, by: cancel_booking(booking=booking, because="Ill", by=by),
    "they die": lambda booking, by: record_death(
        resident=Resident.objects.get(), died_on=clock.today(), by=by, how_known="The hospital"
    ),
    "no ride wanted": lambda booking, by: change_booking(booking=booking, wish=Wish(), by=by),
    "none to be had": lambda booking, by: cannot_ride(
        ride=Ride.objects.select_related("booking__session__venue").get(booking=booking), because="No ramp", by=by
    ),
    "another day": moved,
    "cancelled again": lambda booking, by: cancel_session(
        session=Session.objects.get(pk=booking.session_id), because="Still wet", by=by
    ),
}


@pytest.mark.parametrize("way", ENDS)
def test_who_knew_that_they_do_not_drive_is_asked_no_more(booking: Booking, dee: User, way: str) -> None:
    asks_sam(booking, dee)
    ENDS[way](booking, dee)
    assert news_of_drivers(booking) == []


@pytest.mark.parametrize("way", ENDS)
@pytest.mark.parametrize("was", ["asked", "never told"])
def test_who_may_come_is_told_not_to(booking: Booking, dee: User, way: str, was: str) -> None:
    request = asks_sam(booking, dee, knows=was == "asked")
    if was == "asked":
        say_told(news=request, how=ToldHow.LETTER, by=dee)
    ENDS[way](booking, dee)
    ((driver, words),) = news_of_drivers(booking)
    assert (driver, News.objects.to_tell().get(driver="Sam").driver_phone) == ("Sam", SAM)
    assert words.startswith("Do not fetch Jean Smith for Community Tuesday, as was agreed: ")


def test_who_was_asked_and_drives_is_told_no_more(booking: Booking, dee: User) -> None:
    request = asks_sam(booking, dee)
    say_told(news=request, how=ToldHow.PHONE, by=dee)
    found(booking, dee, "Sam Baker", SAM)
    assert news_of_drivers(booking) == []


@pytest.mark.parametrize(
    ("name", "phone"), [(" sam ", SAM), ("SAM", ""), ("Samuel Baker", SAM), ("Sam", "07700900777")]
)
def test_a_driver_whose_name_or_number_is_put_right_is_not_called_off(
    booking: Booking, asha: User, name: str, phone: str
) -> None:
    ride = found(booking, asha, name, phone)
    assert (ride.driver, ride.driver_phone) == (name.strip(), phone)
    assert news_of_drivers(booking) == []
    assert f"by {name.strip()} " in news_of(booking)[0]


def test_another_driver_without_a_number_is_another(booking: Booking, asha: User) -> None:
    found(booking, asha, "Pam")
    found(booking, asha, "Kim")
    assert [driver for driver, _ in news_of_drivers(booking)] == ["Sam", "Pam"]


def test_what_a_driver_is_to_be_told_of_others_stands_under_the_name_put_right(
    event: Session, booking: Booking, asha: User
) -> None:
    rose = make_booking(event, asha, ride=FROM_RIVERSIDE)
    found(rose, asha, "Sam", SAM)
    cancel_booking(booking=rose, because="Ill", by=asha)
    found(booking, asha, "Samuel Baker", SAM)
    assert [driver for driver, _ in news_of_drivers(rose)] == ["Samuel Baker"]
    assert News.objects.to_tell().get(booking=rose).driver_phone == SAM

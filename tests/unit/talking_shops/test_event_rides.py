"""Rides to a community event: asked for, booked, not to be had, looked for again when what the driver knew changes."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from accounts.models import User
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry
from talking_shops.actions.event_booking import Wish, cancel_booking, change_booking, take_back_booking
from talking_shops.actions.event_day import tell_booked
from talking_shops.actions.event_rides import book_ride, cannot_ride
from talking_shops.enums import Mobility, RideStatus
from talking_shops.models import Booking, Ride, Session
from talking_shops.ride_list import by_area, by_driver
from tests.factories.events import FROM_RIVERSIDE, make_booking, make_event, news_of

AT_TEN = time(10, 20)


@pytest.fixture
def event(db: None) -> Session:
    return make_event(places=9)


@pytest.fixture
def booking(event: Session, jean: Resident, asha: User) -> Booking:
    return make_booking(event, asha, jean, ride=FROM_RIVERSIDE)


def ride_of(booking: Booking) -> Ride:
    return Ride.objects.select_related("booking__session__venue").get(booking=booking)


def found(booking: Booking, by: User, driver: str = "Dave") -> Ride:
    return book_ride(ride=ride_of(booking), driver=driver, pick_up_at=AT_TEN, by=by)


def wish(**more: Any) -> Wish:
    return Wish(**({"ride": FROM_RIVERSIDE} | more))


def test_keeps_where_from_and_what_the_driver_has_to_know(booking: Booking) -> None:
    ride = ride_of(booking)
    assert (ride.area, ride.address, ride.mobility) == ("Grays Riverside", FROM_RIVERSIDE.address, Mobility.AID)
    assert (ride.status, ride.goes_back, ride.with_escort) == (RideStatus.ASKED, True, False)


def test_a_ride_that_is_booked_is_to_be_told(booking: Booking, asha: User, jean: Resident) -> None:
    ride = found(booking, asha)
    assert (ride.status, ride.driver, ride.pick_up_at) == (RideStatus.BOOKED, "Dave", AT_TEN)
    told = "You are picked up for Community Tuesday at 10:20am by Dave and brought home again."
    assert news_of(booking) == [told]
    entry = TimelineEntry.objects.filter(resident=jean, kind=TimelineKind.EVENT).latest("recorded_at")
    assert entry.detail == told


def test_another_driver_replaces_what_was_not_told_yet(booking: Booking, asha: User) -> None:
    found(booking, asha)
    found(booking, asha, driver="Pam")
    assert [words for words in news_of(booking) if "Pam" in words] == news_of(booking)


def test_a_ride_that_cannot_be_done_says_why_and_may_be_found_after_all(booking: Booking, asha: User) -> None:
    ride = cannot_ride(ride=ride_of(booking), because="No vehicle with a ramp", by=asha)
    assert (ride.status, ride.driver, ride.pick_up_at) == (RideStatus.CANNOT, "", None)
    assert news_of(booking) == ["There is no ride to Community Tuesday: No vehicle with a ramp"]
    assert found(booking, asha).because == ""
    with pytest.raises(Refused, match="why"):
        cannot_ride(ride=ride_of(booking), because=" ", by=asha)


@pytest.mark.parametrize(
    "change",
    [{"mobility": Mobility.IN_WHEELCHAIR}, {"address": "9 New Road"}, {"area": "Ockendon"}, {"with_escort": True}],
)
def test_is_looked_for_again_when_what_the_driver_relied_on_changes(
    booking: Booking, asha: User, change: dict[str, Any]
) -> None:
    found(booking, asha)
    change_booking(booking=booking, wish=wish(ride=replace(FROM_RIVERSIDE, **change)), by=asha)
    ride = ride_of(booking)
    assert (ride.status, ride.driver, ride.pick_up_at) == (RideStatus.ASKED, "", None)
    assert {name: getattr(ride, name) for name in change} == change
    assert news_of(booking) == []


def test_stays_booked_when_only_the_meal_changes(booking: Booking, asha: User) -> None:
    found(booking, asha)
    change_booking(booking=booking, wish=wish(diet="No nuts"), by=asha)
    assert ride_of(booking).status == RideStatus.BOOKED


def test_no_ride_wanted_any_more_and_wanted_again(booking: Booking, asha: User) -> None:
    found(booking, asha)
    change_booking(booking=booking, wish=wish(ride=None), by=asha)
    assert ride_of(booking).status == RideStatus.CANCELLED
    change_booking(booking=booking, wish=wish(), by=asha)
    assert ride_of(booking).status == RideStatus.ASKED


def test_goes_with_the_booking_and_is_asked_for_again_with_it(booking: Booking, asha: User) -> None:
    found(booking, asha)
    cancel_booking(booking=booking, because="Ill", by=asha)
    assert (ride_of(booking).status, news_of(booking)) == (RideStatus.CANCELLED, [])
    take_back_booking(booking=booking, by=asha)
    assert (ride_of(booking).status, ride_of(booking).driver) == (RideStatus.ASKED, "")


def test_nobody_without_a_place_is_fetched(event: Session, asha: User, jean: Resident) -> None:
    make_booking(event, asha, places=9)
    waits = make_booking(event, asha, jean, ride=FROM_RIVERSIDE)
    with pytest.raises(Refused, match="no place yet"):
        found(waits, asha)
    assert by_area(event, asha) == []


@pytest.mark.parametrize(("what", "then"), [("moved", "asked"), ("reinstated", "asked"), ("cancelled", "booked")])
def test_is_looked_for_again_for_another_day(booking: Booking, asha: User, what: str, then: str) -> None:
    found(booking, asha)
    tell_booked(session=booking.session, what=what, by=asha)
    assert ride_of(booking).status == then


def test_two_who_book_one_ride_see_each_other(booking: Booking, asha: User, ben: User) -> None:
    seen = ride_of(booking)
    found(booking, ben)
    with pytest.raises(ChangedMeanwhile):
        book_ride(ride=seen, driver="Pam", pick_up_at=AT_TEN, by=asha, version=seen.version)


def test_others_may_not_book_rides(booking: Booking, olu: User) -> None:
    with pytest.raises(NotPermitted):
        found(booking, olu)


def test_lists_rides_by_area_with_what_the_vehicle_takes(event: Session, booking: Booking, asha: User) -> None:
    chair = replace(FROM_RIVERSIDE, mobility=Mobility.IN_WHEELCHAIR, with_escort=True)
    make_booking(event, asha, name="Rose Hall", ride=chair)
    make_booking(event, asha, name="Amy Bell", ride=replace(FROM_RIVERSIDE, area="Ockendon"))
    runs = by_area(event, asha)
    assert [(run.name, [one.ride.booking.who for one in run.fetched]) for run in runs] == [
        ("Grays Riverside", ["Jean Smith", "Rose Hall"]),
        ("Ockendon", ["Amy Bell"]),
    ]
    assert runs[0].load == "2 seats, room for 1 wheelchair with a ramp"
    assert runs[0].fetched[1].to_know == ["Stays in a wheelchair", "Somebody rides along to help"]


def test_a_driver_s_sheet_is_in_the_order_of_pick_up(event: Session, booking: Booking, asha: User) -> None:
    early = make_booking(event, asha, name="Early Bird", ride=FROM_RIVERSIDE)
    other = make_booking(event, asha, name="Of Pam", ride=FROM_RIVERSIDE)
    found(booking, asha)
    found(other, asha, driver="Pam")
    book_ride(ride=ride_of(early), driver="Dave", pick_up_at=time(9, 50), by=asha)
    (run,) = by_driver(event, asha, "Dave")
    assert [one.ride.booking.who for one in run.fetched] == ["Early Bird", "Jean Smith"]
    assert [run.name for run in by_driver(event, asha)] == ["Dave", "Pam"]

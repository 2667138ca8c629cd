"""/sessions/<id>/event/rides/: by pick-up area, one ride, and the sheet that a driver takes."""

from datetime import time

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from residents.models import Resident
from talking_shops.actions.event_booking import cancel_booking
from talking_shops.actions.event_rides import book_ride
from talking_shops.models import Booking, News, Ride, Session
from tests.factories.events import FROM_RIVERSIDE, make_booking, make_event
from tests.factories.people import make_resident


@pytest.fixture
def event(db: None) -> Session:
    return make_event()


@pytest.fixture
def booking(event: Session, jean: Resident, asha: User) -> Booking:
    return make_booking(event, asha, jean, ride=FROM_RIVERSIDE, needs="Slow on stairs")


def at(event: Session, more: str = "") -> str:
    return f"/sessions/{event.pk}/event/rides/{more}"


def test_shows_rides_by_area_with_what_the_driver_has_to_know(
    client: Client, event: Session, booking: Booking, jean: Resident, asha: User
) -> None:
    client.force_login(asha)
    text = client.get(at(event)).content.decode()
    for words in ("Grays Riverside", "Takes 1 seat.", "Walks with a stick or frame. Slow on stairs", "Find a ride"):
        assert words in text
    seen = Event.objects.get(verb="list.viewed", subject_type="talking_shops.rides")
    assert seen.detail["residents"] == [str(jean.pk)]


def test_books_a_ride_and_puts_it_on_the_list_of_whom_to_tell(
    client: Client, event: Session, booking: Booking, asha: User
) -> None:
    client.force_login(asha)
    page = at(event, f"{booking.ride.pk}/")
    assert "Ride of Jean Smith" in client.get(page).content.decode()
    typed = {"found": "yes", "driver": "Dave", "pick_up_at": "10.20", "because": "", "version": "1"}
    text = client.post(page, typed, follow=True).content.decode()
    assert "10:20am, Dave" in text
    assert f"{at(event)}sheet/?driver=Dave" in text
    told = client.get(f"/sessions/{event.pk}/event/").content.decode()
    assert "You are picked up for Community Tuesday at 10:20am by Dave" in told


def test_a_driver_who_drives_no_longer_stands_among_those_to_tell_with_their_number_until_they_were(
    client: Client, event: Session, booking: Booking, asha: User
) -> None:
    client.force_login(asha)
    typed = {"found": "yes", "driver": "Dave", "driver_phone": "07700 900555", "pick_up_at": "10.20", "version": "1"}
    assert "07700900555" in client.post(at(event, f"{booking.ride.pk}/"), typed, follow=True).content.decode()
    cancel_booking(booking=booking, because="Ill", by=asha)
    page = f"/sessions/{event.pk}/event/"
    text = " ".join(client.get(page).content.decode().split())
    assert "<strong>Dave</strong>, who drives Jean Smith," in text
    assert 'href="tel:07700900555"' in text
    assert "To tell (1)" in text
    news = News.objects.to_tell().get()
    told = client.post(f"{page}news/{news.pk}/told", {"how": "phone"}, follow=True).content.decode()
    assert "Dave was told." in told
    assert "To tell (" not in told
    undone = client.post(f"{page}news/{news.pk}/undo", follow=True).content.decode()
    assert "Dave is still to be told." in undone


def test_the_number_of_a_driver_is_one(client: Client, event: Session, booking: Booking, asha: User) -> None:
    client.force_login(asha)
    typed = {"found": "yes", "driver": "Dave", "driver_phone": "nothing", "pick_up_at": "10.20", "version": "1"}
    assert client.post(at(event, f"{booking.ride.pk}/"), typed).status_code == 422


def test_says_that_it_cannot_be_done(client: Client, event: Session, booking: Booking, asha: User) -> None:
    client.force_login(asha)
    typed = {"found": "no", "driver": "", "pick_up_at": "", "because": "No ramp", "version": "1"}
    text = client.post(at(event, f"{booking.ride.pk}/"), typed, follow=True).content.decode()
    assert "Cannot be done: No ramp" in text


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"found": ""}, "Select whether there is a ride"),
        ({"driver": ""}, "Enter who drives"),
        ({"pick_up_at": ""}, "Enter when they are picked up"),
        ({"pick_up_at": "soon"}, "Picked up at"),
        ({"found": "no"}, "Enter why there is no ride"),
    ],
)
def test_an_error_keeps_what_was_typed(
    client: Client, event: Session, booking: Booking, asha: User, typed: dict[str, str], error: str
) -> None:
    client.force_login(asha)
    begun = {"found": "yes", "driver": "Dave", "pick_up_at": "10:20", "because": "", "version": "1"}
    response = client.post(at(event, f"{booking.ride.pk}/"), begun | typed)
    assert response.status_code == 422
    assert error in response.content.decode()
    assert Ride.objects.get().status == "asked"


def test_shows_both_versions(client: Client, event: Session, booking: Booking, asha: User, ben: User) -> None:
    book_ride(ride=booking.ride, driver="Pam", pick_up_at=time(9, 50), by=ben)
    client.force_login(asha)
    typed = {"found": "yes", "driver": "Dave", "pick_up_at": "10:20", "because": "", "version": "1"}
    response = client.post(at(event, f"{booking.ride.pk}/"), typed)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Pam" in text
    assert 'value="Dave"' in text


def test_the_drivers_sheet_says_whom_to_fetch_when_and_nothing_more(
    client: Client, event: Session, booking: Booking, jean: Resident, asha: User
) -> None:
    book_ride(ride=booking.ride, driver="Dave & Sons", pick_up_at=time(10, 20), by=asha)
    client.force_login(asha)
    text = client.get(at(event, "sheet/"), {"driver": "Dave & Sons"}).content.decode()
    for words in ("10:20am", "Jean Smith", "4 Argent Street", "Walks with a stick or frame", "Dave &amp; Sons"):
        assert words in text
    assert jean.reference not in text
    assert "Born" not in text
    assert client.get(at(event, "sheet/"), {"driver": "Pam"}).content.decode().count("Jean Smith") == 0
    seen = Event.objects.filter(verb="list.viewed", subject_type="talking_shops.driver").order_by("at").first()
    assert seen is not None
    assert seen.detail["residents"] == [str(jean.pk)]


def test_says_that_nobody_is_picked_up_for_a_cancelled_one(
    client: Client, event: Session, booking: Booking, asha: User
) -> None:
    book_ride(ride=booking.ride, driver="Dave", pick_up_at=time(10, 20), by=asha)
    Session.objects.filter(pk=event.pk).update(status="cancelled")
    client.force_login(asha)
    assert "Nobody is picked up" in client.get(at(event, "sheet/")).content.decode()
    assert "Tell the drivers" in client.get(at(event)).content.decode()


def test_those_who_only_look_are_offered_nothing(client: Client, event: Session, booking: Booking, olu: User) -> None:
    client.force_login(olu)
    text = client.get(at(event)).content.decode()
    assert "Jean Smith" in text
    assert "Find a ride" not in text


def test_asks_the_database_as_often_for_many_as_for_few(
    client: Client, event: Session, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(8):
        person = make_resident(asha, known_as=f"Guest {number}")
        booked = make_booking(event, asha, person, ride=FROM_RIVERSIDE)
        book_ride(ride=booked.ride, driver="Dave", pick_up_at=time(10, number), by=asha)
    client.force_login(asha)
    for more in ("", "sheet/"):
        with django_assert_num_queries(9):
            client.get(at(event, more))

"""/sessions/<id>/event/book/ and /<booking>/: somebody is found and booked, changed, cancelled and taken back."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Event
from core import clock
from residents.actions import record_death
from residents.models import Resident
from talking_shops.actions.event_day import Dish, add_meal
from talking_shops.models import Booking, Session
from tests.factories.events import FROM_RIVERSIDE, make_another, make_booking, make_event
from tests.rows import rows


@pytest.fixture
def event(db: None) -> Session:
    return make_event(places=2)


def sent(**typed: Any) -> dict[str, Any]:
    """What a browser sends of a booking for one without a ride."""
    return {"places": "1", "meal": "", "diet": "", "needs": "", "ride": "no", "area": "", "address": ""} | typed


RIDE = {
    "ride": "yes", "area": "Grays Riverside", "address": "4 Argent Street", "mobility": "in_wheelchair",
    "with_escort": "on", "goes_back": "on",
}  # fmt: skip


def book(event: Session) -> str:
    return f"/sessions/{event.pk}/event/book/"


def one(booking: Booking, more: str = "") -> str:
    return f"/sessions/{booking.session_id}/event/{booking.pk}/{more}"


def test_finds_the_person_first(client: Client, event: Session, jean: Resident, asha: User) -> None:
    client.force_login(asha)
    text = client.get(book(event), {"q": "jean smith"}).content.decode()
    assert f'href="?person={jean.reference}"' in text
    assert 'href="?by_name=1&amp;name=jean%20smith"' in text
    seen = Event.objects.get(verb="list.viewed", subject_type="talking_shops.booking_new")
    assert seen.detail["residents"] == [str(jean.pk)]


def test_books_somebody_of_the_record(client: Client, event: Session, jean: Resident, asha: User) -> None:
    meal = add_meal(session=event, dish=Dish("Fish pie"), by=asha)
    client.force_login(asha)
    page = f"{book(event)}?person={jean.reference}"
    form = client.get(page).content.decode()
    assert "tc-banner" in form
    assert 'name="name"' not in form
    assert Event.objects.filter(verb="resident.viewed", resident_id=jean.pk).count() == 1
    typed = sent(meal=str(meal.pk), diet="No nuts", shopping_help="on", **RIDE)
    response = client.post(page, typed, follow=True)
    assert "Jean Smith has a place." in response.content.decode()
    booking = Booking.objects.get()
    assert (booking.resident, booking.meal, booking.diet, booking.shopping_help) == (jean, meal, "No nuts", True)
    ride = booking.ride
    assert (ride.area, ride.mobility, ride.with_escort, ride.goes_back) == (
        "Grays Riverside", "in_wheelchair", True, True,
    )  # fmt: skip


def test_books_by_name_alone(client: Client, event: Session, asha: User) -> None:
    client.force_login(asha)
    form = client.get(book(event), {"by_name": "1", "name": "Rose Hall"}).content.decode()
    assert 'value="Rose Hall"' in form
    typed = sent(name="Rose Hall", phone="07700 900 321")
    client.post(f"{book(event)}?by_name=1", typed)
    booking = Booking.objects.get()
    assert (booking.who, booking.phone, booking.resident) == ("Rose Hall", "07700900321", None)


def test_says_when_somebody_is_on_the_waiting_list(client: Client, event: Session, asha: User) -> None:
    make_booking(event, asha, places=2)
    client.force_login(asha)
    text = client.post(f"{book(event)}?by_name=1", sent(name="Late", phone=""), follow=True).content.decode()
    assert "Late is on the waiting list." in text


def test_leads_to_the_booking_of_whoever_is_booked_already(
    client: Client, event: Session, jean: Resident, asha: User
) -> None:
    booking = make_booking(event, asha, jean)
    client.force_login(asha)
    response = client.get(f"{book(event)}?person={jean.reference}", follow=True)
    assert response.redirect_chain == [(one(booking), 302)]
    assert "is booked already" in response.content.decode()


def test_says_that_nothing_new_begins_for_somebody_who_died(
    client: Client, event: Session, jean: Resident, asha: User
) -> None:
    record_death(resident=jean, died_on=clock.today(), by=asha, how_known="Maria rang")
    client.force_login(asha)
    page = f"{book(event)}?person={jean.reference}"
    assert "nothing new is promised to them" in client.get(page).content.decode()
    assert client.post(page, sent()).status_code == 422
    assert Booking.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"name": ""}, "Enter the name of the person"),
        ({"places": "11"}, "How many places must be a whole number from 1 to 10"),
        ({"places": ""}, "Enter how many places"),
        ({"phone": "nothing"}, "Enter a telephone number"),
        ({"ride": ""}, "Select whether they need a ride"),
        ({"ride": "yes"}, "Select the pick-up area"),
        ({"ride": "yes", "area": "Grays Riverside"}, "Enter where they are picked up"),
        ({"ride": "yes", "area": "Grays Riverside", "address": "4 Argent St"}, "Select what the driver has to know"),
        ({"ride": "yes", "area": "Atlantis"}, "Atlantis is not one of the available choices"),
    ],
)
def test_an_error_keeps_what_was_typed(
    client: Client, event: Session, asha: User, typed: dict[str, str], error: str
) -> None:
    client.force_login(asha)
    response = client.post(f"{book(event)}?by_name=1", sent(name="Rose Hall", phone="", diet="No nuts") | typed)
    text = response.content.decode()
    assert response.status_code == 422
    assert text.count(error) == 2  # in the summary and beside the field
    assert 'value="No nuts"' in text
    assert Booking.objects.count() == 0


def test_one_form_makes_one_booking(client: Client, event: Session, asha: User) -> None:
    client.force_login(asha)
    typed = sent(name="Rose Hall", phone="", form_token="one")
    for _ in range(2):
        assert client.post(f"{book(event)}?by_name=1", typed).status_code == 302
    assert Booking.objects.count() == 1


def test_changes_a_booking(client: Client, event: Session, jean: Resident, asha: User) -> None:
    booking = make_booking(event, asha, jean, ride=FROM_RIVERSIDE)
    client.force_login(asha)
    form = client.get(one(booking)).content.decode()
    assert f'value="{FROM_RIVERSIDE.address}"' in form
    client.post(one(booking), sent(places="2", diet="No fish", version=str(booking.version)))
    booking.refresh_from_db()
    assert (booking.places, booking.diet, booking.ride.status) == (2, "No fish", "cancelled")


def test_shows_both_versions(client: Client, event: Session, asha: User) -> None:
    booking = make_booking(event, asha, diet="No nuts")
    Booking.objects.filter(pk=booking.pk).update(diet="No fish", version=2)
    client.force_login(asha)
    typed = sent(name="Rose Hall", phone="", diet="No milk", version="1")
    response = client.post(one(booking), typed)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Where the two versions differ" in text
    assert "No fish" in text
    assert 'value="No milk"' in text
    assert client.post(one(booking), typed | {"version": "2"}).status_code == 302


def test_cancels_and_takes_back(client: Client, event: Session, asha: User) -> None:
    booking = make_booking(event, asha)
    client.force_login(asha)
    assert "Cancel the booking of Rose Hall" in client.get(one(booking, "cancel/")).content.decode()
    sent_back = {"because": "Ill", "version": str(booking.version)}
    text = client.post(one(booking, "cancel/"), sent_back, follow=True).content.decode()
    assert f'action="{one(booking, "back")}' in text
    assert "Rose Hall</strong>" in text
    assert "Take it back" in client.get(one(booking)).content.decode()
    again = client.post(one(booking, "back"), follow=True)
    assert "Rose Hall has a place." in again.content.decode()
    assert client.post(one(booking, "back")).status_code == 409


def test_a_booking_of_another_event_is_not_here(client: Client, event: Session, asha: User) -> None:
    booking = make_booking(make_another(), asha)
    client.force_login(asha)
    for more in ("", "cancel/"):
        assert client.get(f"/sessions/{event.pk}/event/{booking.pk}/{more}").status_code == 404


@pytest.mark.parametrize("more", ["", "cancel/"])
def test_a_get_writes_nothing_but_that_the_record_was_opened(
    client: Client, event: Session, jean: Resident, asha: User, more: str
) -> None:
    booking = make_booking(event, asha, jean)
    client.force_login(asha)
    before = rows()
    client.get(one(booking, more))
    after = rows()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {"audit.event": 1}

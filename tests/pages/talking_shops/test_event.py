"""/sessions/<id>/event/: who comes, who waits, whom to tell what; the menu, the list for paper, who came."""

import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from audit.models import Event
from core import clock
from residents.actions import Need, record_need
from residents.enums import AccessKind
from residents.models import Resident
from talking_shops.actions.event_booking import cancel_booking
from talking_shops.actions.event_day import Dish, add_meal, tell_booked
from talking_shops.models import News, Session
from tests.factories.events import FROM_RIVERSIDE, bring_to_today, make_another, make_booking, make_event
from tests.factories.field import make_session
from tests.factories.people import make_resident


@pytest.fixture
def event(db: None) -> Session:
    return make_event(places=3)


def at(event: Session, more: str = "") -> str:
    return f"/sessions/{event.pk}/event/{more}"


def shown(client: Client, event: Session, more: str = "") -> str:
    return client.get(at(event, more)).content.decode()


def test_shows_who_comes_and_who_waits_in_their_turn(
    client: Client, event: Session, jean: Resident, asha: User, ben: User
) -> None:
    meal = add_meal(session=event, dish=Dish("Fish pie"), by=asha)
    make_booking(event, asha, jean, places=2, meal=meal, diet="No nuts", shopping_help=True, ride=FROM_RIVERSIDE)
    make_booking(event, asha, name="A pair", places=2)
    make_booking(event, asha, name="Three", places=3)
    client.force_login(ben)
    text = shown(client, event)
    for words in ("Jean Smith", "and 1 more", "Fish pie", "No nuts. Help with shopping", "Asked for"):
        assert words in text
    assert "2 of 3 places are taken. 5 people wait." in text
    assert text.index("A pair") < text.index("Three")
    seen = Event.objects.get(verb="list.viewed", subject_type="talking_shops.event")
    assert seen.detail["residents"] == [str(jean.pk)]


def test_shows_whom_to_tell_with_their_number_and_what_to_heed(
    client: Client, event: Session, jean: Resident, asha: User, ben: User
) -> None:
    jean.phone = "01375000111"
    jean.save()
    record_need(resident=jean, need=Need(kind=AccessKind.NO_PHONE), by=ben)
    make_booking(event, asha, jean)
    tell_booked(session=event, what="moved", by=ben)
    client.force_login(asha)
    text = shown(client, event)
    assert "To tell (1)" in text
    assert 'href="tel:01375000111"' in text
    assert "Do not ring Jean Smith" in text[text.index("To tell") : text.index("Has a place")]
    assert "<strong>Do not ring Jean Smith" in text[text.index("Has a place") :]
    news = News.objects.get()
    told = client.post(at(event, f"news/{news.pk}/told"), {"how": "letter"}, follow=True).content.decode()
    assert "To tell" not in told
    assert "Jean Smith was told." in told
    assert f"news/{news.pk}/undo" in told
    assert "To tell (1)" in client.post(at(event, f"news/{news.pk}/undo"), follow=True).content.decode()


def test_how_they_were_told_has_to_be_said(client: Client, event: Session, asha: User) -> None:
    make_booking(event, asha)
    tell_booked(session=event, what="moved", by=asha)
    client.force_login(asha)
    assert client.post(at(event, f"news/{News.objects.get().pk}/told")).status_code == 409
    assert News.objects.to_tell().count() == 1


def test_news_of_another_event_is_not_here(client: Client, event: Session, asha: User) -> None:
    make_booking(event, asha)
    tell_booked(session=event, what="moved", by=asha)
    client.force_login(asha)
    other = make_another()
    assert client.post(at(other, f"news/{News.objects.get().pk}/told"), {"how": "phone"}).status_code == 404


def test_says_who_came_in_one_press_and_takes_it_back(client: Client, jean: Resident, asha: User) -> None:
    event = make_event()
    booking = make_booking(event, asha, jean)
    bring_to_today(event)
    client.force_login(asha)
    assert "0 came, 0 did not come, of 1 it is not said yet." in shown(client, event)
    page = at(event, f"{booking.pk}/came")
    assert "1 came, 0 did not come" in client.post(page, {"came": "yes"}, follow=True).content.decode()
    assert "0 came, 1 did not come" in client.post(page, {"came": "no"}, follow=True).content.decode()
    assert "of 1 it is not said yet" in client.post(page, {"came": ""}, follow=True).content.decode()


def test_offers_neither_before_the_day_nor_to_those_who_only_look(
    client: Client, event: Session, asha: User, olu: User
) -> None:
    make_booking(event, asha)
    client.force_login(asha)
    assert "/came" not in shown(client, event)
    client.force_login(olu)
    text = shown(client, event)
    assert "Rose Hall" in text
    assert "/book/" not in text
    assert "/cancel/" not in text


def test_eve_2_one_that_is_over_offers_no_change_and_says_why(client: Client, jean: Resident, asha: User) -> None:
    event = make_event(on=clock.today() + timedelta(days=1))
    booking = make_booking(event, asha, jean, ride=FROM_RIVERSIDE)
    pages = ["", "rides/", f"rides/{booking.ride.pk}/", f"{booking.pk}/", f"{booking.pk}/cancel/", "book/?by_name=1"]
    offers = (f"/{booking.pk}/cancel/", "Find a ride", "Cancel their booking", ">Save<", ">Book<", "Book a place</a>")
    client.force_login(asha)
    offered = {page: [words for words in offers if words in shown(client, event, page)] for page in pages}
    assert all(offered.values()), offered
    Session.objects.filter(pk=event.pk).update(
        starts_at=F("starts_at") - timedelta(days=9), ends_at=F("ends_at") - timedelta(days=9)
    )
    for page in pages:
        text = shown(client, event, page)
        assert text.count("It is over. Nothing can be booked or changed any more.") == 1, page
        assert not [words for words in offers if words in text], page


def test_a_cancelled_one_says_why_nothing_is_changed_and_a_place_is_still_given_up(
    client: Client, event: Session, asha: User
) -> None:
    booking = make_booking(event, asha)
    Session.objects.filter(pk=event.pk).update(status="cancelled")
    client.force_login(asha)
    assert "Let it go ahead again first." in shown(client, event)
    assert "Let it go ahead again first." in shown(client, event, f"{booking.pk}/")
    assert "Cancel their booking" in shown(client, event, f"{booking.pk}/cancel/")


def test_says_that_people_just_come_where_nobody_books(client: Client, ben: User) -> None:
    client.force_login(ben)
    text = shown(client, make_session())
    assert "people just come" in text
    assert "/offer/" not in text
    assert "/offer/" in shown(client, make_event(places=None))


def test_says_that_it_is_cancelled_and_why(client: Client, event: Session, asha: User) -> None:
    make_booking(event, asha)
    Session.objects.filter(pk=event.pk).update(status="cancelled", because="The kitchen is flooded")
    client.force_login(asha)
    text = shown(client, event)
    assert "It is cancelled: The kitchen is flooded" in text
    assert "/book/" not in text


def test_says_that_a_merged_person_may_be_booked_twice(
    client: Client, event: Session, jean: Resident, asha: User
) -> None:
    twin = make_resident(asha, known_as="Jeanie")
    make_booking(event, asha, twin)
    twin.merged_into = jean
    twin.save()
    client.force_login(asha)
    assert "they may be booked twice" in shown(client, event)


def test_says_places_and_menu(client: Client, event: Session, asha: User) -> None:
    client.force_login(asha)
    make_booking(event, asha, places=3)
    waits = make_booking(event, asha, name="Waits")
    sent = {"places": "4", "version": str(event.version)}
    response = client.post(at(event, "offer/"), sent, follow=True)
    assert "The places are saved." in response.content.decode()
    waits.refresh_from_db()
    assert waits.status == "booked"
    added = client.post(at(event, "offer/"), {"add": "meal", "name": "Fish pie", "is_vegetarian": ""}, follow=True)
    assert "Fish pie is on the menu." in added.content.decode()
    again = client.post(at(event, "offer/"), {"add": "meal", "name": "Fish pie"})
    assert again.status_code == 422
    assert "Fish pie is on the menu already." in again.content.decode()
    meal = event.meals.get()
    assert (
        "Fish pie is off the menu." in client.post(at(event, f"meals/{meal.pk}/remove"), follow=True).content.decode()
    )
    assert client.post(at(event, f"meals/{meal.pk}/remove")).status_code == 409


def test_both_versions_of_the_places_are_shown(client: Client, event: Session, asha: User) -> None:
    client.force_login(asha)
    Session.objects.filter(pk=event.pk).update(places=7, version=event.version + 1)
    response = client.post(at(event, "offer/"), {"places": "4", "version": str(event.version)})
    assert response.status_code == 409
    text = response.content.decode()
    assert "Where the two versions differ" in text
    assert 'data-label="Saved now">7</td>' in text
    assert re.search(
        rf'name="version"[^>]*value="{event.version + 1}"|value="{event.version + 1}"[^>]*name="version"', text
    )


@pytest.mark.parametrize("places", ["", "none", "0", "501"])
def test_places_are_a_whole_number(client: Client, event: Session, asha: User, places: str) -> None:
    client.force_login(asha)
    response = client.post(at(event, "offer/"), {"places": places, "version": str(event.version)})
    assert response.status_code == 422
    assert "govuk-error-summary" in response.content.decode()


def test_the_list_for_paper_says_what_the_kitchen_cooks_and_who_wants_help(
    client: Client, event: Session, jean: Resident, asha: User
) -> None:
    pie, soup = (add_meal(session=event, dish=dish, by=asha) for dish in (Dish("Pie"), Dish("Soup", True)))
    make_booking(event, asha, jean, meal=pie, diet="No nuts", shopping_help=True, needs="A quiet table")
    make_booking(event, asha, name="Rose Hall", meal=soup)
    gone = make_booking(event, asha, name="Gone", meal=soup)
    cancel_booking(booking=gone, because="", by=asha)
    client.force_login(asha)
    text = shown(client, event, "sheet/")
    for words in (
        "1 × Pie",
        "1 × Soup (vegetarian)",
        "Jean Smith</strong>: No nuts (Pie)",
        "Jean Smith: A quiet table",
    ):
        assert words in text
    assert "Gone" not in text
    seen = Event.objects.get(verb="list.viewed", subject_type="talking_shops.event_sheet")
    assert seen.detail["residents"] == [str(jean.pk)]


def test_a_line_of_the_timeline_leads_here(client: Client, event: Session, jean: Resident, asha: User) -> None:
    booking = make_booking(event, asha, jean)
    client.force_login(asha)
    line = f"/bookings/{booking.pk}/"
    assert f'href="{line}"' in client.get(f"{jean.get_absolute_url()}timeline").content.decode()
    assert client.get(line).url == at(event)  # type: ignore[attr-defined]


@pytest.mark.parametrize("who", ["gwen", "hal", "ines", "eve", "ada"])
def test_is_closed_to_others(client: Client, event: Session, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(at(event)).status_code == 403


def test_asks_the_database_as_often_for_many_as_for_few(
    client: Client, event: Session, asha: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Session.objects.filter(pk=event.pk).update(places=30)
    for number in range(8):
        person = make_resident(asha, known_as=f"Guest {number}")
        make_booking(event, asha, person, ride=FROM_RIVERSIDE)
    tell_booked(session=event, what="moved", by=asha)
    client.force_login(asha)
    with django_assert_num_queries(10):
        client.get(at(event))

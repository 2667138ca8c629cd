"""Places at community events: booked, waited for, given up, taken back; whoever is next gets what comes free."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Notice, User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused, WrongState
from outbox.models import Job
from residents.actions import merge, record_death
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry
from talking_shops.actions import put_on_list
from talking_shops.actions.dates import cancel_session
from talking_shops.actions.event_booking import Wish, book_place, cancel_booking, change_booking, take_back_booking
from talking_shops.actions.event_day import Dish, add_meal, remove_meal, say_event_places
from talking_shops.enums import BookingStatus
from talking_shops.models import Booking, Session
from tests.factories.events import make_another, make_booking, make_event, news_of
from tests.factories.field import make_session
from tests.factories.people import make_resident
from tests.unit.residents.two_records import pair_of

B = BookingStatus


@pytest.fixture
def event(db: None) -> Session:
    return make_event(places=2)


def name(who: str, event: Session, by: User, **wish: Any) -> Booking:
    return make_booking(event, by, name=who, **wish)


def now(booking: Booking) -> Booking:
    booking.refresh_from_db()
    return booking


def test_books_somebody_of_the_record_with_all_they_wish(event: Session, jean: Resident, asha: User) -> None:
    meal = add_meal(session=event, dish=Dish("Fish pie"), by=asha)
    wish = {"places": 2, "meal": meal, "diet": "No nuts", "needs": "A quiet table", "shopping_help": True}
    booking = make_booking(event, asha, jean, **wish)
    assert now(booking).status == B.BOOKED
    assert {key: getattr(booking, key) for key in wish} == wish
    assert (booking.resident, booking.name, booking.made_by) == (jean, "", asha)
    entry = TimelineEntry.objects.get(resident=jean, kind=TimelineKind.EVENT)
    assert entry.title.startswith("Booked: Community Tuesday")
    assert Event.objects.get(verb="booking.made").resident_id == jean.pk


def test_books_by_name_alone_and_leaves_nothing_on_any_record(event: Session, asha: User) -> None:
    booking = name("Rose Hall", event, asha)
    assert (booking.who, booking.resident) == ("Rose Hall", None)
    assert TimelineEntry.objects.filter(kind=TimelineKind.EVENT).count() == 0


def test_refuses_a_booking_for_nobody(event: Session, asha: User) -> None:
    with pytest.raises(Refused, match="name"):
        book_place(session=event, wish=Wish(name=" "), by=asha)


def test_puts_on_the_waiting_list_whoever_comes_too_late(event: Session, asha: User) -> None:
    first, second, third = (name(who, event, asha) for who in ("One", "Two", "Three"))
    assert [now(one).status for one in (first, second, third)] == [B.BOOKED, B.BOOKED, B.WAITING]
    assert third.waiting_since is not None


def test_a_party_waits_where_one_more_would_still_fit(event: Session, asha: User) -> None:
    name("One", event, asha)
    pair = name("A pair", event, asha, places=2)
    single = name("Single", event, asha)
    assert (now(pair).status, now(single).status) == (B.WAITING, B.BOOKED)


def test_the_next_gets_the_place_that_comes_free_and_is_to_be_told(
    event: Session, asha: User, ben: User, jean: Resident
) -> None:
    put_on_list(session=event, service="social_care", by=ben, user=ben)
    first = name("One", event, asha)
    name("Two", event, asha)
    next_one = make_booking(event, asha, jean)
    later = name("Later", event, asha)
    cancel_booking(booking=first, because="Ill", by=asha)
    assert (now(next_one).status, now(later).status) == (B.BOOKED, B.WAITING)
    assert next_one.waiting_since is None
    assert news_of(next_one) == [
        f"A place is yours: Community Tuesday at Morrisons Café, Grays, on {_day(event)}, 11am to 2pm."
    ]
    told = Job.objects.get(kind="notice.deliver")
    assert told.payload["user"] == str(ben.pk)
    assert "Jean" not in told.payload["words"]
    assert told.payload["link"] == f"/sessions/{event.pk}/event/"
    assert TimelineEntry.objects.filter(resident=jean, title__startswith="Has a place now").count() == 1
    assert Notice.objects.count() == 0


def test_without_a_rota_whoever_booked_them_hears_of_it(event: Session, asha: User, ben: User) -> None:
    first = name("One", event, ben, places=2)
    name("Next", event, asha)
    cancel_booking(booking=first, because="", by=ben)
    assert [job.payload["user"] for job in Job.objects.filter(kind="notice.deliver")] == [str(asha.pk)]


def test_fewer_places_in_a_booking_free_one_for_the_next(event: Session, asha: User) -> None:
    pair = name("A pair", event, asha, places=2)
    waits = name("Waits", event, asha)
    change_booking(booking=pair, wish=Wish(name="A pair", places=1), by=asha, version=pair.version)
    assert now(waits).status == B.BOOKED


def test_more_places_than_are_free_are_refused_and_those_booked_are_kept(event: Session, asha: User) -> None:
    one = name("One", event, asha)
    name("Two", event, asha)
    with pytest.raises(Refused, match=r"0 places are free\. They keep their 1"):
        change_booking(booking=one, wish=Wish(name="One", places=2), by=asha)
    assert now(one).places == 1


def test_more_places_at_the_event_go_to_those_who_wait(event: Session, asha: User) -> None:
    name("A pair", event, asha, places=2)
    waits = [name(who, event, asha) for who in ("First", "Second")]
    say_event_places(session=event, places=3, by=asha)
    assert [now(one).status for one in waits] == [B.BOOKED, B.WAITING]


def test_eve_6_fewer_places_at_the_event_take_none_away(event: Session, asha: User) -> None:
    pair = name("A pair", event, asha, places=2)
    say_event_places(session=event, places=1, by=asha)
    waits = name("Waits", event, asha)
    assert (now(pair).status, now(waits).status) == (B.BOOKED, B.WAITING)


def test_takes_back_with_a_place_while_there_is_one(event: Session, asha: User) -> None:
    booking = name("One", event, asha)
    cancel_booking(booking=booking, because="Ill", by=asha)
    taken = take_back_booking(booking=booking, by=asha)
    assert (taken.status, now(booking).status, booking.because) == (B.BOOKED, B.BOOKED, "")
    assert news_of(booking) == []  # whoever asked knows


def test_takes_back_to_the_end_of_the_waiting_list_once_the_place_is_gone(event: Session, asha: User) -> None:
    booking = name("One", event, asha)
    name("Two", event, asha)
    heir, behind = name("Heir", event, asha), name("Behind", event, asha)
    cancel_booking(booking=booking, because="", by=asha)
    take_back_booking(booking=booking, by=asha)
    assert (now(heir).status, now(booking).status) == (B.BOOKED, B.WAITING)
    assert list(event.bookings.waiting()) == [behind, booking]


def test_what_was_to_be_told_is_true_no_longer_once_they_cancel(event: Session, asha: User) -> None:
    first = name("One", event, asha, places=2)
    heir = name("Heir", event, asha)
    cancel_booking(booking=first, because="", by=asha)
    assert len(news_of(heir)) == 1
    cancel_booking(booking=heir, because="", by=asha)
    assert news_of(heir) == []


def test_a_person_books_once_and_again_after_cancelling(event: Session, jean: Resident, asha: User) -> None:
    first = make_booking(event, asha, jean)
    with pytest.raises(Refused, match="Jean Smith is booked already"):
        make_booking(event, asha, jean)
    cancel_booking(booking=first, because="", by=asha)
    make_booking(event, asha, jean)
    with pytest.raises(Refused, match="is booked already"):
        take_back_booking(booking=first, by=asha)
    assert now(first).status == B.CANCELLED


def test_eve_2_nothing_is_booked_for_one_that_is_over_or_cancelled(asha: User) -> None:
    over = make_event(on=clock.days_ago(1))
    with pytest.raises(Refused, match="over"):
        name("Late", over, asha)
    cancelled = make_event()
    Session.objects.filter(pk=cancelled.pk).update(status="cancelled")
    with pytest.raises(Refused, match="cancelled"):
        name("Anyway", cancelled, asha)


def test_nobody_books_for_a_talking_shop(asha: User) -> None:
    with pytest.raises(Refused, match="people just come"):
        name("One", make_session(), asha)
    with pytest.raises(Refused, match="people just come"):
        say_event_places(session=make_session(hour=14), places=3, by=asha)


def test_life_6_nobody_who_has_died_is_booked(event: Session, jean: Resident, asha: User) -> None:
    record_death(resident=jean, died_on=clock.today(), by=asha, how_known="The hospital")
    with pytest.raises(Refused, match="died"):
        make_booking(event, asha, jean)


def test_the_same_version_twice_shows_the_other_what_stands(event: Session, asha: User, ben: User) -> None:
    booking = name("One", event, asha)
    seen = booking.version
    change_booking(booking=booking, wish=Wish(name="One", diet="No nuts"), by=ben, version=seen)
    with pytest.raises(ChangedMeanwhile) as changed:
        change_booking(booking=booking, wish=Wish(name="One", diet="No fish"), by=asha, version=seen)
    assert changed.value.current.diet == "No nuts"  # type: ignore[attr-defined]
    with pytest.raises(ChangedMeanwhile):
        cancel_booking(booking=booking, because="", by=asha, version=seen)


def test_cancelling_twice_is_refused(event: Session, asha: User) -> None:
    booking = name("One", event, asha)
    cancel_booking(booking=booking, because="", by=asha)
    with pytest.raises(WrongState):
        cancel_booking(booking=booking, because="", by=asha)
    with pytest.raises(Refused, match="Take it back"):
        change_booking(booking=booking, wish=Wish(name="One"), by=asha)


@pytest.mark.parametrize("who", ["olu", "gwen", "hal", "ines", "eve", "ada"])
def test_others_may_not_book(event: Session, who: str, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotPermitted):
        name("One", event, request.getfixturevalue(who))
    assert Booking.objects.count() == 0


def test_a_meal_of_another_event_is_refused(event: Session, asha: User) -> None:
    other = make_another()
    meal = add_meal(session=other, dish=Dish("Soup"), by=asha)
    with pytest.raises(Refused, match="none of this event"):
        name("One", event, asha, meal=meal)


def test_a_meal_is_on_the_menu_once_and_stays_while_somebody_has_chosen_it(event: Session, asha: User) -> None:
    meal = add_meal(session=event, dish=Dish("Soup", is_vegetarian=True), by=asha)
    with pytest.raises(Refused, match="on the menu already"):
        add_meal(session=event, dish=Dish("Soup"), by=asha)
    name("One", event, asha, meal=meal)
    with pytest.raises(Refused, match="1 booking has chosen it"):
        remove_meal(meal=meal, by=asha)
    other = add_meal(session=event, dish=Dish("Pie"), by=asha)
    remove_meal(meal=other, by=asha)
    assert [one.name for one in event.meals.all()] == ["Soup"]


def test_a_death_gives_the_place_to_the_next(event: Session, asha: User, dee: User) -> None:
    jean, sam = make_resident(asha), make_resident(asha, given_name="Sam", known_as="Sam")
    of_jean = make_booking(event, asha, jean, places=2)
    of_sam = make_booking(event, asha, sam)
    record_death(resident=jean, died_on=clock.today(), by=dee, how_known="The hospital")
    assert (now(of_jean).status, now(of_sam).status) == (B.CANCELLED, B.BOOKED)
    assert of_jean.because.startswith("Died")


def _day(event: Session) -> str:
    day = event.held_on
    return f"{day.day} {day:%B} {day.year}"


def test_eve_2_nobody_gives_up_a_place_at_an_event_that_is_over(event: Session, asha: User) -> None:
    booking = name("One", event, asha)
    with clock.standing_at(event.ends_at):
        with pytest.raises(Refused, match="It is over"):
            cancel_booking(booking=booking, because="A slip", by=asha)
        assert now(booking).status == B.BOOKED
    with clock.standing_at(event.ends_at - timedelta(minutes=1)):
        cancel_booking(booking=booking, because="Went home", by=asha)


def test_a_place_at_an_event_that_was_cancelled_is_given_up_at_any_time(event: Session, asha: User, ben: User) -> None:
    booking = name("One", event, asha)
    cancel_session(session=event, because="Snow", by=ben)
    with clock.standing_at(event.ends_at):
        assert cancel_booking(booking=booking, because="", by=asha).status == B.CANCELLED


def test_a_death_gives_up_the_place_that_a_merge_left_on_the_other_record(
    event: Session, jean: Resident, asha: User, dee: User
) -> None:
    other = make_resident(asha, known_as="Jeannie", family_name="Cole")
    places = [make_booking(event, asha, who) for who in (jean, other)]
    merge(pair=pair_of(jean, other), survivor=jean, why="One person", by=dee)
    assert now(places[1]).resident == other, "one event books each person once"
    record_death(resident=jean, died_on=clock.today(), by=dee, how_known="The hospital")
    assert [now(one).status for one in places] == [B.CANCELLED, B.CANCELLED]

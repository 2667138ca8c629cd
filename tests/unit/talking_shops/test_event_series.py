"""Events of a series that changes: those who booked hear what is true now, and keep what does not change."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import User
from core import clock
from core.errors import Refused
from outbox.models import Job
from residents.models import Resident
from talking_shops.actions import change_series, put_in_rota
from talking_shops.actions.event_booking import cancel_booking
from talking_shops.actions.event_day import say_event_places, say_told
from talking_shops.actions.event_rides import book_ride
from talking_shops.enums import Every, RideStatus, SessionKind, ToldHow
from talking_shops.models import News, Series, Session
from tests.factories.events import FROM_RIVERSIDE, make_booking, news_of
from tests.factories.planned import a_plan, make_dates, make_place

EVENT: dict[str, Any] = {"kind": SessionKind.COMMUNITY_EVENT, "title": "Community Tuesday"}
FRIDAY = 4

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_sunday_in_november() -> Iterator[None]:
    with clock.standing_at(datetime(2026, 11, 22, 12, tzinfo=clock.LONDON)):
        yield


@pytest.fixture
def series(ben: User) -> Series:
    return make_dates(ben, every=Every.WEEK, places=60, **EVENT)


@pytest.fixture
def first(series: Series) -> Session:
    return series.sessions.earliest("starts_at")


def change(series: Series, by: User, **told: Any) -> Series:
    venue = told.pop("venue", series.venue)
    facts = {"every": Every.WEEK, "places": 60, **EVENT, "from_on": clock.today() + timedelta(days=1)} | told
    return change_series(series=series, plan=a_plan(venue, **facts), by=by)


def test_ser_4_those_who_booked_for_a_date_that_comes_back_are_told_that_it_does(
    series: Series, first: Session, ben: User
) -> None:
    told, untold = (make_booking(first, ben, name=name) for name in ("Told", "Untold"))
    fridays = change(series, ben, weekday=FRIDAY)
    say_told(news=News.objects.get(booking=told), how=ToldHow.PHONE, by=ben)
    assert "is cancelled" in news_of(untold)[0]
    change(fridays, ben)
    for booking in (told, untold):
        (words,) = news_of(booking)
        assert words.endswith("on 24 November 2026, 10am to midday goes ahead after all.")


def test_the_rota_of_a_date_that_comes_back_hears_of_it(ben: User, chidi: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    put_in_rota(session=series.sessions.earliest("starts_at"), service="social_care", user=chidi, by=ben)
    plain = {"kind": SessionKind.TALKING_SHOP, "title": "", "places": None}
    fridays = change(series, ben, weekday=FRIDAY, **plain)
    change(fridays, ben, **plain)
    words = [job.payload["words"] for job in Job.objects.filter(kind="notice.deliver").order_by("id")]
    assert sum("1 date of your rota changed" in one for one in words) == 2


def test_places_given_up_while_a_date_was_cancelled_go_to_who_waits_when_it_comes_back(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK, places=1, **EVENT)
    first = series.sessions.earliest("starts_at")
    has, waits = make_booking(first, ben), make_booking(first, ben, name="Waits")
    fridays = change(series, ben, weekday=FRIDAY, places=1)
    cancel_booking(booking=has, because="", by=ben)
    change(fridays, ben, places=1)
    waits.refresh_from_db()
    assert waits.status == "booked"


def test_another_name_alone_leaves_drivers_and_those_who_booked_in_peace(
    series: Series, first: Session, jean: Resident, ben: User
) -> None:
    booking = make_booking(first, ben, jean, ride=FROM_RIVERSIDE)
    book_ride(ride=booking.ride, driver="Dave", pick_up_at=time(9, 20), by=ben)
    before = news_of(booking)
    change(series, ben, title="Winter Tuesday")
    first.refresh_from_db()
    assert (first.title, first.sequence) == ("Winter Tuesday", 1), "pages and calendars say so"
    booking.ride.refresh_from_db()
    assert (booking.ride.status, booking.ride.pick_up_at) == (RideStatus.BOOKED, time(9, 20))
    assert news_of(booking) == before


@pytest.mark.parametrize("what", ["hours", "venue"])
def test_other_hours_or_another_venue_are_told_and_the_driver_is_looked_for_again(
    series: Series, first: Session, jean: Resident, ben: User, what: str
) -> None:
    booking = make_booking(first, ben, jean, ride=FROM_RIVERSIDE)
    book_ride(ride=booking.ride, driver="Dave", pick_up_at=time(9, 20), by=ben)
    told: dict[str, Any] = {"ends": time(13)} if what == "hours" else {"venue": make_place(ben, "Chadwell Hall")}
    change(series, ben, **told)
    booking.ride.refresh_from_db()
    assert booking.ride.status == RideStatus.ASKED
    assert "this is when it is now" in news_of(booking)[0]


@pytest.mark.parametrize(
    "to", [{"kind": SessionKind.TALKING_SHOP, "title": "", "places": None}, {"places": None}], ids=["kind", "places"]
)
def test_an_event_for_which_people_booked_stays_one_until_they_gave_up(
    series: Series, first: Session, ben: User, to: dict[str, Any]
) -> None:
    booking = make_booking(first, ben)
    with pytest.raises(Refused, match=r"People have booked on 24 November 2026\. Cancel their bookings first"):
        change(series, ben, **to)
    first.refresh_from_db()
    assert (first.kind, first.places) == (SessionKind.COMMUNITY_EVENT, 60)
    cancel_booking(booking=booking, because="", by=ben)
    change(series, ben, **to)
    first.refresh_from_db()
    assert (first.kind, first.places) == (to.get("kind", SessionKind.COMMUNITY_EVENT), None)


def test_who_booked_is_not_lost_from_sight_by_leaving_out_the_date_of_a_former_event(
    series: Series, first: Session, ben: User
) -> None:
    make_booking(first, ben)
    with pytest.raises(Refused, match="People have booked"):
        change(series, ben, kind=SessionKind.TALKING_SHOP, title="", places=None, left_out={first.series_on})


def test_places_said_of_one_date_stay_when_the_series_changes(series: Series, first: Session, ben: User) -> None:
    say_event_places(session=first, places=80, by=ben)
    series = change(series, ben, ends=time(13))
    first.refresh_from_db()
    assert (first.hours, first.places) == ("10am to 1pm", 80)
    change(series, ben, ends=time(13), places=40)
    rows = series.sessions.order_by("starts_at")
    assert [row.places for row in rows[:3]] == [80, 40, 40]


def test_no_place_is_left_of_an_event_that_becomes_a_talking_shop(series: Series, first: Session, ben: User) -> None:
    say_event_places(session=first, places=80, by=ben)
    change(series, ben, kind=SessionKind.TALKING_SHOP, title="", places=None)
    first.refresh_from_db()
    assert first.places is None

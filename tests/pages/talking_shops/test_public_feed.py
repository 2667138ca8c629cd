"""The calendars that everybody may subscribe to, read back as a calendar reads them."""

from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from dateutil import tz
from django.test import Client
from icalendar import Calendar, Event

from accounts.models import User
from core import clock
from talking_shops.actions import change_series
from talking_shops.enums import Every
from talking_shops.models import Session, Venue
from talking_shops.qr import qr_of
from tests.factories.planned import a_plan, make_dates
from tests.factories.venues import in_days, make_cancelled, make_date, make_series_of, make_venue

pytestmark = pytest.mark.django_db
ALL = "/talking-shops.ics"
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)  # when London changes its clocks


@pytest.fixture
def hub() -> Venue:
    return make_venue("tilbury-hub")


def events(client: Client, path: str = ALL) -> list[Event]:
    answer = client.get(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not client.cookies
    return Calendar.from_ical(answer.content).events


def uids(client: Client, path: str) -> set[str]:
    return {str(event["UID"]) for event in events(client, path)}


def test_each_date_is_an_event_with_place_words_and_number(client: Client, hub: Venue) -> None:
    session = make_date(hub, in_days(3))
    (event,) = events(client)
    assert str(event["UID"]) == str(session.pk)
    assert event["STATUS"] == "CONFIRMED"
    assert event["SEQUENCE"] == 0
    assert event["SUMMARY"] == "Talking Shop, Tilbury hub"
    assert event["LOCATION"] == "Tilbury hub, 16 Civic Square, Tilbury, RM18 8ZZ"
    assert "01375 511000" in event["DESCRIPTION"]
    assert event["URL"] == "http://testserver/talking-shops/tilbury-hub/"
    assert event.start == session.starts_at
    assert event.end == session.ends_at


def test_an_event_with_places_says_that_one_is_booked(client: Client, hub: Venue) -> None:
    make_date(hub, in_days(3), title="Community Tuesday", places=60)
    (event,) = events(client)
    assert event["SUMMARY"] == "Community Tuesday, Tilbury hub"
    assert str(event["DESCRIPTION"]).startswith("Ring to book a place.")


def test_what_changes_at_the_place_is_told_at_once(client: Client, hub: Venue) -> None:
    make_date(hub, in_days(3))
    assert events(client)[0]["LOCATION"].startswith("Tilbury hub")
    Venue.objects.update(name="Tilbury library")
    assert events(client)[0]["LOCATION"].startswith("Tilbury library")


def test_a_cancelled_date_stays_as_cancelled_with_the_reason(client: Client, hub: Venue) -> None:
    session = make_cancelled(hub, in_days(3), "The heating is broken.")
    (event,) = events(client)
    assert event["STATUS"] == "CANCELLED"
    assert event["SEQUENCE"] == 1
    assert event["SUMMARY"] == "Cancelled: Talking Shop, Tilbury hub"
    assert "The heating is broken." in event["DESCRIPTION"]
    assert event["LAST-MODIFIED"].dt == session.changed_at.replace(microsecond=0)  # type: ignore[union-attr]


def test_a_moved_date_is_the_same_event_at_another_time(client: Client, hub: Venue) -> None:
    session = make_date(hub, in_days(3))
    before = events(client)[0]
    Session.objects.update(
        starts_at=session.starts_at + timedelta(days=1), ends_at=session.ends_at + timedelta(days=1),
        moved_from=session.starts_at, changed_at=clock.now(), sequence=1,
    )  # fmt: skip
    after = events(client)[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.start - before.start == timedelta(days=1)
    assert "Moved from" in after["DESCRIPTION"]


@pytest.mark.parametrize("change", [AUTUMN, SPRING])
def test_ten_oclock_is_ten_oclock_on_both_sides_of_a_change_of_the_clock(
    client: Client, hub: Venue, change: date
) -> None:
    days = [change - timedelta(days=1), change, change + timedelta(days=1)]
    with clock.standing_at(datetime.combine(change, time(12), tzinfo=UTC) - timedelta(days=3)):
        sessions = [make_date(hub, day) for day in days]
        content = client.get(ALL).content
    told = Calendar.from_ical(content).events
    assert [event.start.replace(tzinfo=None) for event in told] == [datetime.combine(day, time(10)) for day in days]
    assert [event.start.astimezone(UTC) for event in told] == [session.starts_at for session in sessions]
    assert [event.start.astimezone(UTC).hour for event in told] == ([9, 10, 10] if change == AUTUMN else [10, 9, 9])


@pytest.mark.parametrize("change", [AUTUMN, SPRING])
def test_a_calendar_that_knows_only_the_rules_in_the_file_comes_to_the_same_hours(
    client: Client, hub: Venue, change: date
) -> None:
    """dateutil reads the VTIMEZONE itself; it asks no database of time zones."""
    with clock.standing_at(datetime.combine(change, time(12), tzinfo=UTC) - timedelta(days=3)):
        for days in (-1, 0, 1, 30):
            make_date(hub, change + timedelta(days=days))
        content = client.get(ALL).content.decode()
    assert "DTSTART;TZID=Europe/London:" in content
    london = tz.tzical(StringIO(content.replace("\r\n", "\n"))).get("Europe/London")
    for event in Calendar.from_ical(content).events:
        assert event.start.replace(tzinfo=london).astimezone(UTC) == event.start.astimezone(UTC)


def test_its_rules_are_londons_for_the_next_ten_years(client: Client, hub: Venue) -> None:
    content = client.get(ALL).content.decode()
    told = tz.tzical(StringIO(content.replace("\r\n", "\n"))).get("Europe/London")
    for half_days in range(2 * 3_660):
        wall = datetime(2026, 1, 1, 3) + timedelta(hours=12 * half_days)  # noqa: DTZ001
        assert wall.replace(tzinfo=told).utcoffset() == wall.replace(tzinfo=clock.LONDON).utcoffset(), wall


def test_the_feed_is_narrowed_to_locality_place_series_and_date(client: Client, hub: Venue) -> None:
    series = make_series_of(hub)
    inside = make_date(hub, in_days(1), series=series, series_on=in_days(1))
    beside = make_date(hub, in_days(2))
    nearby = make_date(make_venue("chadwell-hub"), in_days(3))
    away = make_date(make_venue("grays-library", "grays"), in_days(4))
    expected = {
        ALL: {inside, beside, nearby, away},
        "/talking-shops/in/tilbury-chadwell.ics": {inside, beside, nearby},
        "/talking-shops/tilbury-hub.ics": {inside, beside},
        f"/talking-shops/series/{series.pk}.ics": {inside},
        f"/talking-shops/dates/{away.pk}.ics": {away},
    }
    for path, sessions in expected.items():
        assert uids(client, path) == {str(session.pk) for session in sessions}, path


def test_who_subscribed_to_a_series_goes_on_with_what_it_became(client: Client, ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK, from_on=in_days(1))
    path = f"/talking-shops/series/{series.pk}.ics"
    before = uids(client, path)
    first = change_series(
        series=series,
        plan=a_plan(series.venue, every=Every.WEEK, from_on=in_days(30), starts=time(14), ends=time(16)),
        by=ben,
    )
    day = {"every": Every.WEEK, "weekday": 4, "from_on": in_days(60)}
    second = change_series(series=first, plan=a_plan(series.venue, **day), by=ben)
    make_date(series.venue, in_days(3), hour=18)
    told = {str(event["UID"]): event for event in events(client, path)}
    assert before < set(told), "no date has gone without a word, and the new ones are there"
    assert {event.start.hour for event in told.values() if event["STATUS"] == "CONFIRMED"} == {10, 14}
    cancelled = {uid for uid, event in told.items() if event["STATUS"] == "CANCELLED" and event["SEQUENCE"]}
    assert cancelled < before
    assert {event.start.weekday() for event in told.values() if event.start.date() >= in_days(60)} == {1, 4}
    assert uids(client, f"/talking-shops/series/{second.pk}.ics") < set(told)


def test_calendar_poster_and_short_address_name_where_people_find_us_whoever_prints(
    client: Client, hub: Venue, settings: Any
) -> None:
    make_date(hub, in_days(3))
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://care.example", ["inside.example"]
    inside = {"host": "inside.example"}
    feed = client.get(ALL, headers=inside)
    assert Calendar.from_ical(feed.content).events[0]["URL"] == "https://care.example/talking-shops/tilbury-hub/"
    poster = client.get("/talking-shops/tilbury-hub/poster", headers=inside)
    assert poster.context["qr"] == qr_of("https://care.example/talking-shops/tilbury-hub/")
    assert poster.context["short"] == "care.example/talking-shops/tilbury-hub"
    assert "webcal://care.example/" in client.get("/talking-shops/tilbury-hub/", headers=inside).content.decode()


def test_it_tells_the_last_four_weeks_and_the_next_year(client: Client, hub: Venue) -> None:
    for days in (-29, -28, 0, 366, 367):
        make_date(hub, in_days(days))
    assert [event.start.date() for event in events(client)] == [in_days(-28), in_days(0), in_days(366)]


@pytest.mark.parametrize("kind", ["dates", "series"])
def test_an_unknown_date_or_series_is_a_page_with_the_number_to_ring(client: Client, kind: str) -> None:
    answer = client.get(f"/talking-shops/{kind}/{uuid4()}.ics")
    assert answer.status_code == 404
    assert "01375 511000" in answer.content.decode()


def test_it_is_the_same_to_the_byte_until_something_changes_and_then_not_sent_again(client: Client, hub: Venue) -> None:
    make_date(hub, in_days(3))
    first = client.get(ALL)
    assert first["Cache-Control"] == "public, max-age=300"
    with clock.standing_at(clock.now() + timedelta(minutes=7)):
        assert client.get(ALL).content == first.content
        assert client.get(ALL, headers={"if-none-match": first["ETag"]}).status_code == 304
        make_cancelled(hub, in_days(4), "Snow")
        assert client.get(ALL, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_words_with_commas_lines_and_signs_come_through(client: Client) -> None:
    text = "Ring; then, wait\nhere \\ 🙂 <b>BEGIN:VEVENT</b> " + "long " * 30
    make_cancelled(make_venue("odd", name="St Mary's; hall, \\ Grays 🙂"), in_days(3), text)
    (event,) = events(client)
    assert str(event["SUMMARY"]) == "Cancelled: Talking Shop, St Mary's; hall, \\ Grays 🙂"
    assert f"Cancelled. {text}".strip() in str(event["DESCRIPTION"])


def test_as_many_questions_to_the_database_however_many_dates(
    client: Client, hub: Venue, django_assert_max_num_queries: Any
) -> None:
    for days in range(1, 40):
        make_date(hub, in_days(days))
    with django_assert_max_num_queries(3):
        client.get(ALL)

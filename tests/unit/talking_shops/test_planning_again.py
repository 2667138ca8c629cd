"""Series that end, that are changed twice, that meet somebody else's: what stands after the next night."""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from core import clock
from core.models import Heartbeat
from localities import places
from localities.models import BankHoliday
from outbox.models import Job
from talking_shops.actions import (
    cancel_session,
    change_series,
    change_venue,
    close_venue,
    make_sessions,
    put_in_rota,
    series_dates,
    take_out_of_rota,
)
from talking_shops.enums import Every
from talking_shops.models import Attending, Series, Session, Venue
from talking_shops.planned import what_changes
from tests.factories.people import make_user
from tests.factories.planned import a_plan, make_dates, make_place, planned_days
from tests.factories.venues import make_date

SUNDAY = datetime(2026, 11, 22, 12, tzinfo=clock.LONDON)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.fixture(autouse=True)
def _a_sunday_in_november() -> Iterator[None]:
    with clock.standing_at(SUNDAY):
        yield


def told() -> list[dict[str, Any]]:
    return [job.payload for job in Job.objects.filter(kind="notice.deliver").order_by("id")]


@pytest.mark.django_db
def test_a_venue_that_closes_makes_no_series_longer_that_ends_before(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK, until_on=date(2026, 12, 1))
    days = planned_days(series)
    close_venue(venue=series.venue, on=date(2027, 3, 1), because="Sold", by=ben)
    series.refresh_from_db()
    assert series.until_on == date(2026, 12, 1)
    assert make_sessions() == 0
    assert planned_days(series) == days == [date(2026, 11, 24), date(2026, 12, 1)]


@pytest.mark.django_db
def test_ser_4_a_change_after_its_end_makes_no_series_longer(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK, until_on=date(2026, 12, 31))
    plan = a_plan(series.venue, every=Every.WEEK, from_on=date(2027, 3, 1), starts=time(14), ends=time(16))
    new = change_series(series=series, plan=plan, by=ben)
    series.refresh_from_db()
    assert series.until_on == date(2026, 12, 31)
    assert make_sessions() == 0
    assert max(planned_days(series)) == date(2026, 12, 29)
    assert min(planned_days(new)) == date(2027, 3, 2)


@pytest.mark.django_db
def test_ser_4_dates_of_a_change_into_a_venue_that_closes_fall_away_from_that_day_on(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    hall = close_venue(venue=make_place(ben, "Church Hall"), on=date(2027, 1, 20), because="Sold", by=ben)
    plan = a_plan(hall, every=Every.WEEK)
    assert next(row.held_on for row in what_changes(series, plan)["falls_away"]) == date(2027, 1, 26)
    new = change_series(series=series, plan=plan, by=ben)
    assert max(planned_days(new)) == date(2027, 1, 19)
    assert not Session.objects.filter(
        venue=hall, status="planned", starts_at__gte=clock.start_of(hall.closed_on)
    ).exists()
    fell = Session.objects.get(series_on=date(2027, 1, 26))
    assert fell.because == "The dates have changed: we are not at Church Hall from 20 January 2027 on."
    assert make_sessions() == 0


@pytest.mark.django_db
def test_a_date_cancelled_at_night_for_a_new_bank_holiday_is_told_to_its_rota(ben: User, chidi: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    first = series.sessions.earliest("starts_at")
    put_in_rota(session=first, service="social_care", user=chidi, by=ben)
    BankHoliday.objects.get_or_create(day=first.series_on, defaults={"name": "Coronation"})
    places.forget()
    before = len(told())
    make_sessions()
    assert make_sessions() == 0
    (one,) = told()[before:]
    assert one["user"] == str(chidi.pk)
    assert "1 date of your rota changed, the first on Tuesday 24 November" in one["words"]


@pytest.mark.django_db
def test_who_is_on_all_later_dates_is_on_those_that_are_written_out_at_night(ben: User, chidi: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    first = series.sessions.earliest("starts_at")
    put_in_rota(session=first, service="social_care", user=chidi, by=ben, all_dates=True)
    put_in_rota(session=first, service="housing", name="Sue Cole", by=ben, all_dates=True)
    gone = make_user("Gone Soon", "social_worker", "cls-tilbury-chadwell")
    put_in_rota(session=first, service="social_care", user=gone, by=ben, all_dates=True)
    put_in_rota(session=first, service="police", name="Only Once", by=ben)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    cancel_session(session=series.sessions.latest("series_on"), because="Ill", by=ben)
    known = set(series.sessions.values_list("pk", flat=True))
    assert make_sessions(clock.today() + timedelta(days=14)) == 2
    held = series.sessions.filter(status="planned").exclude(pk__in=known)
    assert [new.held_on for new in held] == [date(2028, 1, 4)], "28 December 2027 is a bank holiday"
    for new in held:
        assert {one.who for one in new.attending.on_the_list()} == {chidi.name, "Sue Cole"}
    stand = Attending.objects.get(session=first, user=chidi)
    take_out_of_rota(attending=stand, by=ben, all_dates=True)
    assert make_sessions(clock.today() + timedelta(days=21)) == 1
    last = series.sessions.latest("series_on")
    assert [one.who for one in last.attending.on_the_list()] == ["Sue Cole"]


@pytest.mark.django_db
def test_an_hour_taken_at_the_last_moment_keeps_no_other_series_from_being_written(
    ben: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = [make_dates(ben, every=Every.WEEK, venue=make_place(ben, f"Hall {number}")) for number in range(2)]
    first, second = sorted(both, key=lambda one: one.pk)
    later = clock.today() + timedelta(days=14)
    usual, quicker = series_dates.refused_by, iter([first.venue])

    def somebody_is_quicker(constraint: str, sentence: str) -> AbstractContextManager[None]:
        venue = next(quicker, None)
        if venue is not None:
            make_date(venue, first.sessions.latest("series_on").held_on + timedelta(days=14))
        return usual(constraint, sentence)

    monkeypatch.setattr(series_dates, "refused_by", somebody_is_quicker)
    assert make_sessions(later) == 2
    assert max(planned_days(second)) > max(planned_days(first))
    assert Heartbeat.objects.get(name="talking shop dates").detail == {"on": str(later), "written": 2, "left": 1}
    (one,) = told()
    assert one["user"] == str(ben.pk)
    assert f"{first}: its new dates were not written out tonight" in one["words"]
    assert make_sessions(later) == 2, "the next night writes them"
    assert planned_days(first) == planned_days(second)


@pytest.mark.django_db
def test_what_a_calendar_tells_of_a_venue_raises_the_number_of_its_dates(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    with clock.standing_at(SUNDAY + timedelta(days=1)):
        change_venue(venue=series.venue, by=ben, toilets="yes")
        assert set(series.sessions.values_list("sequence", "changed_at")) == {(0, None)}, "no calendar tells of toilets"
        change_venue(venue=series.venue, by=ben, name="Tilbury Hub")
        assert set(series.sessions.values_list("sequence", "changed_at")) == {(1, clock.now())}


@pytest.mark.usefixtures("committed")
def test_a_venue_closes_while_its_series_is_changed_and_neither_waits_for_the_other_for_ever() -> None:
    ben = make_user("Ben Okafor", "social_worker", "cls-tilbury-chadwell")
    series = make_dates(ben, every=Every.WEEK)
    day, failed = date(2027, 3, 1), []

    def close() -> None:
        try:
            close_venue(venue=Venue.objects.get(), on=day, because="Sold", by=ben)
        except Exception as error:  # noqa: BLE001 -- the test judges it
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=close)
    with transaction.atomic():
        Series.objects.select_for_update().get(pk=series.pk)
        other.start()
        wait_until_somebody_waits()
        plan = a_plan(series.venue, every=Every.WEEK, weekday=4, from_on=date(2027, 1, 4))
        change_series(series=series, plan=plan, by=ben)
    other.join(timeout=20)
    assert failed == []
    assert not Session.objects.filter(status="planned", starts_at__gte=clock.start_of(day)).exists()
    assert {one.until_on for one in Series.objects.all()} == {date(2027, 1, 3), date(2027, 2, 28)}
    assert make_sessions() == 0


def wait_until_somebody_waits() -> None:
    """Until another connection to this database waits for a lock."""
    pause = threading.Event()
    for _ in range(200):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return
        pause.wait(0.05)
    raise AssertionError("nobody waits")

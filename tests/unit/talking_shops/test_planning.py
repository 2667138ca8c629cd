"""Series: planned, written out every night exactly once, changed from a day on, ended."""

import threading
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from localities import places
from localities.models import BankHoliday
from outbox.models import Job
from talking_shops.actions import (
    cancel_session,
    change_series,
    end_series,
    make_sessions,
    move_session,
    put_in_rota,
    reinstate_session,
)
from talking_shops.enums import Every, OnBankHoliday, SessionKind, SessionStatus
from talking_shops.models import Series, Session
from talking_shops.planned import HOLIDAY, facts_of, words_of
from talking_shops.rules.series import dates_of
from tests.factories.events import make_booking
from tests.factories.people import make_user
from tests.factories.planned import a_plan, make_dates, make_place, planned_days

AHEAD = timedelta(days=400)
SUNDAY = datetime(2026, 11, 22, 12, tzinfo=clock.LONDON)


@pytest.fixture(autouse=True)
def _a_sunday_in_november() -> Iterator[None]:
    with clock.standing_at(SUNDAY):
        yield


def tomorrow() -> date:
    return clock.today() + timedelta(days=1)


def holiday_on(day: date, name: str = "Coronation") -> None:
    BankHoliday.objects.get_or_create(day=day, defaults={"name": name})
    places.forget()


@pytest.mark.django_db
def test_a_series_is_written_out_for_400_days_when_it_is_planned(ben: User) -> None:
    series = make_dates(ben)
    last = clock.today() + AHEAD
    assert planned_days(series) == dates_of(facts_of(series), clock.today(), last)
    assert len(planned_days(series)) in (13, 14)
    first = series.sessions.earliest("starts_at")
    assert (first.hours, first.series_on, first.venue) == ("10am to midday", first.held_on, series.venue)
    assert Event.objects.filter(verb="series.made", subject_id=series.pk).exists()


@pytest.mark.django_db
def test_hours_stay_on_the_wall_over_both_clock_changes(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK, weekday=6)
    starts = [one.starts_at for one in series.sessions.all()]
    assert {at.astimezone(clock.LONDON).time() for at in starts} == {time(10)}
    assert {at.hour for at in starts} == {9, 10}  # kept in UTC: summer and winter


@pytest.mark.django_db
def test_a_date_on_a_bank_holiday_is_there_as_cancelled_with_the_name_of_the_holiday(ben: User) -> None:
    day = tomorrow() + timedelta(days=7)
    holiday_on(day)
    series = make_dates(ben, every=Every.WEEK, weekday=day.weekday())
    row = series.sessions.get(series_on=day)
    assert (row.status, row.because) == (SessionStatus.CANCELLED, f"{HOLIDAY}Coronation")
    assert day not in planned_days(series)


@pytest.mark.django_db
def test_dates_that_were_left_out_are_not_held(ben: User) -> None:
    day = tomorrow() + timedelta(days=14)
    series = make_dates(ben, every=Every.WEEK, weekday=day.weekday(), left_out=frozenset({day}))
    assert series.sessions.get(series_on=day).status == SessionStatus.CANCELLED
    assert make_sessions() == 0


@pytest.mark.django_db
def test_every_night_writes_out_what_is_missing_and_nothing_twice(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    before = Session.objects.count()
    assert make_sessions() == 0
    assert make_sessions(clock.today() + timedelta(days=28)) == 4
    assert make_sessions(clock.today() + timedelta(days=28)) == 0
    assert Session.objects.count() == before + 4
    assert planned_days(series) == dates_of(facts_of(series), clock.today(), clock.today() + timedelta(days=428))


@pytest.mark.django_db
def test_a_missed_month_of_nights_is_caught_up(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    Session.objects.filter(series=series, series_on__gt=clock.today() + timedelta(days=300)).delete()
    assert make_sessions() in (14, 15)
    assert planned_days(series) == dates_of(facts_of(series), clock.today(), clock.today() + AHEAD)


@pytest.mark.django_db
def test_a_bank_holiday_that_becomes_known_cancels_at_night_unless_somebody_said_it_goes_ahead(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    rows = list(series.sessions.order_by("series_on")[:2])
    cancel_session(session=rows[1], because="Ill", by=ben)
    reinstate_session(session=rows[1], by=ben)
    for row in rows:
        holiday_on(row.series_on)
    make_sessions()
    first, second = (Session.objects.get(pk=row.pk) for row in rows)
    assert (first.status, first.because) == (SessionStatus.CANCELLED, f"{HOLIDAY}Coronation")
    assert second.status == SessionStatus.PLANNED


@pytest.mark.usefixtures("committed")
def test_two_workers_at_night_write_each_date_once() -> None:
    ben = make_user("Ben Okafor", "social_worker", "cls-tilbury-chadwell")
    for number in range(6):
        make_dates(ben, every=Every.WEEK, venue=make_place(ben, f"Hall {number}"))
    later = clock.today() + timedelta(days=70)
    before = Session.objects.count()
    gate, written = threading.Barrier(2), []

    def work() -> None:
        gate.wait()
        try:
            written.append(make_sessions(later))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written) == 2, "neither worker failed"
    assert sum(written) == Session.objects.count() - before
    assert make_sessions(later) == 0, "what one worker was saving the other left, and nothing was left by both"
    for series in Series.objects.all():
        assert planned_days(series) == dates_of(facts_of(series), clock.today(), later + AHEAD)


@pytest.mark.usefixtures("committed")
def test_a_series_that_another_worker_holds_is_left_to_the_next_run() -> None:
    ben = make_user("Ben Okafor", "social_worker", "cls-tilbury-chadwell")
    series = make_dates(ben, every=Every.WEEK)
    later = clock.today() + timedelta(days=70)
    written: list[int] = []

    def work() -> None:
        try:
            written.append(make_sessions(later))
        finally:
            connection.close()

    with transaction.atomic():
        Series.objects.select_for_update().get(pk=series.pk)
        other = threading.Thread(target=work)
        other.start()
        other.join(timeout=20)
    other.join()
    assert written == [0], "it neither waited for the series nor wrote it beside the other"
    assert make_sessions(later) == 10


@pytest.mark.django_db
def test_ser_4_a_change_keeps_what_it_still_has_and_cancels_the_rest(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    rows = list(series.sessions.order_by("series_on"))
    from_on = rows[3].series_on
    plan = a_plan(series.venue, every=Every.WEEK, interval=2, from_on=from_on, starts=time(14), ends=time(16))
    new = change_series(series=series, plan=plan, by=ben, version=1)
    assert new.pk != series.pk
    series.refresh_from_db()
    assert series.until_on == from_on - timedelta(days=1)
    kept, fell = (Session.objects.get(pk=row.pk) for row in rows[3:5])
    assert (kept.series_id, kept.hours, kept.sequence, kept.status) == (new.pk, "2pm to 4pm", 1, "planned")
    assert (fell.status, fell.sequence) == (SessionStatus.CANCELLED, 1)
    assert fell.because == "The dates have changed: Every 2 weeks on Tuesday, 2pm to 4pm"
    assert [row.hours for row in series.sessions.filter(status="planned")] == ["10am to midday"] * 3
    assert planned_days(new) == dates_of(facts_of(new), from_on, clock.today() + AHEAD)
    assert make_sessions() == 0


@pytest.mark.django_db
def test_ser_4_leaves_what_somebody_moved_or_cancelled_by_hand(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    moved, off = list(series.sessions.order_by("series_on")[4:6])
    on = moved.held_on + timedelta(days=2)
    move_session(session=moved, on=on, starts=time(11), ends=time(13), because="Polling day", by=ben)
    cancel_session(session=off, because="Roof", by=ben)
    plan = a_plan(series.venue, every=Every.WEEK, from_on=tomorrow(), starts=time(14), ends=time(16))
    new = change_series(series=series, plan=plan, by=ben)
    moved.refresh_from_db()
    off.refresh_from_db()
    assert (moved.held_on, moved.hours, moved.series_id) == (on, "11am to 1pm", new.pk)
    assert (off.status, off.because) == (SessionStatus.CANCELLED, "Roof")


@pytest.mark.django_db
def test_ser_4_dates_that_fell_away_come_again_when_the_change_is_changed_back(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    days = planned_days(series)
    fridays = change_series(series=series, plan=a_plan(series.venue, every=Every.WEEK, weekday=4), by=ben)
    assert fridays.pk == series.pk, "nothing of it lay before the change"
    back = change_series(series=fridays, plan=a_plan(series.venue, every=Every.WEEK), by=ben)
    assert planned_days(back) == days
    assert Session.objects.filter(venue=series.venue, status="planned").count() == len(days)


@pytest.mark.django_db
def test_a_series_that_goes_ahead_on_bank_holidays_takes_them_up_when_it_is_changed(ben: User) -> None:
    day = tomorrow() + timedelta(days=7)
    holiday_on(day)
    series = make_dates(ben, every=Every.WEEK, weekday=day.weekday())
    plan = a_plan(series.venue, every=Every.WEEK, weekday=day.weekday(), bank_holidays=OnBankHoliday.HELD)
    new = change_series(series=series, plan=plan, by=ben)
    assert day in planned_days(new)


@pytest.mark.django_db
def test_a_change_tells_each_of_the_rota_once(ben: User, chidi: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    first = series.sessions.earliest("starts_at")
    put_in_rota(session=first, service="social_care", user=chidi, by=ben, all_dates=True)
    change_series(series=series, plan=a_plan(series.venue, every=Every.WEEK, weekday=4), by=ben)
    put, *told = [job.payload for job in Job.objects.filter(kind="notice.deliver").order_by("id")]
    assert put["words"].endswith("Tuesday 24 November, 10am to midday, and 56 later dates")
    assert [one["user"] for one in told] == [str(chidi.pk)]
    assert "57 dates of your rota changed, the first on Tuesday 24 November" in told[0]["words"]


@pytest.mark.django_db
def test_a_change_begins_tomorrow_at_the_earliest_and_meets_another_change(ben: User) -> None:
    series = make_dates(ben)
    with pytest.raises(Refused, match="tomorrow at the earliest"):
        change_series(series=series, plan=a_plan(series.venue, from_on=clock.today()), by=ben)
    change_series(series=series, plan=a_plan(series.venue, starts=time(9)), by=ben, version=1)
    with pytest.raises(ChangedMeanwhile) as meanwhile:
        change_series(series=series, plan=a_plan(series.venue, starts=time(8)), by=ben, version=1)
    assert words_of(meanwhile.value.current) == "First Tuesday of every month, 9am to midday"  # type: ignore[arg-type]


@pytest.mark.django_db
def test_ending_a_series_cancels_what_comes_later_and_nothing_before(ben: User) -> None:
    series = make_dates(ben, every=Every.WEEK)
    days = planned_days(series)
    end_series(series=series, on=days[2], by=ben)
    assert planned_days(series) == days[:3]
    assert series.sessions.filter(status="cancelled").count() == len(days) - 3
    assert make_sessions() == 0
    with pytest.raises(Refused, match="It ends on"):
        end_series(series=series, on=days[5], by=ben)


@pytest.mark.django_db
def test_ser_3_what_cannot_be_is_refused_with_its_sentence(ben: User) -> None:
    venue = make_place(ben)
    with pytest.raises(Refused, match="The end must be later on the same day"):
        make_dates(ben, venue=venue, ends=time(9))
    with pytest.raises(Refused, match="Enter what the event is called"):
        make_dates(ben, venue=venue, kind=SessionKind.COMMUNITY_EVENT)
    assert not Series.objects.exists()


@pytest.mark.django_db
def test_a_venue_is_not_planned_twice_for_one_hour(ben: User) -> None:
    series = make_dates(ben)
    with pytest.raises(
        Refused, match=r"Something else is planned at Tilbury Library at this hour on .+ and on \d+ later"
    ):
        make_dates(ben, venue=series.venue, every=Every.WEEK)
    make_dates(ben, venue=series.venue, every=Every.WEEK, starts=time(13), ends=time(15))


@pytest.mark.django_db
def test_only_who_plans_may_plan(ben: User, asha: User) -> None:
    venue = make_place(ben)
    with pytest.raises(NotPermitted):
        make_dates(asha, venue=venue)


@pytest.mark.django_db
def test_more_places_in_a_changed_series_go_to_those_who_wait(ben: User) -> None:
    event: dict[str, Any] = {"kind": SessionKind.COMMUNITY_EVENT, "title": "Community Tuesday"}
    series = make_dates(ben, places=1, **event)
    first = series.sessions.earliest("starts_at")
    make_booking(first, ben)
    waits = make_booking(first, ben, name="Tom Reed", phone="07700900322")
    assert waits.status == "waiting"
    change_series(series=series, plan=a_plan(series.venue, places=2, **event), by=ben)
    waits.refresh_from_db()
    assert waits.status == "booked"


@pytest.mark.django_db
def test_those_who_booked_are_to_be_told_when_the_series_of_an_event_ends(ben: User) -> None:
    event: dict[str, Any] = {"kind": SessionKind.COMMUNITY_EVENT, "title": "Community Tuesday", "places": 9}
    series = make_dates(ben, **event)
    second = series.sessions.order_by("starts_at")[1]
    booking = make_booking(second, ben)
    end_series(series=series, on=second.held_on - timedelta(days=1), by=ben)
    assert "is cancelled" in booking.news.get().words

"""The only reader of the clock: London dates, whatever the hour in UTC."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from core import clock


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("moment", "day", "time"),
    [
        (at(2026, 1, 15, 23, 30), date(2026, 1, 15), "23:30"),  # winter: London is UTC
        (at(2026, 7, 15, 23, 30), date(2026, 7, 16), "00:30"),  # summer: an hour ahead, tomorrow already
        (at(2026, 3, 29, 0, 59), date(2026, 3, 29), "00:59"),  # the last minute of winter
        (at(2026, 3, 29, 1, 0), date(2026, 3, 29), "02:00"),  # the first of summer
        (at(2026, 10, 25, 0, 30), date(2026, 10, 25), "01:30"),  # half past one, the first time
        (at(2026, 10, 25, 1, 30), date(2026, 10, 25), "01:30"),  # and the second
    ],
)
def test_tells_london_date_and_time(moment: datetime, day: date, time: str) -> None:
    assert (clock.london_date(moment), clock.london_time(moment)) == (day, time)


def test_today_is_the_date_on_a_wall_in_london(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(2026, 6, 30, 23, 15))
    assert clock.today() == date(2026, 7, 1)
    assert clock.days_ago(1) == date(2026, 6, 30)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 1), 24)])
def test_a_london_day_has_as_many_hours_as_it_has(day: date, hours: int) -> None:
    begins, ends = clock.start_of(day), clock.start_of(day + timedelta(days=1))
    assert (ends.astimezone(UTC) - begins.astimezone(UTC)) == timedelta(hours=hours)


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_stands_at_another_moment_for_as_long_as_it_is_told_to() -> None:
    then = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    with clock.standing_at(then):
        assert clock.now() == then
        with clock.standing_at(then + timedelta(days=1)):
            assert clock.today() == date(2026, 3, 30)
        assert clock.today() == date(2026, 3, 29)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_stands_still_in_its_own_thread_only() -> None:
    then = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    with clock.standing_at(then), ThreadPoolExecutor(1) as another:
        assert another.submit(clock.now).result() > then + timedelta(days=1)

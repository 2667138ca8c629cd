"""CBK: in which hours people are rung back, how many in each, and when somebody is tried again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from referrals.rules.call_backs import (
    can_be_booked,
    claim_holds,
    is_overdue,
    may_be_changed,
    most_in_hour,
    try_again_from,
)

WEDNESDAY, SATURDAY = date(2026, 11, 25), date(2026, 11, 28)
CHRISTMAS = frozenset({date(2026, 12, 25)})


@pytest.mark.parametrize(
    ("day", "hour", "most"),
    [
        (WEDNESDAY, 6, 0),
        (WEDNESDAY, 7, 2),
        (WEDNESDAY, 8, 2),
        (WEDNESDAY, 9, 4),
        (WEDNESDAY, 16, 4),
        (WEDNESDAY, 17, 2),
        (WEDNESDAY, 18, 2),
        (WEDNESDAY, 19, 0),
        (SATURDAY, 10, 2),
        (date(2026, 12, 25), 10, 2),
    ],
)
def test_cbk_1_four_in_an_hour_of_full_service_and_two_in_any_other(day: date, hour: int, most: int) -> None:
    assert most_in_hour(day, hour, CHRISTMAS) == most


def test_cbk_1_takes_the_numbers_that_the_council_has_set() -> None:
    assert most_in_hour(WEDNESDAY, 9, CHRISTMAS, full=6, limited=1) == 6
    assert most_in_hour(WEDNESDAY, 8, CHRISTMAS, full=6, limited=1) == 1


@pytest.mark.parametrize(
    ("day", "hour", "allowed"),
    [
        (WEDNESDAY, 9, False),
        (WEDNESDAY, 10, True),
        (WEDNESDAY, 18, True),
        (WEDNESDAY, 19, False),
        (WEDNESDAY - timedelta(days=1), 12, False),
        (WEDNESDAY + timedelta(days=1), 7, True),
        (WEDNESDAY + timedelta(days=28), 7, True),
        (WEDNESDAY + timedelta(days=29), 7, False),
    ],
)
def test_cbk_2_books_an_hour_that_has_not_ended_within_28_days(day: date, hour: int, allowed: bool) -> None:
    assert can_be_booked(day, hour, today=WEDNESDAY, hour_now=10) is allowed


@pytest.mark.parametrize(
    ("hour_now", "day", "hour"),
    [
        (3, WEDNESDAY, 7),
        (10, WEDNESDAY, 12),
        (16, WEDNESDAY, 18),
        (17, WEDNESDAY + timedelta(days=1), 7),
        (22, WEDNESDAY + timedelta(days=1), 7),
    ],
)
def test_cbk_3_tries_again_two_hours_later_or_the_next_day(hour_now: int, day: date, hour: int) -> None:
    assert try_again_from(today=WEDNESDAY, hour_now=hour_now) == (day, hour)


@pytest.mark.parametrize(
    ("day", "hour", "overdue"),
    [
        (WEDNESDAY, 9, True),
        (WEDNESDAY, 10, False),
        (WEDNESDAY - timedelta(days=1), 18, True),
        (WEDNESDAY + timedelta(days=1), 7, False),
    ],
)
def test_cbk_4_is_overdue_when_its_hour_has_ended(day: date, hour: int, overdue: bool) -> None:
    assert is_overdue(day, hour, today=WEDNESDAY, hour_now=10) is overdue


def test_cbk_5_somebody_has_it_for_half_an_hour() -> None:
    now = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
    assert claim_holds(now - timedelta(minutes=29), now)
    assert not claim_holds(now - timedelta(minutes=30), now)
    assert not claim_holds(None, now)


@pytest.mark.parametrize(("seconds", "may"), [(0, True), (599, True), (600, False), (86400, False)])
def test_cbk_6_how_it_went_is_changed_within_ten_minutes(seconds: int, may: bool) -> None:
    ended = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
    assert may_be_changed(ended, ended + timedelta(seconds=seconds)) is may

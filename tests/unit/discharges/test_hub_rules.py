"""What the hospital hub's list counts, marks and foresees, as truth tables."""

from datetime import date, datetime, timedelta

import pytest

from core import clock
from discharges import rules

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("ready_on", "admitted_on", "possible"),
    [
        (date(2026, 11, 22), None, True),
        (date(2026, 11, 23), None, False),  # not yet
        (date(2026, 11, 10), date(2026, 11, 10), True),
        (date(2026, 11, 9), date(2026, 11, 10), False),
    ],
)
def test_hub_1_a_ready_day_has_come_and_is_not_before_the_admission(
    ready_on: date, admitted_on: date | None, possible: bool
) -> None:
    assert rules.ready_day_is_possible(ready_on, admitted_on, TODAY) is possible


@pytest.mark.parametrize(
    ("ready_on", "lost"), [(None, 0), (TODAY, 0), (date(2026, 11, 19), 3), (date(2026, 11, 25), 0)]
)
def test_hub_2_days_are_lost_from_the_ready_day_on(ready_on: date | None, lost: int) -> None:
    assert rules.days_lost(ready_on, TODAY) == lost


@pytest.mark.parametrize(("days", "long"), [(0, False), (2, False), (3, True), (20, True)])
def test_hub_3_three_days_ready_and_not_home_is_marked(days: int, long: bool) -> None:
    assert rules.is_long_ready(TODAY - timedelta(days=days), TODAY) is long
    assert rules.is_long_ready(None, TODAY) is False


@pytest.mark.parametrize(
    ("expected_on", "pathway", "missing"),
    [
        (TODAY, "1", ()),
        (None, "1", ("expected day",)),
        (TODAY, "", ("pathway",)),
        (None, "", ("expected day", "pathway")),
    ],
)
def test_hub_4_names_what_a_plan_lacks(expected_on: date | None, pathway: str, missing: tuple[str, ...]) -> None:
    assert rules.missing_from_plan(expected_on, pathway) == missing


@pytest.mark.parametrize(("seconds", "may"), [(0, True), (600, True), (601, False)])
def test_hub_5_one_click_can_be_undone_for_ten_minutes(seconds: int, may: bool) -> None:
    recorded_at = datetime(2026, 11, 22, 7, 30, tzinfo=clock.LONDON)
    assert rules.may_undo_at_once(recorded_at, recorded_at + timedelta(seconds=seconds)) is may


def test_hub_6_capacity_is_what_was_held_for_each_working_day() -> None:
    monday = date(2026, 11, 2)
    assert rules.capacity_per_day(30, monday, monday + timedelta(days=14), frozenset()) == 3
    assert rules.capacity_per_day(27, monday, monday + timedelta(days=14), frozenset({monday})) == 3
    assert rules.capacity_per_day(0, monday, monday + timedelta(days=14), frozenset()) == 0
    assert rules.capacity_per_day(5, monday, monday, frozenset()) == 0


@pytest.mark.parametrize(
    ("expected_on", "on"),
    [
        (date(2026, 11, 24), date(2027, 1, 5)),
        (date(2026, 11, 20), date(2027, 1, 1)),  # today, the 22nd, is the earliest: day 42 is a Sunday
        (date(2026, 11, 22), date(2027, 1, 1)),
    ],
)
def test_hub_7_who_is_expected_home_asks_for_a_review_six_weeks_later(expected_on: date, on: date) -> None:
    assert rules.review_would_be_on(expected_on, TODAY, frozenset()) == on

"""REAB-1 to REAB-5: the free six weeks, straight from hospital, hand-offs and free places."""

from datetime import date, timedelta

import pytest

from services.enums import FreePeriod, ProgrammeKind
from services.rules import (
    free_period,
    free_places,
    free_until,
    is_hand_off,
    is_late_to_start,
    is_straight_from_hospital,
)

STARTS = date(2026, 3, 2)
REABLEMENT, BRIDGING = ProgrammeKind.REABLEMENT, ProgrammeKind.BRIDGING


@pytest.mark.parametrize(
    ("starts_on", "until"),
    [
        (date(2026, 3, 2), date(2026, 4, 13)),  # the clocks go forward in between
        (date(2026, 10, 1), date(2026, 11, 12)),  # and back
        (date(2026, 11, 13), date(2026, 12, 25)),  # a bank holiday moves nothing
        (date(2026, 11, 14), date(2026, 12, 26)),  # nor does a Saturday
        (date(2028, 2, 1), date(2028, 3, 14)),  # a leap year
    ],
)
def test_reab_1_is_free_until_day_42(starts_on: date, until: date) -> None:
    assert free_until(starts_on) == until


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (0, FreePeriod.FREE),
        (34, FreePeriod.FREE),
        (35, FreePeriod.ENDING),
        (41, FreePeriod.ENDING),
        (42, FreePeriod.OVER),
        (100, FreePeriod.OVER),
    ],
)
def test_reab_2_is_marked_from_day_35_and_past_from_day_42(day: int, stands: FreePeriod) -> None:
    assert free_period(free_until(STARTS), STARTS + timedelta(days=day)) == stands


@pytest.mark.parametrize(
    ("days_after", "straight"), [(-1, False), (0, True), (1, True), (2, False), (30, False)]
)  # fmt: skip
def test_reab_3_straight_from_hospital_is_the_day_of_discharge_or_the_next(days_after: int, straight: bool) -> None:
    assert is_straight_from_hospital(STARTS + timedelta(days=days_after), STARTS) is straight


def test_reab_3_nobody_comes_straight_from_a_hospital_they_were_not_in() -> None:
    assert not is_straight_from_hospital(STARTS, None)


@pytest.mark.parametrize(
    ("kind", "next_team", "counts"),
    [
        (BRIDGING, "other", True),
        (BRIDGING, "same", False),
        (BRIDGING, None, False),
        (REABLEMENT, "other", False),
    ],
)
def test_reab_4_bridging_that_another_team_follows_is_a_hand_off(
    kind: ProgrammeKind, next_team: str | None, counts: bool
) -> None:
    assert is_hand_off(kind, "same", next_team) is counts


@pytest.mark.parametrize(("places", "running", "promised", "free"), [(20, 12, 3, 5), (20, 18, 2, 0), (4, 4, 2, -2)])
def test_reab_5_free_is_what_neither_runs_nor_is_promised(places: int, running: int, promised: int, free: int) -> None:
    assert free_places(places, running, promised) == free


@pytest.mark.parametrize(("days", "late"), [(-1, True), (0, False), (1, False)])
def test_reab_7_a_planned_day_that_has_passed_is_late(days: int, late: bool) -> None:
    today = date(2026, 11, 22)
    assert is_late_to_start(today + timedelta(days=days), today) is late

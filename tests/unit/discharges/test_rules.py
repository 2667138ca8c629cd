"""The six-week rule as truth tables, and as properties over two centuries of dates."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.working_days import is_working_day
from discharges.enums import Step
from discharges.rules import ClockFacts, born_overdue, due_on, meets, plan_by, steps_due

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
HOLIDAYS = st.frozensets(DAYS, max_size=40)
CHRISTMAS_2026 = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})


@pytest.mark.parametrize(
    ("discharged_on", "due"),
    [
        (date(2026, 11, 22), date(2027, 1, 3)),
        (date(2026, 11, 13), date(2026, 12, 25)),  # day 42 is Christmas Day, and stays so
        (date(2024, 1, 19), date(2024, 3, 1)),  # over a leap day
        (date(2023, 1, 18), date(2023, 3, 1)),  # and over none
        (date(2024, 2, 29), date(2024, 4, 11)),  # from a leap day
        (date(2026, 3, 28), date(2026, 5, 9)),  # the night in which clocks go forward
        (date(2026, 10, 24), date(2026, 12, 5)),  # the night in which they go back
        (date(1999, 12, 31), date(2000, 2, 11)),
    ],
)
def test_six_1_is_due_42_days_after_the_day_of_discharge(discharged_on: date, due: date) -> None:
    assert due_on(discharged_on) == due


@given(DAYS)
@example(date(2026, 3, 28))
@example(date(2026, 10, 24))
@example(date(2000, 1, 19))
@example(date(2100, 1, 18))
@example(date(2026, 11, 13))
def test_six_1_is_always_the_same_weekday_six_weeks_on(discharged_on: date) -> None:
    due = due_on(discharged_on)
    assert (due - discharged_on).days == 42
    assert due.weekday() == discharged_on.weekday()


@pytest.mark.parametrize(
    ("discharged_on", "planned"),
    [
        (date(2026, 11, 23), date(2027, 1, 4)),  # due on a Monday, and planned by it
        (date(2026, 11, 22), date(2026, 12, 31)),  # due on Sunday 3 January, after New Year's Day
        (date(2026, 11, 13), date(2026, 12, 24)),  # due on Christmas Day
        (date(2026, 11, 16), date(2026, 12, 24)),  # due on the Monday that stands in for Boxing Day
        (date(2026, 11, 17), date(2026, 12, 29)),  # due on a working day
        (date(2026, 9, 5), date(2026, 10, 16)),  # due on a Saturday
    ],
)
def test_six_2_plans_by_the_last_working_day_when_day_42_is_none(discharged_on: date, planned: date) -> None:
    assert plan_by(discharged_on, CHRISTMAS_2026) == planned


@given(DAYS, HOLIDAYS)
@example(date(2026, 11, 13), CHRISTMAS_2026)
@example(date(2026, 3, 28), frozenset())
@example(date(2026, 10, 24), frozenset())
@example(date(2024, 1, 18), frozenset({date(2024, 2, 29)}))
def test_six_2_never_moves_the_date_later_and_skips_no_working_day(
    discharged_on: date, holidays: frozenset[date]
) -> None:
    due, planned = due_on(discharged_on), plan_by(discharged_on, holidays)
    assert planned <= due
    assert is_working_day(planned, holidays)
    between = [planned + timedelta(days=step) for step in range(1, (due - planned).days + 1)]
    assert not any(is_working_day(day, holidays) for day in between)


@pytest.mark.parametrize(("days_late", "overdue"), [(0, False), (41, False), (42, False), (43, True), (400, True)])
def test_six_3_is_overdue_when_it_is_recorded_after_day_42(days_late: int, overdue: bool) -> None:
    discharged_on = date(2026, 3, 1)
    assert born_overdue(discharged_on, discharged_on + timedelta(days=days_late)) is overdue


@given(DAYS, st.integers(min_value=0, max_value=2000))
def test_six_3_agrees_with_the_due_date_whatever_the_day(discharged_on: date, days_late: int) -> None:
    recorded_on = discharged_on + timedelta(days=days_late)
    assert born_overdue(discharged_on, recorded_on) == (days_late > 42)


@pytest.mark.parametrize(
    ("days_after", "is_full", "met"),
    [
        (0, True, True),
        (1, True, True),
        (42, True, True),
        (90, True, True),  # late, and it meets the clock all the same
        (-1, True, False),  # an assessment before the discharge looks at another time
        (0, False, False),  # the light-touch one never does
        (30, False, False),
    ],
)
def test_six_4_is_met_only_by_a_full_assessment_on_or_after_the_discharge(
    days_after: int, is_full: bool, met: bool
) -> None:
    discharged_on = date(2026, 11, 22)
    assert meets(discharged_on, discharged_on + timedelta(days=days_after), is_full) is met


NOT_ALLOCATED, DUE_SOON, BREACH = Step.NOT_ALLOCATED, Step.DUE_SOON, Step.BREACH


@pytest.mark.parametrize(
    ("day", "unallocated", "allocated"),
    [
        (-1, (), ()),
        (0, (), ()),
        (2, (), ()),
        (3, (NOT_ALLOCATED,), ()),
        (34, (NOT_ALLOCATED,), ()),
        (35, (NOT_ALLOCATED, DUE_SOON), (DUE_SOON,)),
        (42, (NOT_ALLOCATED, DUE_SOON), (DUE_SOON,)),
        (43, (NOT_ALLOCATED, DUE_SOON, BREACH), (DUE_SOON, BREACH)),
        (400, (NOT_ALLOCATED, DUE_SOON, BREACH), (DUE_SOON, BREACH)),
    ],
)
def test_six_8_reaches_each_step_on_its_day_and_in_order(
    day: int, unallocated: tuple[Step, ...], allocated: tuple[Step, ...]
) -> None:
    discharged_on = date(2026, 1, 1)
    today = discharged_on + timedelta(days=day)
    assert steps_due(ClockFacts(discharged_on, is_open=True, is_allocated=False), today) == unallocated
    assert steps_due(ClockFacts(discharged_on, is_open=True, is_allocated=True), today) == allocated


@given(DAYS, st.integers(min_value=-10, max_value=1000), st.booleans())
def test_six_8_leaves_a_clock_in_peace_that_is_not_open(discharged_on: date, day: int, is_allocated: bool) -> None:
    facts = ClockFacts(discharged_on, is_open=False, is_allocated=is_allocated)
    assert steps_due(facts, discharged_on + timedelta(days=day)) == ()


@given(DAYS, st.integers(min_value=0, max_value=200), st.integers(min_value=0, max_value=200))
def test_six_8_takes_no_step_back_as_days_pass(discharged_on: date, day: int, more: int) -> None:
    facts = ClockFacts(discharged_on, is_open=True, is_allocated=False)
    before = steps_due(facts, discharged_on + timedelta(days=day))
    after = steps_due(facts, discharged_on + timedelta(days=day + more))
    assert after[: len(before)] == before

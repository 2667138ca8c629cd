"""The six-week rule as truth tables, and as properties over two centuries of dates."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.working_days import is_working_day
from discharges.enums import Answered, ClockStatus, EndReason, Step
from discharges.rules import (
    Change,
    ClockFacts,
    Episode,
    Had,
    Standing,
    StepDue,
    born_overdue,
    due_on,
    is_possible_table,
    is_same_discharge,
    may_end,
    meets,
    plan_by,
    refusal_ends,
    standing,
    steps_due,
    table_for,
)

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


N, V, S, U, B = (StepDue(step) for step in Step if step != Step.WEEKLY)


def weekly(*numbers: int) -> tuple[StepDue, ...]:
    return tuple(StepDue(Step.WEEKLY, number) for number in numbers)


def reckoned(discharged_on: date, had: Iterable[StepDue]) -> frozenset[Had]:
    return frozenset(Had(due, discharged_on) for due in had)


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (-1, ()),
        (0, ()),
        (2, ()),
        (3, (N,)),
        (13, (N,)),
        (14, (N, V)),
        (27, (N, V)),
        (28, (N, V, S)),
        (34, (N, V, S)),
        (35, (N, V, S, U)),
        (42, (N, V, S, U)),
        (43, (N, V, S, U, B)),
        (49, (N, V, S, U, B)),
        (50, (N, V, S, U, B, *weekly(1))),
        (56, (N, V, S, U, B, *weekly(1))),
        (57, (N, V, S, U, B, *weekly(1, 2))),
        (78, (N, V, S, U, B, *weekly(1, 2, 3, 4, 5))),
    ],
)
@pytest.mark.parametrize("allocated", [False, True])
@pytest.mark.parametrize("visit", [False, True])
def test_six_8_asks_for_each_step_from_its_day_on(
    day: int, due: tuple[StepDue, ...], allocated: bool, visit: bool
) -> None:
    discharged_on = date(2026, 11, 22)
    facts = ClockFacts(discharged_on, is_open=True, is_allocated=allocated, has_visit=visit)
    not_said = ({N} if allocated else set()) | ({V, S} if visit else set())
    assert steps_due(facts, discharged_on + timedelta(days=day)) == tuple(one for one in due if one not in not_said)


@pytest.mark.parametrize(
    ("had", "due"),
    [
        ((), (N, V, S, U, B, *weekly(1, 2))),
        ((N,), (V, S, U, B, *weekly(1, 2))),
        ((V,), (S, U, B, *weekly(1, 2))),  # nobody holds it again: later than that, it is not said
        ((N, V, S, U), (B, *weekly(1, 2))),
        ((B,), weekly(1, 2)),
        ((B, *weekly(1)), weekly(2)),
        (weekly(2), ()),
        (weekly(7), ()),
    ],
)
def test_six_8_happens_once_and_never_after_a_later_step(had: tuple[StepDue, ...], due: tuple[StepDue, ...]) -> None:
    discharged_on = date(2026, 11, 22)
    facts = ClockFacts(discharged_on, is_open=True, is_allocated=False, had=reckoned(discharged_on, had))
    assert steps_due(facts, discharged_on + timedelta(days=57)) == due


ALL = (N, V, S, U, B, *weekly(1, 2))


@pytest.mark.parametrize(
    ("was", "had", "now", "days", "due"),
    [
        # a mistyped month: gone home two days ago, not 63 days ago
        (63, ALL, 2, 2, ()),
        (63, ALL, 2, 3, (N,)),
        (63, ALL, 2, 28, (N, V, S)),
        (63, ALL, 2, 50, (N, V, S, U, B, *weekly(1))),
        # by one day late in the six weeks, in either direction: nothing comes twice
        (36, (N, V, S, U), 35, 36, ()),
        (36, (N, V, S, U), 37, 37, ()),
        (36, (N, V, S, U), 37, 43, (B,)),
        # what came today would have come tomorrow: it comes again tomorrow
        (35, (N, V, S, U), 34, 34, ()),
        (35, (N, V, S, U), 34, 35, (U,)),
        (43, (N, V, S, U, B), 42, 43, (B,)),
        # earlier than was said: what is missing comes
        (10, (N,), 30, 30, (V, S)),
        (52, (N, V, S, U, B, *weekly(1)), 66, 66, weekly(2, 3)),
        (66, (N, V, S, U, B, *weekly(1, 2, 3)), 52, 52, ()),
        (66, (N, V, S, U, B, *weekly(1, 2, 3)), 52, 57, weekly(2)),
    ],
)
def test_six_8_lets_a_step_that_came_too_early_by_a_wrong_date_come_again_and_nothing_else(
    was: int, had: tuple[StepDue, ...], now: int, days: int, due: tuple[StepDue, ...]
) -> None:
    """Gone home `was` days before today by the wrong date, and `now` days by the one that was set today."""
    today = date(2026, 11, 22)
    wrong, right = today - timedelta(days=was), today - timedelta(days=now)
    facts = ClockFacts(right, is_open=True, is_allocated=False, had=reckoned(wrong, had), dated_on=today)
    assert steps_due(facts, right + timedelta(days=days)) == due


def test_six_8_counts_what_was_had_by_a_date_that_holds_again() -> None:
    today, first = date(2026, 11, 22), date(2026, 9, 20)
    facts = ClockFacts(first, is_open=True, is_allocated=False, had=reckoned(first, ALL), dated_on=today)
    assert steps_due(facts, today) == ()


@given(
    DAYS,
    st.lists(st.integers(min_value=-5, max_value=150), max_size=8),
    st.booleans(),
    st.booleans(),
)
def test_six_8_is_the_same_whatever_the_days_on_which_anything_ran(
    discharged_on: date, runs: list[int], allocated: bool, visit: bool
) -> None:
    had: tuple[StepDue, ...] = ()
    for day in runs:
        facts = ClockFacts(discharged_on, True, allocated, visit, reckoned(discharged_on, had))
        had += steps_due(facts, discharged_on + timedelta(days=day))
    last = max(runs, default=-5)
    assert had == steps_due(ClockFacts(discharged_on, True, allocated, visit), discharged_on + timedelta(days=last))


def test_six_8_changes_its_days_for_those_who_go_home_from_a_date_on() -> None:
    first = date(2026, 6, 1)
    changes = [Change(Step.NO_VISIT, 10, first), Change(Step.NO_VISIT, 7, date(2026, 9, 1))]
    days = [table_for(day, changes)[Step.NO_VISIT] for day in (date(2026, 5, 31), first, date(2026, 8, 31))]
    assert [*days, table_for(date(2026, 9, 1), changes)[Step.NO_VISIT]] == [14, 10, 10, 7]
    facts = ClockFacts(first, is_open=True, is_allocated=True)
    assert steps_due(facts, first + timedelta(days=9), table_for(first, changes)) == ()
    assert steps_due(facts, first + timedelta(days=10), table_for(first, changes)) == (V,)


@pytest.mark.parametrize(
    ("changed", "possible"),
    [
        ({}, True),
        ({Step.NOT_ALLOCATED: 1}, True),
        ({Step.NOT_ALLOCATED: 0}, False),
        ({Step.NOT_ALLOCATED: 14}, False),  # not before the next one
        ({Step.DUE_SOON: 42}, True),
        ({Step.DUE_SOON: 43}, False),
        ({Step.BREACH: 50}, False),
        ({Step.WEEKLY: 60}, False),
    ],
)
def test_six_8_keeps_the_order_of_its_steps_and_the_day_of_the_breach(changed: dict[Step, int], possible: bool) -> None:
    assert is_possible_table(dict(table_for(date(2026, 11, 22))) | changed) is possible


D0 = date(2026, 11, 1)


def day(number: int) -> date:
    return D0 + timedelta(days=number)


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        ({}, Standing(ClockStatus.OPEN)),
        ({"assessed_on": day(5)}, Standing(ClockStatus.MET, None, day(5))),
        ({"readmitted_on": day(5)}, Standing(ClockStatus.ENDED, EndReason.READMITTED, day(5))),
        ({"died_on": day(5)}, Standing(ClockStatus.ENDED, EndReason.DIED, day(5))),
        ({"moved_on": day(5)}, Standing(ClockStatus.ENDED, EndReason.MOVED, day(5))),
        ({"refused_on": day(5)}, Standing(ClockStatus.ENDED, EndReason.REFUSED, day(5))),
        ({"is_voided": True, "assessed_on": day(5)}, Standing(ClockStatus.VOIDED)),
        ({"has_twin": True, "died_on": day(5)}, Standing(ClockStatus.VOIDED)),
        # whatever came first counts
        ({"assessed_on": day(9), "readmitted_on": day(5)}, Standing(ClockStatus.ENDED, EndReason.READMITTED, day(5))),
        ({"assessed_on": day(5), "readmitted_on": day(9)}, Standing(ClockStatus.MET, None, day(5))),
        ({"died_on": day(9), "refused_on": day(5)}, Standing(ClockStatus.ENDED, EndReason.REFUSED, day(5))),
        ({"died_on": day(5), "moved_on": day(4)}, Standing(ClockStatus.ENDED, EndReason.MOVED, day(4))),
        # on one day a held review has met it, and a readmission comes before a death
        ({"assessed_on": day(5), "died_on": day(5)}, Standing(ClockStatus.MET, None, day(5))),
        ({"readmitted_on": day(5), "died_on": day(5)}, Standing(ClockStatus.ENDED, EndReason.READMITTED, day(5))),
    ],
)
def test_six_5_and_six_6_say_in_which_state_a_clock_stands(facts: dict[str, Any], stands: Standing) -> None:
    assert standing(Episode(D0, **facts)) == stands


@pytest.mark.parametrize(
    ("reason", "told", "moved_on", "ends"),
    [
        (EndReason.DIED, False, None, True),
        (EndReason.REFUSED, False, None, True),
        (EndReason.MOVED, False, None, False),
        (EndReason.MOVED, True, None, True),
        (EndReason.MOVED, True, day(-1), False),  # before the admission: they came back
        (EndReason.MOVED, True, day(0), True),
        (EndReason.MOVED, True, day(1), True),
        (EndReason.MOVED, False, day(1), False),
    ],
)
def test_six_6_is_ended_by_a_move_of_which_the_council_knows_and_that_came_after_the_admission(
    reason: EndReason, told: bool, moved_on: date | None, ends: bool
) -> None:
    assert may_end(reason, council_told=told, on=moved_on, admitted_on=day(0)) is ends


Y, NO, NA = Answered.YES, Answered.NO, Answered.NOT_ASKED


@pytest.mark.parametrize(("capacity", "interests", "risk"), list(product(Answered, repeat=3)))
def test_ref_1_ends_only_when_capacity_and_risk_were_asked_first(
    capacity: Answered, interests: Answered, risk: Answered
) -> None:
    allowed = {(Y, Y, NO), (Y, NO, NO), (Y, NA, NO), (NO, NO, NO)}
    assert refusal_ends(capacity, interests, risk) is ((capacity, interests, risk) in allowed)


@given(DAYS, DAYS)
def test_six_7_takes_discharges_of_one_day_as_the_same(one: date, other: date) -> None:
    assert is_same_discharge(one, other) is (one == other)


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

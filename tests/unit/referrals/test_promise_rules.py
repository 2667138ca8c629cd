"""PRM: when a promise is broken, for which days one is made, and what became of it."""

from datetime import date, timedelta

import pytest

from referrals.enums import PromiseStatus
from referrals.rules.promises import HowKept, can_be_promised, day_can_change, how_kept, is_broken, working_day_before

TODAY = date(2026, 11, 25)  # a Wednesday
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})


@pytest.mark.parametrize(
    ("due_on", "broken"),
    [(date(2026, 11, 24), True), (date(2026, 11, 25), False), (date(2026, 11, 26), False), (date(2026, 1, 1), True)],
)
def test_prm_1_a_promise_is_broken_when_its_day_is_over(due_on: date, broken: bool) -> None:
    assert is_broken(due_on, TODAY) is broken


@pytest.mark.parametrize(
    ("due_on", "allowed"),
    [
        (date(2026, 11, 24), False),
        (date(2026, 11, 25), True),
        (date(2027, 11, 26), True),
        (date(2027, 11, 27), False),
    ],
)
def test_prm_2_a_promise_is_for_today_or_a_day_within_the_year(due_on: date, allowed: bool) -> None:
    assert can_be_promised(due_on, TODAY) is allowed


@pytest.mark.parametrize(
    ("due_on", "before"),
    [
        (date(2026, 11, 27), None),
        (date(2026, 11, 28), date(2026, 11, 27)),
        (date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 12, 25), date(2026, 12, 24)),
        (date(2026, 12, 28), date(2026, 12, 24)),
    ],
)
def test_prm_3_names_the_working_day_before_one_on_which_nobody_works(due_on: date, before: date | None) -> None:
    assert working_day_before(due_on, CHRISTMAS, TODAY) == before


def test_prm_3_names_no_day_that_is_over() -> None:
    saturday = date(2026, 11, 28)
    assert working_day_before(saturday, frozenset(), saturday) == saturday


@pytest.mark.parametrize(
    ("status", "due_on", "may"),
    [
        (PromiseStatus.OPEN, TODAY, True),
        (PromiseStatus.OPEN, TODAY + timedelta(days=1), True),
        (PromiseStatus.OPEN, TODAY - timedelta(days=1), False),
        (PromiseStatus.BROKEN, TODAY - timedelta(days=1), False),
        (PromiseStatus.KEPT, TODAY, False),
        (PromiseStatus.WITHDRAWN, TODAY, False),
    ],
)
def test_prm_5_the_day_is_changed_until_it_is_over(status: PromiseStatus, due_on: date, may: bool) -> None:
    assert day_can_change(status, due_on, TODAY) is may


@pytest.mark.parametrize(
    ("status", "was_broken", "became"),
    [
        (PromiseStatus.OPEN, False, HowKept.WAITS),
        (PromiseStatus.KEPT, False, HowKept.KEPT),
        (PromiseStatus.KEPT, True, HowKept.KEPT_LATE),
        (PromiseStatus.BROKEN, True, HowKept.BROKEN),
        (PromiseStatus.WITHDRAWN, False, HowKept.WITHDRAWN),
        (PromiseStatus.WITHDRAWN, True, HowKept.WITHDRAWN_LATE),
    ],
)
def test_prm_4_a_promise_kept_late_stays_counted_as_broken(
    status: PromiseStatus, was_broken: bool, became: HowKept
) -> None:
    assert how_kept(status, was_broken=was_broken) == became

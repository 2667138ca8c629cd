"""Working days over weekends and bank holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.working_days import add_working_days, is_working_day, last_working_day_by

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
HOLIDAYS = st.frozensets(DAYS, max_size=20)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 24), True),  # Thursday
        (date(2026, 12, 25), False),  # Friday, Christmas Day
        (date(2026, 12, 26), False),  # Saturday
        (date(2026, 12, 28), False),  # Monday, instead of Boxing Day
        (date(2026, 12, 29), True),
    ],
)
def test_knows_weekends_and_bank_holidays(day: date, works: bool) -> None:
    assert is_working_day(day, CHRISTMAS) is works


def test_goes_back_over_christmas_to_the_last_working_day() -> None:
    assert last_working_day_by(date(2026, 12, 28), CHRISTMAS) == date(2026, 12, 24)


def test_counts_forward_over_christmas() -> None:
    assert add_working_days(date(2026, 12, 24), 1, CHRISTMAS) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 24), 0, CHRISTMAS) == date(2026, 12, 24)


def test_refuses_to_count_backward() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2026, 12, 24), -1, CHRISTMAS)


@given(DAYS, HOLIDAYS)
def test_the_last_working_day_is_one_and_none_lies_between(day: date, holidays: frozenset[date]) -> None:
    found = last_working_day_by(day, holidays)
    assert found <= day
    assert is_working_day(found, holidays)
    between = [found + timedelta(days=n) for n in range(1, (day - found).days + 1)]
    assert not any(is_working_day(one, holidays) for one in between)


@given(DAYS, st.integers(1, 60), HOLIDAYS)
def test_counting_passes_exactly_so_many_working_days(day: date, count: int, holidays: frozenset[date]) -> None:
    found = add_working_days(day, count, holidays)
    passed = [day + timedelta(days=n) for n in range(1, (found - day).days + 1)]
    assert sum(is_working_day(one, holidays) for one in passed) == count
    assert is_working_day(found, holidays)

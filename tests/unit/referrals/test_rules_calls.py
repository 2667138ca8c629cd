"""CALL-1: the third call within nine days about the same thing."""

from datetime import date, timedelta

import pytest

from referrals.enums import Need
from referrals.rules.calls import Again, EarlierCall, called_again

TODAY = date(2026, 11, 22)
FALLS, MONEY = Need.GETTING_ABOUT, Need.MONEY_HOUSING


def calls(*days_ago: int, need: str = FALLS) -> list[EarlierCall]:
    return [EarlierCall(TODAY - timedelta(days=days), need) for days in days_ago]


def test_call_1_says_the_third_call_with_the_days_of_the_others() -> None:
    again = called_again(TODAY, FALLS, calls(3, 8))
    assert again == Again(3, (date(2026, 11, 14), date(2026, 11, 19)), FALLS)


@pytest.mark.parametrize(
    ("earlier", "number"),
    [
        (calls(), None),
        (calls(1), None),
        (calls(0, 0), 3),
        (calls(8, 8), 3),
        (calls(8, 9), None),
        (calls(9, 10), None),
        (calls(1, 2, 3), 4),
        (calls(1, 2, need=MONEY), None),
        (calls(1) + calls(2, need=MONEY), None),
    ],
)
def test_call_1_counts_nine_days_of_which_today_is_the_ninth(earlier: list[EarlierCall], number: int | None) -> None:
    again = called_again(TODAY, FALLS, earlier)
    assert (again.number if again else None) == number


def test_call_1_takes_what_was_called_about_most_while_the_need_is_not_known() -> None:
    again = called_again(TODAY, "", calls(1, 2) + calls(3, need=MONEY))
    assert again == Again(3, (date(2026, 11, 20), date(2026, 11, 21)), FALLS)


def test_call_1_counts_every_need_of_a_number_when_nobody_knows_about_whom_it_is() -> None:
    again = called_again(TODAY, FALLS, calls(1) + calls(2, need=MONEY), by_number=True)
    assert again == Again(3, (date(2026, 11, 20), date(2026, 11, 21)), "")

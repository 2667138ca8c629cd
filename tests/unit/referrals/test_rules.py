"""LOAD: how much one worker holds. As a truth table."""

from decimal import Decimal

import pytest

from referrals.rules import room_for


@pytest.mark.parametrize(
    ("hours", "people"),
    [("37", 20), ("40", 21), ("36.9", 19), ("30", 16), ("18.5", 10), ("18.4", 9), ("7.4", 4), ("1.8", 0), ("0", 0)],
)
def test_load_1_gives_room_in_proportion_to_the_hours_rounded_down(hours: str, people: int) -> None:
    assert room_for(Decimal(hours)) == people

"""How a birth date is said, as exactly as it is known."""

from datetime import date

import pytest

from residents.enums import BornPrecision
from residents.models import Resident


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        (BornPrecision.EXACT, "Born 14 March 1945 (80)"),
        (BornPrecision.MONTH, "Born March 1945 (about 80)"),
        (BornPrecision.YEAR, "Born 1945 (about 80)"),
        (BornPrecision.ABOUT, "Born about 1945 (about 80)"),
    ],
)
def test_says_in_a_row_when_somebody_was_born(precision: BornPrecision, said: str) -> None:
    person = Resident(born_on=date(1945, 3, 14), born_precision=precision, died_on=date(2026, 1, 2))
    assert person.born_line == said


def test_says_in_a_row_that_the_birth_date_is_not_known() -> None:
    assert Resident(born_precision=BornPrecision.UNKNOWN).born_line == "Birth date not known"

"""One box for as much as is known of a birth: a month, a year, an age, in the words that callers use."""

from datetime import date

import pytest

from residents.birth_forms import NOT_YET, TOO_OLD, WHAT_TO_TYPE, read_birth
from residents.enums import BornPrecision

TODAY = date(2026, 11, 22)
MONTH, YEAR, ABOUT, EXACT = BornPrecision.MONTH, BornPrecision.YEAR, BornPrecision.ABOUT, BornPrecision.EXACT


@pytest.mark.parametrize(
    ("typed", "born_on", "precision"),
    [
        ("March 1945", date(1945, 3, 1), MONTH),
        ("born in mar 45", date(1945, 3, 1), MONTH),
        ("Sept. 1950", date(1950, 9, 1), MONTH),
        ("3/1945", date(1945, 3, 1), MONTH),
        ("1945-03", date(1945, 3, 1), MONTH),
        ("1945", date(1945, 1, 1), YEAR),
        ("about 1945", date(1945, 1, 1), ABOUT),
        ("about 80", date(1946, 1, 1), ABOUT),
        ("80", date(1946, 1, 1), ABOUT),
        ("aged 80", date(1946, 1, 1), ABOUT),
        ("80ish", date(1946, 1, 1), ABOUT),
        ("about 80 years old", date(1946, 1, 1), ABOUT),
        ("14/7/45", date(1945, 7, 14), EXACT),
        ("14 July 1945", date(1945, 7, 14), EXACT),
        ("  ", None, BornPrecision.UNKNOWN),
    ],
)
def test_reads_what_is_known_as_exactly_as_it_was_said(
    typed: str, born_on: date | None, precision: BornPrecision
) -> None:
    assert read_birth(typed, TODAY) == (born_on, precision)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("eighty", WHAT_TO_TYPE),
        ("march", WHAT_TO_TYPE),
        ("ma 1945", WHAT_TO_TYPE),
        ("13/1945", WHAT_TO_TYPE),
        ("March 0000", WHAT_TO_TYPE),
        ("14 July 1945 or so", WHAT_TO_TYPE),
        ("March 2030", NOT_YET),
        ("1850", TOO_OLD),
        ("121", TOO_OLD),
    ],
)
def test_refuses_the_rest_with_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        read_birth(typed, TODAY)

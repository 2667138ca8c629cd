"""One slip in a detail beside a name that many bear: the right person still comes up."""

from datetime import date

import pytest

from accounts.models import User
from residents.search import find
from residents.search.slips import days_near, numbers_near, postcodes_near
from tests.factories.people import make_resident


def test_knows_every_day_that_is_one_digit_or_one_swap_away() -> None:
    near = days_near(date(1945, 7, 14))
    assert {date(1945, 7, 4), date(1955, 7, 14), date(1945, 7, 24), date(1945, 1, 14), date(1954, 7, 14)} <= set(near)
    assert date(1945, 7, 14) not in near
    assert date(1956, 7, 14) not in near


def test_passes_over_what_is_in_no_calendar() -> None:
    assert date(1945, 2, 18) in days_near(date(1945, 2, 28))  # and not 29 or 38 February


def test_puts_letters_for_letters_and_digits_for_digits() -> None:
    near = postcodes_near("RM18 8EB")
    assert {"RM18 8EA", "RM17 8EB", "RM81 8EB", "RM18 8BE"} <= set(near)
    assert not {"RM18 8EB", "RM1A 8EB", "RM18 8E1"} & set(near)


def test_knows_a_number_with_one_digit_wrong_or_two_swapped() -> None:
    assert {"07700900983", "07700909082"} <= set(numbers_near("07700900982"))
    assert "07700900982" not in numbers_near("07700900982")


@pytest.mark.parametrize(("asked", "why"), [
    ("smith 07700 900983", "telephone number one digit different"),
    ("smith rm18 8ea", "postcode one letter or digit different: RM18 8EB"),
    ("smith 14/7/1955", "birth date one digit different: 14 July 1945"),
])  # fmt: skip
def test_finds_one_of_many_of_a_name_by_a_detail_with_a_slip(
    asha: User, asked: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(6):
        make_resident(asha, given_name=f"A{number}", family_name="Smith", postcode="RM17 6AA", born_on=date(1971, 1, 2))
    meant = make_resident(
        asha, given_name="Zoe", family_name="Smith", postcode="RM18 8EB", phone="07700900982", born_on=date(1945, 7, 14)
    )
    monkeypatch.setattr("residents.search.candidates.Lookup.__init__.__defaults__", ((), 5, False, False))
    found = find(asked, asha).hits[0]
    assert found.resident == meant
    assert why in found.why

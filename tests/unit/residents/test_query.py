"""What one box is read as: a truth table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from residents.search.query import LONGEST, NOTHING_TYPED, ONE_LETTER, Query, read_query

TODAY = date(2026, 11, 22)


def read(typed: str) -> Query:
    return read_query(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("smith", ("smith",)),
        ("Jean Smith", ("jean", "smith")),
        ("SMITH, Jean", ("smith", "jean")),
        ("Mrs Jean Smith", ("jean", "smith")),
        ("O'Brien", ("obrien",)),
        ("O’Brien", ("obrien",)),
        ("Smith-Jones", ("smith jones",)),
        ("Łukasz Żółć", ("lukasz", "zolc")),
        ("Zoë", ("zoe",)),
        ("José Núñez", ("jose", "nunez")),
        ("王", ("王",)),
        ("Ольга", ("ольга",)),
        ("محمد", ("محمد",)),
        ("j smith", ("j", "smith")),
        ("mary ann van berg der", ("mary", "ann", "van", "berg")),
        ("May Smith", ("may", "smith")),
        ("'; DROP TABLE residents--", ("drop", "table", "residents")),
    ],
)
def test_reads_names_in_the_form_in_which_they_are_compared(typed: str, names: tuple[str, ...]) -> None:
    assert read(typed).names == names


@pytest.mark.parametrize(
    "typed",
    [
        "14/7/45", "14/07/1945", "14-7-45", "14.7.1945", "14 7 45", "14 07 1945", "14071945", "140745",
        "1945-07-14", "14 jul 1945", "14 July 45", "14th july 1945", "July 14, 1945", "14jul45", "7/14/1945",
    ],
)  # fmt: skip
def test_reads_a_birth_date_however_it_is_written(typed: str) -> None:
    born = read(typed).born
    assert born is not None
    assert born.day == date(1945, 7, 14)
    assert born.said == "Born 14 July 1945"


@pytest.mark.parametrize(
    ("year", "reading"),
    [("45", 1945), ("26", 1926), ("16", 1916), ("17", 1917), ("08", 2008), ("07", 2007), ("00", 2000), ("99", 1999)],
)
def test_takes_the_reading_that_makes_somebody_18_to_110_when_the_year_has_two_digits(year: str, reading: int) -> None:
    born = read(f"1/2/{year}").born
    assert born is not None
    assert born.day == date(reading, 2, 1)


@pytest.mark.parametrize(
    ("typed", "earliest", "latest", "said"),
    [
        ("july 1945", date(1945, 7, 1), date(1945, 7, 31), "Born in July 1945"),
        ("feb 1944", date(1944, 2, 1), date(1944, 2, 29), "Born in February 1944"),
        ("1945", date(1945, 1, 1), date(1945, 12, 31), "Born in 1945"),
        ("about 80", date(1943, 1, 1), date(1948, 12, 31), "About 80 years old"),
        ("80 years old", date(1943, 1, 1), date(1948, 12, 31), "About 80 years old"),
    ],
)
def test_reads_less_than_a_whole_birth_date(typed: str, earliest: date, latest: date, said: str) -> None:
    born = read(f"smith {typed}").born
    assert born is not None
    assert (born.earliest, born.latest, born.said) == (earliest, latest, said)
    assert born.day is None


@pytest.mark.parametrize("typed", ["31/2/45", "14/7/2045", "0/0/45", "32.1.1950"])
def test_says_so_when_it_looks_like_a_birth_date_and_is_none(typed: str) -> None:
    query = read(f"smith {typed}")
    assert query.born is None
    assert query.names == ("smith",)
    assert query.hints == (f"{typed} is not a date of birth.",)


@pytest.mark.parametrize(
    ("typed", "whole", "start"),
    [
        ("RM18 8EB", "RM18 8EB", ""),
        ("rm188eb", "RM18 8EB", ""),
        ("rm17", "", "RM17"),
        ("RM17 5", "", "RM17 5"),
        ("rm175", "", "RM17 5"),
        ("SS17 0AB", "SS17 0AB", ""),
        ("cm247aa", "CM24 7AA", ""),
    ],
)
def test_reads_a_postcode_or_its_beginning(typed: str, whole: str, start: str) -> None:
    query = read(f"smith {typed}")
    assert (query.postcode, query.postcode_start) == (whole, start)
    assert query.names == ("smith",)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [
        ("07700 900982", "07700900982"),
        ("07700 900 982", "07700900982"),
        ("+44 7700 900982", "07700900982"),
        ("+44 (0)7700 900982", "07700900982"),
        ("0044 7700 900982".replace(" ", ""), "07700900982"),
        ("7700900982", "07700900982"),
        ("(01375) 511000", "01375511000"),
        ("01375 511 000", "01375511000"),
        ("511000", "511000"),
        ("+48 22 123 45 67", "+48221234567"),
    ],
)
def test_reads_a_telephone_number(typed: str, phone: str) -> None:
    assert read(typed).phone == phone


def test_adds_the_area_codes_of_here_when_the_number_has_six_digits() -> None:
    assert read("511000").phones == ("01375511000", "01708511000")


@pytest.mark.parametrize("typed", ["9434765919", "943 476 5919", "943-476-5919", "nhs 943 476 5919"])
def test_reads_an_nhs_number_with_or_without_spaces(typed: str) -> None:
    query = read(typed)
    assert query.nhs_number == "9434765919"
    assert query.names == ()
    assert query.hints == ()


def test_says_so_when_the_check_digit_of_an_nhs_number_is_wrong() -> None:
    query = read("943 476 5918")
    assert query.nhs_number == "9434765918"
    assert query.hints == ("943 476 5918 is not a valid NHS number: a digit may be wrong.",)


@pytest.mark.parametrize("typed", ["P-7K3P-XQ4M", "p-7k3p-xq4m", "P 7K3P XQ4M", "P7K3PXQ4M", "7K3P-XQ4M", "7k3pxq4m"])
def test_reads_a_reference_however_it_was_written_down(typed: str) -> None:
    assert read(typed).reference == "P-7K3P-XQ4M"


@pytest.mark.parametrize(
    ("typed", "names", "reference"),
    [("Permanent", ("permanent",), "P-ERMA-NENT"), ("p anne mary", ("p", "anne", "mary"), "P-ANNE-MARY")],
)
def test_looks_for_both_when_a_reference_may_as_well_be_a_name(
    typed: str, names: tuple[str, ...], reference: str
) -> None:
    query = read(typed)
    assert (query.names, query.reference) == (names, reference)
    assert query.in_words() == [f"Name: {' '.join(names)}"]


@pytest.mark.parametrize("typed", ["anne-mary", "anne mary", "Patt-Mary"])
def test_reads_a_name_and_no_reference_when_it_only_has_the_length_of_one(typed: str) -> None:
    assert read(typed).reference == ""


def test_reads_everything_at_once() -> None:
    query = read("smith 14/7/45 rm17")
    assert query.in_words() == ["Name: smith", "Born 14 July 1945", "Postcode beginning RM17"]
    assert query.hints == ()


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("", NOTHING_TYPED),
        ("   ", NOTHING_TYPED),
        ("\x00\x01", NOTHING_TYPED),
        ("\ud800", NOTHING_TYPED),
        ("a", ONE_LETTER),
        ("x\x00y", ONE_LETTER),
        ("!?", ONE_LETTER),
    ],
)
def test_asks_for_more_when_there_is_nothing_to_look_for(typed: str, hint: str) -> None:
    query = read(typed)
    assert query.is_empty
    assert query.hints == (hint,)


def test_names_what_was_not_understood() -> None:
    assert read("bob 12345678").hints == ("‘12345678’ was not understood.",)


def test_uses_the_first_200_characters_when_somebody_pastes_a_letter() -> None:
    query = read("smith " * 500)
    assert query.names == ("smith",) * 4
    assert query.hints[0] == f"Only the first {LONGEST} characters were used."


@given(st.text(max_size=300))
def test_reads_any_text_without_failing(typed: str) -> None:
    query = read(typed)
    assert query.hints or not query.is_empty
    assert all(query.in_words())


@given(st.text(alphabet="0123456789 /.-+()rmRM", max_size=40))
def test_reads_any_digits_without_failing(typed: str) -> None:
    assert read(typed).hints or not read(typed).is_empty

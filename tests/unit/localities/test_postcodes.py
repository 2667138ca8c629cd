import pytest

from localities.postcodes import tidy_postcode


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("RM18 8EB", "RM18 8EB"),
        ("rm188eb", "RM18 8EB"),
        ("  Rm18  8Eb ", "RM18 8EB"),
        ("RM18-8EB.", "RM18 8EB"),
        ("SS170PH", "SS17 0PH"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("W1A0AX", "W1A 0AX"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_keeps_a_postcode_in_one_form(typed: str, kept: str) -> None:
    assert tidy_postcode(typed) == kept


@pytest.mark.parametrize("typed", ["RM18", "QQ1 1AA", "hello", "RM18 8E", "12345", "RM18 8EB RM17", "'; DROP TABLE"])
def test_refuses_what_has_not_the_shape_of_a_postcode(typed: str) -> None:
    with pytest.raises(ValueError, match="like RM18 8EB"):
        tidy_postcode(typed)

"""Names of every script are kept as they are written; what is in none is refused in words."""

import pytest

from residents.names import as_written, fault_of_name


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh",
        "O’Brien-Łukasz",
        "नमस्ते",
        "می\u200cخواهم",
        "山田",
        "Ωμέγα",
        "Robert'); DROP TABLE x; --",
        "<b>Jo</b>",
        "名" * 200,
    ],
)
def test_keeps_a_name_as_it_is_written(name: str) -> None:
    assert as_written(name) == name
    assert fault_of_name("First name", name) == ""


def test_makes_several_spaces_one() -> None:
    assert as_written("  Mary   Ann ") == "Mary Ann"


@pytest.mark.parametrize("sign", ["\x07", "\x1b", "\x7f", "\x85", "\n"])
def test_refuses_a_control_character_in_words(sign: str) -> None:
    assert fault_of_name("First name", f"Jo{sign}an") == (
        "First name has a sign in it that no keyboard makes; type it again"
    )

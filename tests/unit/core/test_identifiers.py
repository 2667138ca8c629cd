"""Keys that sort by time, and references that can be read out over the telephone."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest

from core.identifiers import (
    ALPHABET,
    Maker,
    contact_reference,
    made_by,
    new_reference,
    referral_reference,
    resident_reference,
    uuid7,
)

MISHEARD = set("0O1IL5S8BUV")


def test_keys_are_uuid7_and_sort_by_the_time_they_were_made() -> None:
    keys = [uuid7() for _ in range(1000)]
    assert {key.version for key in keys} == {7}
    assert all(isinstance(key, UUID) for key in keys)
    assert keys == sorted(keys)
    assert len(set(keys)) == 1000


@pytest.mark.parametrize(
    ("make", "prefix"), [(resident_reference, "P"), (contact_reference, "C"), (referral_reference, "R")]
)
def test_a_reference_says_what_it_is_of_and_is_short(make: Callable[[], str], prefix: str) -> None:
    assert re.fullmatch(rf"{prefix}-[2-9A-Z]{{4}}-[2-9A-Z]{{4}}", make())


def test_no_letter_is_misheard_or_misread() -> None:
    assert not MISHEARD & set(ALPHABET)
    assert len(ALPHABET) == len(set(ALPHABET))


def test_gives_what_the_maker_gives_while_there_is_one() -> None:
    key = UUID(int=7)
    with made_by(Maker(lambda: key, lambda prefix: f"{prefix}-1")):
        assert uuid7() == key
        assert new_reference("P") == "P-1"
    assert uuid7() != key
    assert new_reference("P") != "P-1"

"""What a caller can be told at once is found by its own words, by other words for it, and with a slip of the finger."""

import pytest

from referrals.enums import Need
from referrals.guidance import BY_SLUG, guidance_for, ticked, words_to_keep
from referrals.guidance.entries import ENTRIES
from referrals.script import SCRIPT


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("equip", "equipment"),
        ("fell", "falls"),
        ("stairlft", "adaptations"),
        ("dementia", "memory"),
        ("suicide", "mental-health-crisis"),
        ("Blue Badge", "blue-badge"),
        ("attendance allowance", "benefits"),
        ("meals on wheels", "meals"),
        ("tired of caring", "respite"),
        ("mash", "safeguarding-child"),
    ],
)
def test_finds_what_is_meant_first(typed: str, slug: str) -> None:
    assert guidance_for(typed)[0].slug == slug


@pytest.mark.parametrize("typed", ["zzzz", "qwerty", "falls zzzz"])
def test_finds_nothing_where_a_word_stands_nowhere(typed: str) -> None:
    assert guidance_for(typed) == []


@pytest.mark.parametrize("need", list(Need))
def test_every_need_has_guidance_and_a_script(need: str) -> None:
    assert guidance_for("", need)
    assert SCRIPT.about[need].lines


def test_offers_nothing_before_anything_is_known() -> None:
    assert guidance_for("") == []


def test_every_entry_says_whom_to_ring_in_one_slug() -> None:
    assert len(BY_SLUG) == len(ENTRIES) >= 25
    assert all(entry.ring and entry.words.endswith((".", "?")) for entry in ENTRIES)


def test_what_is_ticked_is_kept_after_what_was_typed() -> None:
    kept = words_to_keep("Rang the library.", ["falls", "no such thing"])
    assert kept == f"Rang the library.\n{BY_SLUG['falls'].advice}"
    assert [entry.slug for entry in ticked(["meals", "falls"])] == ["falls", "meals"]

"""LOC: to which locality a person belongs, as truth tables."""

import pytest

from localities.enums import LocalityBasis
from localities.rules import PlaceFacts, longest_prefix, place

AREAS = {"RM16": "grays", "RM16 3": "stanford-corringham", "RM17": "grays", "RM18": "tilbury-chadwell"}
PRACTICE = {"practice_name": "Tilbury Health Centre", "practice_locality": "tilbury-chadwell"}


def test_loc_1_the_practices_pcn_wins_over_the_address() -> None:
    placement = place(PlaceFacts(**PRACTICE, postcode="RM17 5NS"), AREAS)
    assert (placement.locality, placement.basis, placement.rule) == (
        "tilbury-chadwell",
        LocalityBasis.PRACTICE,
        "LOC-1",
    )
    assert "Tilbury Health Centre" in placement.because


def test_loc_2_the_postcode_area_counts_when_no_practice_is_known() -> None:
    placement = place(PlaceFacts(postcode="RM18 8EB"), AREAS)
    assert (placement.locality, placement.basis, placement.rule) == (
        "tilbury-chadwell",
        LocalityBasis.POSTCODE,
        "LOC-2",
    )
    assert "RM18" in placement.because


@pytest.mark.parametrize("without", ["they are registered with no practice", "their practice is outside Thurrock"])
def test_loc_2_and_4_say_what_was_answered_of_the_practice(without: str) -> None:
    by_postcode = place(PlaceFacts(without_practice=without, postcode="RM18 8EB"), AREAS)
    assert by_postcode.because == f"{without}, and RM18 postcodes are in that locality"
    nowhere = place(PlaceFacts(without_practice=without), AREAS)
    assert (nowhere.rule, nowhere.because) == ("LOC-4", f"{without}, and no postcode in Thurrock is known")


def test_loc_3_a_choice_by_hand_with_a_reason_wins_over_both() -> None:
    facts = PlaceFacts(**PRACTICE, postcode="RM17 5NS", chosen_locality="grays", chosen_reason="lives with her son")
    placement = place(facts, AREAS)
    assert (placement.locality, placement.basis, placement.rule) == ("grays", LocalityBasis.BY_HAND, "LOC-3")
    assert "lives with her son" in placement.because


def test_loc_3_a_choice_without_a_reason_does_not_count() -> None:
    assert place(PlaceFacts(**PRACTICE, chosen_locality="grays"), AREAS).rule == "LOC-1"


@pytest.mark.parametrize("postcode", ["", "SE1 9SG", "RM1 7AA", "RM2 0AA"])
def test_loc_4_nothing_known_in_thurrock_is_no_locality(postcode: str) -> None:
    placement = place(PlaceFacts(postcode=postcode), AREAS)
    assert (placement.locality, placement.basis, placement.rule) == ("", LocalityBasis.UNKNOWN, "LOC-4")


@pytest.mark.parametrize(
    ("postcode", "prefix"),
    [
        ("RM16 3ET", "RM16 3"),
        ("RM16 6RS", "RM16"),
        ("rm18 8eb", "RM18"),
        ("RM18", "RM18"),
        ("RM1 8EB", ""),
        ("RM180 8EB", ""),
        ("", ""),
    ],
)
def test_the_longest_whole_beginning_of_a_postcode_counts(postcode: str, prefix: str) -> None:
    assert longest_prefix(postcode, AREAS) == prefix

"""MRG: what holds when two records become one, as truth tables."""

from datetime import date

import pytest

from residents.rules.merging import (
    Links,
    Side,
    agree_on_death,
    belongs_to,
    can_still_be_undone,
    careful,
    earlier_name,
    side_that_counts,
    side_that_yields,
)

S, M = Side.SURVIVOR, Side.MERGED
MERGED_ON = date(2026, 11, 1)


@pytest.mark.parametrize(("today", "can"), [
    (date(2026, 11, 1), True), (date(2026, 12, 1), True), (date(2026, 12, 2), False),
])  # fmt: skip
def test_mrg_1_can_be_undone_for_thirty_days(today: date, can: bool) -> None:
    assert can_still_be_undone(MERGED_ON, today) is can


@pytest.mark.parametrize(("survivor", "merged", "chosen", "side"), [
    ((True,), (True,), "", S),
    ((False,), (True,), "", M),
    ((False,), (False,), "", S),
    ((False, True), (True, True), "", M),
    ((True, False), (False, True), "", S),
    ((True,), (True,), "merged", M),
    ((True, True), (False, True), "merged", M),
    ((False, True), (True, True), "survivor", S),
])  # fmt: skip
def test_mrg_2_what_was_chosen_counts_then_what_is_known(
    survivor: tuple[bool, ...], merged: tuple[bool, ...], chosen: str, side: Side
) -> None:
    assert side_that_counts(survivor, merged, chosen) == side


@pytest.mark.parametrize(("constraint", "kept", "yields"), [
    ("one_main_phone_number", {"phone": S}, M),
    ("one_main_phone_number", {"phone": M}, S),
    ("phone_number_once", {"phone": M, "address": S}, S),
    ("one_present_address", {"phone": M, "address": S}, M),
    ("one_present_address", {"phone": S, "address": M}, S),
    ("access_need_once", {"phone": M, "address": M}, M),
    ("one_main_phone_number", {}, M),
])  # fmt: skip
def test_mrg_3_the_row_of_the_value_that_is_not_kept_yields(
    constraint: str, kept: dict[str, Side], yields: Side
) -> None:
    assert side_that_yields(constraint, kept) == yields


@pytest.mark.parametrize(("one", "other", "agree"), [
    (None, None, True), (MERGED_ON, MERGED_ON, True), (MERGED_ON, date(2026, 10, 31), True),
    (MERGED_ON, None, False), (None, MERGED_ON, False),
])  # fmt: skip
def test_mrg_4_both_have_died_or_neither(one: date | None, other: date | None, agree: bool) -> None:
    assert agree_on_death(one, other) is agree


@pytest.mark.parametrize(("links", "side", "because"), [
    (Links(of_merged="contact C-1"), M, "contact C-1"),
    (Links(of_survivor="contact C-2"), S, "contact C-2"),
    (Links(of_merged="contact C-1", worker_of_survivor="Ben"), M, "contact C-1"),
    (Links(of_survivor="contact C-2", worker_of_merged="Ben"), S, "contact C-2"),
    (Links(worker_of_merged="Ben"), M, "Ben"),
    (Links(worker_of_survivor="Ben"), S, "Ben"),
    (Links(worker_of_merged="Ben", worker_of_survivor="Ben"), S, "Nothing says otherwise"),
    (Links(), S, "Nothing says otherwise"),
])  # fmt: skip
def test_mrg_5_what_came_since_belongs_to_what_it_stems_from(links: Links, side: Side, because: str) -> None:
    suggestion = belongs_to(links)
    assert suggestion.side == side
    assert because in suggestion.because


@pytest.mark.parametrize(("kept", "other", "previous", "becomes"), [
    ("Smith", "Jones", "", "Jones"),
    ("Smith", "Jones", "Brown", "Brown"),
    ("Smith", "SMITH", "", ""),
    ("Smith", "", "", ""),
])  # fmt: skip
def test_mrg_6_a_family_name_that_is_not_kept_becomes_the_earlier_one(
    kept: str, other: str, previous: str, becomes: str
) -> None:
    assert earlier_name(kept, other, previous) == becomes


@pytest.mark.parametrize(("one", "other", "kept"), [
    (True, True, True), (True, False, False), (None, False, False), (None, True, True), (True, None, True),
    (None, None, None),
])  # fmt: skip
def test_mrg_7_no_counts_before_yes_and_yes_before_not_asked(
    one: bool | None, other: bool | None, kept: bool | None
) -> None:
    assert careful(one, other) is kept
    assert careful(other, one) is kept

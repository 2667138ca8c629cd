"""How parts of a conversation are put together: beneath what is there, each word once, nothing overwritten."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused
from talking_shops.handed_in import goes_on, holds, not_there_yet, own_words, put_in, read_part, rows_of, with_rows

LONG = "I would like to go to the choir again, if only the bus"
RING = ("Ring Pat", "worker", "", "")
KEY = ("Bring the key", "family", "Maria", "")


@pytest.mark.parametrize(
    ("have", "now", "before", "after"),
    [
        ("", "Tea.", "", "Tea."),
        ("Tea.", "Cake.", "", "Tea.\n\nCake."),
        ("Tea.", "Tea.", "", "Tea."),
        ("Tea.", "Tea. Cake.", "", "Tea. Cake."),
        ("No", "Nothing hurts.", "", "No\n\nNothing hurts."),
        ("Nothing hurts.", "No", "", "Nothing hurts.\n\nNo"),
        ("Sentence 12.", "Sentence 1", "", "Sentence 12.\n\nSentence 1"),
        (LONG[:-2], LONG, "", LONG),
        ("Before.\n\nTea.", "Tea, with milk.", "Tea.", "Before.\n\nTea, with milk."),
        ("Tea.\n\nAfter.", "", "Tea.", "\n\nAfter."),
        ("Changed here.", "Tea, with milk.", "Tea.", "Changed here.\n\nTea, with milk."),
        ("Lonely.\r\nSince May.", "Lonely.\nSince May. ", "", "Lonely.\nSince May. "),
        ("It is so. Lonely.\r\nSince May.", "Lonely.\nSince May. ", "", "It is so. Lonely.\r\nSince May."),
        ("Tea, with milk, written on.", "Tea, with milk", "Tea", "Tea, with milk, written on."),
    ],
)
def test_a_box_holds_what_was_there_and_what_comes(have: str, now: str, before: str, after: str) -> None:
    fields = put_in({"matters": have}, {"matters": now}, {"matters": before}, of_page=True)
    assert fields.get("matters", "") == after


def test_a_second_sitting_leaves_the_same_words_of_the_first_as_they_are() -> None:
    fields: dict[str, Any] = {"matters": "Mrs B likes tea. She is lonely."} | with_rows({}, [RING])
    before: dict[str, Any] | None = None
    turns = [("She", RING), ("She has a", RING), ("She has a cat.", ("Ring Pat twice", "worker", "", ""))]
    for words, row in turns:
        now = {"matters": words} | with_rows({}, [row])
        after = put_in(fields, now, before)
        fields, before = after, own_words(fields, after, now, before)
    assert fields["matters"] == "Mrs B likes tea. She is lonely.\n\nShe has a cat."
    assert rows_of(fields) == [RING, turns[-1][1]]


def test_what_stood_there_already_is_not_changed_by_who_said_it_again() -> None:
    have = {"matters": "Tea. She is lonely.", "with_whom": "Maria"} | with_rows({}, [RING])
    said = {"matters": "She", "with_whom": "Maria"} | with_rows({}, [RING])
    after = put_in(have, said, of_page=True)
    own = own_words(have, after, said)
    assert (after, own) == (have, {})
    later = {"matters": "She paints.", "with_whom": "Pat"} | with_rows({}, [KEY])
    fields = put_in(after, later, own, of_page=True)
    assert (fields["matters"], fields["with_whom"]) == ("Tea. She is lonely.\n\nShe paints.", "Maria, Pat")
    assert rows_of(fields) == [RING, KEY]


sentences = st.lists(st.sampled_from(["She", "She is", "is", "Tea.", "Tea. She"]), min_size=1, max_size=4)


@given(sittings=st.lists(sentences, min_size=1, max_size=4), order=st.randoms(use_true_random=False))
def test_of_many_sittings_that_say_the_same_each_last_turn_stands_whole(
    sittings: list[list[str]], order: Random
) -> None:
    fields: dict[str, Any] = {}
    own: dict[int, dict[str, Any]] = {}
    left = [place for place, turns in enumerate(sittings) for _ in turns]
    order.shuffle(left)
    said = [iter(turns) for turns in sittings]
    for sitting in left:
        now = {"matters": next(said[sitting])}
        after = put_in(fields, now, own.get(sitting))
        fields, own[sitting] = after, own_words(fields, after, now, own.get(sitting))
    assert sorted(fields["matters"].split("\n\n")) == sorted(turns[-1] for turns in sittings)


def test_what_was_chosen_here_is_not_overwritten_and_what_was_not_is_filled() -> None:
    have = {"place": "home", "effect": "not_said", "held_on": "yesterday", "depth": "fuller", "with_whom": "Maria"}
    now = {"place": "phone", "effect": "reduced", "held_on": "2026-11-22", "depth": "brief", "with_whom": "Pat"}
    fields = put_in(have, now)
    assert (fields["place"], fields["held_on"], fields["depth"]) == ("home", "yesterday", "fuller")
    assert (fields["effect"], fields["with_whom"]) == ("reduced", "Maria, Pat")
    assert put_in(have, now, {"place": "home"})["place"] == "phone"


def test_rows_are_changed_in_their_place_added_and_taken_away_by_their_own_part_alone() -> None:
    have = with_rows({}, [KEY, RING])
    changed = ("Ring Pat twice", "worker", "", "")
    assert rows_of(put_in(have, with_rows({}, [changed]), with_rows({}, [RING]))) == [KEY, changed]
    assert rows_of(put_in(have, {}, with_rows({}, [RING]))) == [KEY]
    assert rows_of(put_in(have, with_rows({}, [RING, changed]), of_page=True)) == [KEY, RING, changed]
    assert rows_of(put_in(have, with_rows({}, [RING, changed]))) == [KEY, RING, RING, changed]


def test_ticks_of_both_are_kept() -> None:
    assert put_in({"still_true": "a"}, {"still_true": ["b", "a"]})["still_true"] == ["a", "b"]


def test_more_rows_than_a_page_holds_are_refused_and_not_dropped() -> None:
    many = [(f"Thing {number}", "worker", "", "") for number in range(20)]
    others = [(f"Other {number}", "worker", "", "") for number in range(20)]
    with pytest.raises(Refused, match="at most 30"):
        put_in(with_rows({}, many), with_rows({}, others))


@pytest.mark.parametrize(
    ("known", "now", "rest"),
    [
        ([], "Tea.", "Tea."),
        (["Tea."], "Tea.", ""),
        (["Earlier.\n\nI miss the choir"], "I miss the choir since May.", " since May."),
        (["I miss the choir", "Cake."], "I miss the choir since May.", " since May."),
        (["Sentence number 1"], "Sentence number 12", "Sentence number 12"),
        (["Tea"], "Team games.", "Team games."),
        (["Lonely."], "Lonely. ", ""),
        (["Lonely.\r\nSince May."], "Lonely.\nSince May.", ""),
        (["Lonely.\r\nSince May."], "Lonely.\nSince May. Or June.", " Or June."),
        (["Something else."], " Lonely.\n", " Lonely.\n"),
    ],
)
def test_to_words_that_stand_only_what_is_new_is_added(known: list[str], now: str, rest: str) -> None:
    assert not_there_yet(known, now) == rest


def test_words_are_the_same_only_as_whole_words() -> None:
    assert holds("Tea. Cake.", "Cake.")
    assert not holds("Teatime.", "Tea")
    assert not goes_on("Tea", "Teatime.")
    assert goes_on("Tea", "Tea and cake.")


def test_an_item_of_another_version_is_left_to_its_writer() -> None:
    with pytest.raises(Refused, match="not as this version"):
        read_part({"words": {}}, schema=2)

"""LIFE-1 to LIFE-6 and ASK-1, over facts alone."""

from datetime import UTC, date, datetime, timedelta

import pytest

from residents.enums import Ending, LifeKind
from residents.rules import ENDED_BY, is_possible_day, is_re_ask, opens_again, partners_look_until
from residents.rules.life import ended_by_death, ended_by_move, may_begin

TODAY = date(2026, 11, 22)


def test_life_1_a_death_ends_everything_that_was_to_be_done() -> None:
    assert ended_by_death() == frozenset(Ending)


def test_life_2_a_move_leaves_the_stay_in_hospital_and_the_access_needs() -> None:
    assert frozenset(Ending) - ended_by_move() == {Ending.STAY, Ending.ACCESS_NEED}


@pytest.mark.parametrize(
    ("day", "born_on", "possible"),
    [
        (TODAY, None, True),
        (TODAY + timedelta(days=1), None, False),
        (date(1945, 7, 14), date(1945, 7, 14), True),
        (date(1945, 7, 13), date(1945, 7, 14), False),
    ],
)
def test_life_3_knows_an_impossible_day(day: date, born_on: date | None, possible: bool) -> None:
    assert is_possible_day(day, born_on, TODAY) is possible


@pytest.mark.parametrize("what", Ending)
def test_life_4_opens_what_nothing_else_ends(what: Ending) -> None:
    assert opens_again(what, [])
    assert not opens_again(what, [LifeKind.DIED])
    assert opens_again(what, [LifeKind.MOVED]) is (what not in ended_by_move())


def test_life_5_lets_partners_look_for_thirty_days() -> None:
    recorded_at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    assert partners_look_until(recorded_at) == datetime(2026, 12, 22, 9, tzinfo=UTC)


def test_every_kind_of_event_has_its_rule() -> None:
    assert set(ENDED_BY) == set(LifeKind)


@pytest.mark.parametrize(
    ("held_already", "supersedes", "confirmed", "asked_again"),
    [
        (False, False, False, False),
        (True, False, False, True),
        (True, True, False, False),
        (True, False, True, False),
        (True, True, True, False),
    ],
)
def test_ask_1_counts_new_words_beside_known_ones(
    held_already: bool, supersedes: bool, confirmed: bool, asked_again: bool
) -> None:
    assert is_re_ask(held_already=held_already, supersedes=supersedes, confirmed=confirmed) is asked_again


@pytest.mark.parametrize(
    ("has_died", "with_family", "may"),
    [(False, False, True), (False, True, True), (True, False, False), (True, True, True)],
)
def test_life_6_nothing_new_begins_but_with_the_family(has_died: bool, with_family: bool, may: bool) -> None:
    assert may_begin(has_died=has_died, with_family=with_family) is may

"""EVE-1 to EVE-6: the rules of community events."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import LONDON
from talking_shops.enums import Mobility
from talking_shops.rules.events import (
    Load,
    free_places,
    load_of,
    may_book,
    may_say_who_came,
    riders,
    who_gets_a_place,
)

ENDS = datetime(2026, 12, 1, 14, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("free", "parties", "got"),
    [
        (0, [1, 1], []),
        (1, [1, 1], [0]),
        (2, [1, 1, 1], [0, 1]),
        (1, [2, 1], [1]),  # a party of two waits on, and the next that fits gets it
        (3, [2, 2, 1], [0, 2]),
        (5, [], []),
    ],
)
def test_eve_1_a_free_place_goes_to_whoever_has_waited_longest_and_fits(
    free: int, parties: list[int], got: list[int]
) -> None:
    assert who_gets_a_place(free, parties) == got


@given(st.integers(0, 40), st.lists(st.integers(1, 10), max_size=30))
def test_eve_1_gives_no_more_than_there_is_and_leaves_nobody_who_would_fit(free: int, parties: list[int]) -> None:
    got = who_gets_a_place(free, parties)
    left = free - sum(parties[position] for position in got)
    assert left >= 0
    assert all(places > left for position, places in enumerate(parties) if position not in got)
    assert got == sorted(set(got))


def test_eve_2_a_place_is_booked_until_the_event_is_over() -> None:
    last = ENDS - timedelta(seconds=1)
    assert may_book(ENDS, last, is_cancelled=False)
    assert not may_book(ENDS, ENDS, is_cancelled=False)
    assert not may_book(ENDS, last, is_cancelled=True)


def test_eve_3_who_came_is_said_from_the_day_on() -> None:
    day = date(2026, 12, 1)
    assert not may_say_who_came(day, day - timedelta(days=1), is_cancelled=False)
    assert may_say_who_came(day, day, is_cancelled=False)
    assert may_say_who_came(day, day + timedelta(days=3), is_cancelled=False)
    assert not may_say_who_came(day, day, is_cancelled=True)


@pytest.mark.parametrize(("places", "escort", "number"), [(1, False, 1), (1, True, 2), (2, True, 2), (3, False, 3)])
def test_eve_4_everybody_of_a_booking_rides_and_an_escort_is_one_of_them(
    places: int, escort: bool, number: int
) -> None:
    assert riders(places, with_escort=escort) == number


def test_eve_5_what_a_driver_takes() -> None:
    rides = [(Mobility.WALKS, 2), (Mobility.AID, 1), (Mobility.TRANSFERS, 1), (Mobility.IN_WHEELCHAIR, 2)]
    assert load_of(rides) == Load(seats=5, wheelchairs=1, folded=1)
    assert load_of([]) == Load()


@pytest.mark.parametrize(("places", "taken", "free"), [(30, 28, 2), (30, 30, 0), (20, 30, 0)])
def test_eve_6_fewer_places_take_none_away(places: int, taken: int, free: int) -> None:
    assert free_places(places, taken) == free

"""FB-1 to FB-6: who is asked, and what may be shown of what they said."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from core.clock import LONDON
from talking_shops.enums import MayAsk
from talking_shops.rules.feedback import (
    can_answer,
    is_answer,
    mean_of,
    quarter_to_show,
    quarters_over,
    shown,
    why_not_ask,
)

ASKED = datetime(2026, 9, 1, 12, tzinfo=LONDON)


@pytest.mark.parametrize(("said", "fits"), [(None, True), (1, True), (5, True), (0, False), (6, False)])
def test_fb_1_an_answer_is_from_one_to_five_or_left_out(said: int | None, fits: bool) -> None:
    assert is_answer(said) is fits


def test_fb_2_only_those_who_agreed_are_asked_and_only_once() -> None:
    assert why_not_ask(MayAsk.YES, has_died=False, answered=False) == ""
    for may_ask in (MayAsk.NO, MayAsk.NOT_ASKED):
        assert why_not_ask(may_ask, has_died=False, answered=False)
    assert why_not_ask(MayAsk.YES, has_died=True, answered=False)
    assert why_not_ask(MayAsk.YES, has_died=False, answered=True)


def test_fb_3_the_link_holds_for_sixty_days() -> None:
    assert can_answer(ASKED, ASKED + timedelta(days=59, hours=23))
    assert not can_answer(ASKED, ASKED + timedelta(days=60))


@pytest.mark.parametrize(
    ("counts", "seen", "total"),
    [
        ([9, 6, 0, 12], [9, 6, 0, 12], 27),
        ([9, 7, 3, 12], [9, None, None, 12], 31),
        ([9, 6, 1, 12], [None, None, None, 12], 28),
        ([9, 7, 7, 3], [9, None, None, None], 26),
        ([2, 1, 0, 0], [None, None, None, None], None),
        ([4, 2, 0, 0], [None, None, 0, 0], 6),
    ],
)
def test_fb_4_small_numbers_are_hidden(counts: list[int], seen: list[int | None], total: int | None) -> None:
    places, told = shown(dict(enumerate(counts)))
    assert (list(places.values()), told) == (seen, total)


def test_fb_4_nobody_who_knows_the_rule_finds_a_hidden_number_by_subtracting() -> None:
    """Every table of four places with up to 11 each: what is published fits several tables that differ in each
    hidden place.
    """
    published = defaultdict(list)
    for counts in product(range(12), repeat=4):
        places, total = shown(dict(enumerate(counts)))
        published[(*places.values(), total)].append(counts)
    for view, tables in published.items():
        for place, seen in enumerate(view[:4]):
            if seen is None:
                assert len({table[place] for table in tables}) > 1, (view, tables)


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 9, 30), (date(2026, 7, 1), date(2026, 10, 1))),
        (date(2025, 12, 31), (date(2025, 10, 1), date(2026, 1, 1))),
        (date(2026, 10, 1), None),
    ],
)
def test_fb_5_only_whole_quarters_that_are_over_are_shown(day: date, quarter: tuple[date, date] | None) -> None:
    assert quarter_to_show(day, date(2026, 11, 22)) == quarter
    assert quarters_over(date(2026, 11, 22), 4) == [
        date(2026, 7, 1), date(2026, 4, 1), date(2026, 1, 1), date(2025, 10, 1)
    ]  # fmt: skip


def test_fb_6_a_mean_of_fewer_than_five_is_not_shown() -> None:
    assert mean_of([5, 5, 4, 4, 4], is_shown=True) == "4.4"
    assert mean_of([5, 5, 4, 4], is_shown=True) == ""
    assert mean_of([5, 5, 4, 4, 4], is_shown=False) == ""

"""ASM-1 to ASM-5 as truth tables."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from assessments.enums import Change
from assessments.rules import UNDO_FOR, is_enough, may_be_held_on, may_undo, may_write, what_changed

STARTED, TODAY = date(2026, 3, 2), date(2026, 3, 9)
AT = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(("started_it", "holds_review", "manages"), list(product([True, False], repeat=3)))
def test_asm_1_any_one_of_the_three_writes_it_and_nobody_else(
    started_it: bool, holds_review: bool, manages: bool
) -> None:
    found = may_write(started_it=started_it, holds_review=holds_review, manages=manages)
    assert found is any([started_it, holds_review, manages])


@pytest.mark.parametrize(
    ("held_on", "written_later", "may"),
    [
        (TODAY, False, True),
        (TODAY + timedelta(days=1), False, False),
        (TODAY + timedelta(days=1), True, False),
        (STARTED, False, True),
        (STARTED - timedelta(days=1), False, False),
        (STARTED - timedelta(days=1), True, True),
    ],
)
def test_asm_2_is_held_today_or_earlier_and_before_it_was_begun_only_when_that_is_said(
    held_on: date, written_later: bool, may: bool
) -> None:
    assert may_be_held_on(held_on, started_on=STARTED, today=TODAY, written_later=written_later) is may


@pytest.mark.parametrize(
    ("ward", "now", "change"),
    [
        ("no", "with_help", Change.BETTER),
        ("no", "yes", Change.BETTER),
        ("with_help", "yes", Change.BETTER),
        ("yes", "with_help", Change.WORSE),
        ("yes", "no", Change.WORSE),
        ("with_help", "no", Change.WORSE),
        *[(same, same, Change.SAME) for same in ("yes", "with_help", "no")],
        *[("not_asked", now, Change.NEWLY_KNOWN) for now in ("yes", "with_help", "no")],
        *[(ward, "not_asked", Change.NOT_ASKED) for ward in ("yes", "with_help", "no", "not_asked", "")],
    ],
)
def test_asm_3_says_of_each_pair_of_answers_what_became_of_it(ward: str, now: str, change: Change) -> None:
    assert what_changed(ward, now, yes_is_better=True) == change


@pytest.mark.parametrize(
    ("ward", "now", "change"),
    [
        ("yes", "no", Change.OTHER),
        ("home", "care_home", Change.OTHER),
        ("A commode", " a  COMMODE", Change.SAME),
        ("A commode", "A frame", Change.OTHER),
        ("", "A frame", Change.NEWLY_KNOWN),
        ("A frame", "", Change.NOT_ASKED),
    ],
)
def test_asm_3_does_not_call_better_or_worse_what_is_only_different(ward: str, now: str, change: Change) -> None:
    assert what_changed(ward, now) == change


@pytest.mark.parametrize(
    ("completed_it", "after", "may"),
    [
        (True, timedelta(0), True),
        (True, UNDO_FOR - timedelta(seconds=1), True),
        (True, UNDO_FOR, False),
        (False, timedelta(0), False),
    ],
)
def test_asm_4_is_opened_again_by_who_completed_it_within_ten_minutes(
    completed_it: bool, after: timedelta, may: bool
) -> None:
    assert may_undo(completed_it=completed_it, completed_at=AT, now=AT + after) is may


@pytest.mark.parametrize(("seen", "decision", "words"), list(product([True, False], repeat=3)))
def test_asm_5_says_who_was_seen_what_was_said_and_what_was_decided(seen: bool, decision: bool, words: bool) -> None:
    found = is_enough(says_seen=seen, says_decision=decision, says_words=words)
    assert found is all([seen, decision, words])

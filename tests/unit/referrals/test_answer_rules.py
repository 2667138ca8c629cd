"""ANS and HAND as truth tables."""

from datetime import UTC, date, datetime, timedelta

import pytest

from localities.places import bank_holidays
from referrals.enums import ReferralSource as S
from referrals.rules.answers import answer_by, comes_back_to_team, is_answer, is_unanswered, waits_for_answer
from referrals.rules.handing import is_felt, may_be_undone, said_aloud

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # Monday → Wednesday
        (date(2026, 11, 26), date(2026, 11, 30)),  # Thursday → Monday
        (date(2026, 11, 27), date(2026, 12, 1)),  # Friday → Tuesday
        (date(2026, 11, 28), date(2026, 12, 1)),  # Saturday → Tuesday
        (date(2026, 11, 29), date(2026, 12, 1)),  # Sunday → Tuesday
        (date(2026, 12, 24), date(2026, 12, 30)),  # Christmas Eve → two bank holidays and a weekend between
        (date(2026, 12, 25), date(2026, 12, 30)),  # received on a bank holiday
    ],
)
def test_ans_1_gives_two_working_days_after_the_day_of_receipt(received: date, expected: date) -> None:
    assert answer_by(received, CHRISTMAS) == expected


@pytest.mark.django_db
def test_ans_1_knows_the_bank_holidays_of_england() -> None:
    assert answer_by(date(2026, 12, 24), bank_holidays()) == date(2026, 12, 30)


@pytest.mark.parametrize(
    ("source", "from_team", "waits"),
    [
        (S.CONTACT, "thurrock first", True),
        (S.CONVERSATION, "grays", True),
        (S.CONTACT, None, False),
        (S.CONVERSATION, None, False),
        (S.CONTACT, "tilbury", False),  # it stays where it is
        (S.SYSTEM, None, False),
        (S.SYSTEM, "thurrock first", False),
        (S.DISCHARGE, "hospital hub", False),
    ],
)
def test_ans_2_waits_only_for_what_one_team_sent_to_another(source: S, from_team: str | None, waits: bool) -> None:
    assert waits_for_answer(source, from_team, "tilbury") is waits


@pytest.mark.parametrize(
    ("step", "answers"), [("accept", True), ("allocate", True), ("return", True), ("ask", False), ("view", False)]
)
def test_ans_3_takes_no_question_for_an_answer(step: str, answers: bool) -> None:
    assert is_answer(step) is answers


@pytest.mark.parametrize(("days", "late"), [(-1, False), (0, False), (1, True), (30, True)])
def test_ans_4_is_late_from_the_day_after(days: int, late: bool) -> None:
    by = date(2026, 11, 25)
    assert is_unanswered(by, by + timedelta(days=days)) is late
    assert is_unanswered(None, by) is False


def test_ans_5_comes_back_to_the_team_of_a_sender_who_has_left() -> None:
    assert comes_back_to_team(False)
    assert not comes_back_to_team(True)


@pytest.mark.parametrize(
    ("from_team", "from_worker", "undone", "felt"),
    [
        (None, None, False, False),  # the first team, the first worker
        ("grays", None, False, True),
        ("tilbury", None, False, False),  # the same team
        (None, "Ben", False, True),
        ("tilbury", "Ben", False, True),
        ("grays", "Ben", True, False),
        ("grays", None, True, False),
    ],
)
def test_hand_1_feels_a_change_of_team_or_worker_unless_it_was_undone(
    from_team: str | None, from_worker: str | None, undone: bool, felt: bool
) -> None:
    assert is_felt(from_team=from_team, to_team="tilbury", from_worker=from_worker, undone=undone) is felt


@pytest.mark.parametrize(
    ("seconds", "acted", "possible"), [(0, False, True), (599, False, True), (600, False, False), (5, True, False)]
)
def test_hand_2_undoes_for_ten_minutes_while_nobody_acted(seconds: int, acted: bool, possible: bool) -> None:
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert may_be_undone(at, at + timedelta(seconds=seconds), acted=acted) is possible


@pytest.mark.parametrize(
    ("matter", "year", "words"),
    [
        (0, 0, "This would be the 1st hand-off for Jean with this."),
        (2, 2, "This would be the 3rd hand-off for Jean with this."),
        (1, 3, "This would be the 2nd hand-off for Jean with this, and the 4th in the last 12 months."),
        (2, 0, "This would be the 3rd hand-off for Jean with this, and the 1st in the last 12 months."),
    ],
)
def test_hand_3_says_aloud_which_one_it_would_be(matter: int, year: int, words: str) -> None:
    assert said_aloud(matter, year, "Jean") == words

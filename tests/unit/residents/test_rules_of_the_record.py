"""ACC, ALE, REA and NHS: what is asked, warned of, looked at again, and kept."""

from datetime import date

import pytest

from residents.enums import AccessAnswer, AccessKind, NhsNumberStatus
from residents.rules.access import (
    against_ringing,
    against_texting,
    answer_about_access,
    formats_of_letters,
    goes_along,
    is_number_to_avoid,
    need_review_by,
    told_before_ringing,
)
from residents.rules.alerts import alert_review_by, chips_shown, is_review_overdue
from residents.rules.nhs_number import keeps_status, status_of_number
from residents.rules.reach import NumberFacts, family_name_before, main_number

K, S = AccessKind, NhsNumberStatus


def test_acc_1_warns_before_ringing_who_asked_for_texts_or_signs() -> None:
    assert against_ringing(K) == [K.NO_PHONE, K.BSL]
    assert against_ringing([K.LARGE_PRINT, K.NO_TEXT]) == []


def test_acc_2_warns_before_texting_who_cannot_read_a_text() -> None:
    assert set(against_texting(K)) == {K.NO_TEXT, K.BRAILLE, K.AUDIO}


def test_acc_3_says_in_which_format_a_letter_must_be() -> None:
    assert set(formats_of_letters(K)) == {K.LARGE_PRINT, K.EASY_READ, K.BRAILLE, K.AUDIO, K.LANGUAGE}


def test_acc_4_tells_before_ringing_of_who_and_what_is_needed() -> None:
    assert told_before_ringing([K.LANGUAGE, K.SPEAK_TO, K.LARGE_PRINT]) == [K.LANGUAGE, K.SPEAK_TO]
    assert not set(told_before_ringing(K)) & set(against_ringing(K)), "a need stops a call or goes with it"


@pytest.mark.parametrize(("safe", "avoided"), [(True, False), (None, False), (False, True)])
def test_acc_5_avoids_a_number_that_is_said_to_be_unsafe(safe: bool | None, avoided: bool) -> None:
    assert is_number_to_avoid(safe) is avoided


@pytest.mark.parametrize(
    ("asked_on", "needs", "answer"),
    [
        (None, 0, AccessAnswer.NOT_ASKED),
        (date(2026, 5, 3), 0, AccessAnswer.NONE),
        (date(2026, 5, 3), 2, AccessAnswer.NEEDS),
        (None, 1, AccessAnswer.NEEDS),
    ],
)
def test_acc_6_not_asked_is_never_none(asked_on: date | None, needs: int, answer: AccessAnswer) -> None:
    assert answer_about_access(asked_on, needs) == answer


@pytest.mark.parametrize(
    ("recorded", "by"), [(date(2026, 5, 3), date(2027, 5, 3)), (date(2028, 2, 29), date(2029, 3, 1))]
)
def test_acc_7_a_need_is_looked_at_within_a_year(recorded: date, by: date) -> None:
    assert need_review_by(recorded) == by


@pytest.mark.parametrize(("may_share", "goes"), [(True, True), (False, False), (None, False)])
def test_acc_8_a_need_goes_along_after_a_yes_alone(may_share: bool | None, goes: bool) -> None:
    assert goes_along(may_share) is goes


def test_ale_1_an_alert_is_looked_at_within_a_year() -> None:
    assert alert_review_by(date(2026, 5, 3)) == date(2027, 5, 3)


@pytest.mark.parametrize(("day", "overdue"), [(date(2026, 5, 4), True), (date(2026, 5, 3), False)])
def test_ale_2_a_review_is_overdue_after_its_day(day: date, overdue: bool) -> None:
    assert is_review_overdue(date(2026, 5, 3), day) is overdue


@pytest.mark.parametrize(
    ("chips", "shown", "more"),
    [([], [], 0), (["a", "b", "c"], ["a", "b", "c"], 0), (["a", "b", "c", "d", "e"], ["a", "b", "c"], 2)],
)
def test_ale_3_shows_three_and_counts_the_rest(chips: list[str], shown: list[str], more: int) -> None:
    assert chips_shown(chips) == (shown, more)


def test_rea_1_the_next_main_number_is_the_newest_that_may_be_rung() -> None:
    old = NumberFacts(0, date(2020, 1, 1), True)
    new = NumberFacts(1, date(2024, 1, 1), None)
    unsafe = NumberFacts(2, date(2026, 1, 1), False)
    assert main_number([old, new, unsafe]) == new
    assert main_number([unsafe]) == unsafe
    assert main_number([]) is None


@pytest.mark.parametrize(
    ("old", "new", "kept", "was_wrong", "before"),
    [
        ("Smith", "Jones", "", False, "Smith"),
        ("Smith", "Jones", "Brown", False, "Smith"),
        ("Smiht", "Smith", "Brown", True, "Brown"),
        ("Smith", "Smith", "Brown", False, "Brown"),
        ("", "Smith", "", False, ""),
    ],
)
def test_rea_2_keeps_the_family_name_before(old: str, new: str, kept: str, was_wrong: bool, before: str) -> None:
    assert family_name_before(old=old, new=new, kept=kept, was_wrong=was_wrong) == before


@pytest.mark.parametrize(
    ("number", "chosen", "status"),
    [
        ("9434765919", "", S.NOT_TRACED),
        ("9434765919", S.VERIFIED, S.VERIFIED),
        ("9434765919", S.NOT_PRESENT, S.NOT_TRACED),
        (None, S.VERIFIED, S.NOT_PRESENT),
        (None, S.TRACE_REQUIRED, S.TRACE_REQUIRED),
    ],
)
def test_nhs_1_a_status_fits_the_number(number: str | None, chosen: str, status: NhsNumberStatus) -> None:
    assert status_of_number(number=number, chosen=chosen) == status


def test_nhs_2_what_was_verified_was_the_other_number() -> None:
    assert keeps_status("9434765919", "9434765919")
    assert not keeps_status("9434765919", "9990000000")

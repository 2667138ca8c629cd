"""NOT-1 to NOT-7 as tables of truth."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from discharges.enums import WithdrawalKind, WithdrawalReason
from discharges.rules.notices import (
    REASONS,
    Ask,
    Identified,
    Message,
    corrects,
    fingerprint,
    is_about,
    is_over,
    is_taken_back_already,
    may_fill,
    withdrawn,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
BIRTH = date(1945, 7, 14)
TOLD: dict[str, Any] = {"family_name": "Smith", "hospital": "basildon", "issued_at": NOON, "ward": "Elizabeth Fry"}


@pytest.mark.parametrize(
    ("more", "same"),
    [
        ({"family_name": " SMITH "}, True),
        ({"ward": "elizabeth   fry "}, True),
        ({"message_id": "M2"}, True),
        ({"replaces_message": "M1"}, True),
        ({"born_on": None, "phone": ""}, True),
        ({"issued_at": NOON.astimezone(tz=None)}, True),
        ({"family_name": "Smyth"}, False),
        ({"hospital": "southend"}, False),
        ({"issued_at": LATER}, False),
        ({"born_on": BIRTH}, False),
        ({"family_name": "岡本"}, False),
    ],
)
def test_not_1_the_same_content_is_one_notice(more: dict[str, Any], same: bool) -> None:
    assert (fingerprint("assessment", TOLD) == fingerprint("assessment", TOLD | more)) is same


def test_not_1_another_kind_is_another_notice() -> None:
    assert fingerprint("assessment", TOLD) != fingerprint("discharge", TOLD)


def test_not_1_words_do_not_run_into_the_next_field() -> None:
    assert fingerprint("discharge", {"ward": "ab", "reason": "c"}) != fingerprint(
        "discharge", {"ward": "a", "reason": "bc"}
    )


@pytest.mark.parametrize(
    ("later", "earlier", "answer"),
    [
        (("M2", "M1", LATER), ("M1", "", NOON), True),
        (("", "M1", NOON), ("M1", "", LATER), True),
        (("M1", "", LATER), ("M1", "", NOON), True),
        (("M1", "", NOON), ("M1", "", LATER), False),
        (("M2", "", LATER), ("M1", "", NOON), False),
        (("", "", LATER), ("", "", NOON), False),
        (("M2", "M3", LATER), ("M1", "", NOON), False),
    ],
)
def test_not_2_a_correction_names_its_message_or_is_it(later: Any, earlier: Any, answer: bool) -> None:
    assert corrects(Message(*later), Message(*earlier)) is answer


@pytest.mark.parametrize(
    ("number", "born_on", "names", "answer"),
    [
        ("1", BIRTH, {"smith"}, True),
        ("1", BIRTH, {"jones"}, True),
        ("1", None, {"smith"}, True),
        ("1", date(1945, 7, 15), {"smith"}, True),
        ("1", date(1945, 7, 15), {"jones"}, False),
        ("1", None, {""}, False),
        ("", BIRTH, {"smith"}, False),
        ("2", BIRTH, {"smith"}, False),
    ],
)
def test_not_3_a_number_and_a_birth_date_or_family_name_are_somebody(
    number: str, born_on: date | None, names: set[str], answer: bool
) -> None:
    known = Identified("1", BIRTH, frozenset({"smith", ""}))
    assert is_about(Identified(number, born_on, frozenset(names)), known) is answer


def test_not_3_a_birth_date_that_neither_knows_does_not_agree() -> None:
    assert not is_about(Identified("1", None, frozenset({"a"})), Identified("1", None, frozenset({"b"})))


ASKS = {
    WithdrawalReason.DIED: Ask.DEATH,
    WithdrawalReason.SELF_DISCHARGED: Ask.DISCHARGE,
    WithdrawalReason.INTERMEDIATE: Ask.DISCHARGE,
    WithdrawalReason.ELSEWHERE: Ask.MOVE,
    WithdrawalReason.TREATMENT: Ask.STAY,
}
DAY_FALLS = {
    WithdrawalReason.INADEQUATE,
    WithdrawalReason.TREATMENT,
    WithdrawalReason.WORSE,
    WithdrawalReason.DIED,
    WithdrawalReason.SELF_DISCHARGED,
}


def test_not_4_all_thirteen_reasons_have_their_effect() -> None:
    assert set(REASONS) == set(WithdrawalReason)
    assert len(REASONS) == 13


@pytest.mark.parametrize("reason", WithdrawalReason)
def test_not_4_each_reason_asks_what_a_person_must_decide(reason: WithdrawalReason) -> None:
    effect = withdrawn(WithdrawalKind.ALL, reason)
    assert effect.asks == ASKS.get(reason, Ask.NOTHING)
    assert effect.day_falls is (reason in DAY_FALLS)
    assert effect.everything is (reason == WithdrawalReason.IN_ERROR)
    assert effect.words or reason == WithdrawalReason.OTHER


@pytest.mark.parametrize(
    ("kind", "assessment", "discharge"), [("all", True, True), ("assessment", True, False), ("discharge", False, True)]
)
def test_not_4_a_withdrawal_reaches_the_notices_that_it_names(kind: str, assessment: bool, discharge: bool) -> None:
    effect = withdrawn(kind, WithdrawalReason.SAFE)
    assert (effect.assessment, effect.discharge) == (assessment, discharge)


@pytest.mark.parametrize(
    ("is_empty", "by_notice", "typed_at", "answer"),
    [
        (True, None, LATER, True),
        (False, NOON - timedelta(hours=1), LATER, True),
        (False, LATER, NOON - timedelta(hours=1), False),
        (False, None, NOON - timedelta(hours=1), True),
        (False, None, LATER, False),
        (False, None, NOON, False),
    ],
)
def test_not_5_nothing_is_overwritten_by_something_older(
    is_empty: bool, by_notice: datetime | None, typed_at: datetime, answer: bool
) -> None:
    assert may_fill(is_empty=is_empty, set_by_notice_of=by_notice, typed_at=typed_at, issued_at=NOON) is answer


@pytest.mark.parametrize(
    ("kind", "withdrawal", "withdrawn_at", "answer"),
    [
        ("assessment", "all", LATER, True),
        ("assessment", "assessment", NOON, True),
        ("assessment", "discharge", LATER, False),
        ("discharge", "discharge", LATER, True),
        ("discharge", "assessment", LATER, False),
        ("assessment", "all", NOON - timedelta(minutes=1), False),
        ("withdrawal", "all", LATER, False),
    ],
)
def test_not_6_what_was_withdrawn_before_it_came_changes_nothing(
    kind: str, withdrawal: str, withdrawn_at: datetime, answer: bool
) -> None:
    assert is_taken_back_already(kind, NOON, withdrawal, withdrawn_at) is answer


@pytest.mark.parametrize(
    ("issued", "admitted", "home", "answer"),
    [(20, None, 20, True), (20, 18, 21, True), (21, None, 20, False), (20, 22, 21, False)],
)
def test_not_7_a_stay_that_is_over_is_over(issued: int, admitted: int | None, home: int, answer: bool) -> None:
    admitted_on = date(2026, 11, admitted) if admitted else None
    assert is_over(date(2026, 11, issued), admitted_on, date(2026, 11, home)) is answer

"""NOT-1 to NOT-8 as tables of truth."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from discharges.enums import WithdrawalKind, WithdrawalReason
from discharges.rules.notices import (
    REASONS,
    Ask,
    Identified,
    Issued,
    Message,
    Verdict,
    WentHome,
    corrects,
    fingerprint,
    is_about,
    is_over,
    is_taken_back,
    may_fill,
    waiting_since,
    withdrawn,
)

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LATER = NOON + HOUR
MIDNIGHT, LAST = NOON - 12 * HOUR, NOON + 12 * HOUR - timedelta(seconds=1)  # London is on GMT in November
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


def at(moment: datetime, *, came: datetime = LAST) -> Issued:
    """A notice with its moment."""
    return Issued(moment.date(), moment, moment, came)


def by_day(came: datetime, day: datetime = MIDNIGHT) -> Issued:
    """A notice that names the day alone."""
    return Issued(day.date(), day, min(came, day + 24 * HOUR - timedelta(seconds=1)), came)


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
    assert corrects(Message(*later[:2], at(later[2])), Message(*earlier[:2], at(earlier[2]))) is answer


@pytest.mark.parametrize(
    ("later", "earlier", "answer"),
    [
        (by_day(LATER), by_day(NOON), True),
        (by_day(NOON), by_day(LATER), False),
        (at(NOON, came=LATER), at(NOON, came=NOON), True),
        (at(NOON, came=NOON), at(NOON, came=LATER), False),
        (at(NOON, came=LATER), by_day(NOON), True),
        (by_day(LAST, MIDNIGHT - 24 * HOUR), at(NOON, came=NOON), False),
    ],
)
def test_not_2_of_one_day_the_one_that_came_later_corrects(later: Issued, earlier: Issued, answer: bool) -> None:
    assert corrects(Message("M1", "", later), Message("M1", "", earlier)) is answer


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
        (False, NOON - HOUR, LATER, True),
        (False, LATER, NOON - HOUR, False),
        (False, None, NOON - HOUR, True),
        (False, None, LATER, False),
        (False, None, NOON, False),
    ],
)
def test_not_5_nothing_is_overwritten_by_something_older(
    is_empty: bool, by_notice: datetime | None, typed_at: datetime, answer: bool
) -> None:
    source = at(by_notice) if by_notice else None
    assert may_fill(is_empty=is_empty, set_by=source, typed_at=typed_at, issued=at(NOON)) is answer


@pytest.mark.parametrize(
    ("set_by", "typed_at", "answer"),
    [
        (None, MIDNIGHT - HOUR, True),
        (None, MIDNIGHT + HOUR, False),
        (by_day(NOON), MIDNIGHT - HOUR, True),
        (by_day(LAST), MIDNIGHT - HOUR, False),
        (at(NOON, came=NOON), LATER, True),
    ],
)
def test_not_5_a_day_alone_yields_to_what_the_hub_typed_that_day(
    set_by: Issued | None, typed_at: datetime, answer: bool
) -> None:
    assert may_fill(is_empty=False, set_by=set_by, typed_at=typed_at, issued=by_day(LATER)) is answer


YES, NO, OPEN = Verdict.YES, Verdict.NO, Verdict.OPEN


@pytest.mark.parametrize(
    ("kind", "withdrawal", "withdrawn_at", "answer"),
    [
        ("assessment", "all", LATER, YES),
        ("assessment", "assessment", NOON, YES),
        ("assessment", "discharge", LATER, NO),
        ("discharge", "discharge", LATER, YES),
        ("discharge", "assessment", LATER, NO),
        ("assessment", "all", NOON - timedelta(minutes=1), NO),
        ("withdrawal", "all", LATER, NO),
    ],
)
def test_not_6_what_was_withdrawn_before_it_came_changes_nothing(
    kind: str, withdrawal: str, withdrawn_at: datetime, answer: Verdict
) -> None:
    assert is_taken_back(kind, at(NOON), withdrawal, at(withdrawn_at)) is answer


@pytest.mark.parametrize(
    ("issued", "withdrawal", "answer"),
    [
        (at(NOON, came=NOON), by_day(LATER), YES),  # both of one day, the notice was here first
        (at(LATER, came=LATER), by_day(NOON), NO),  # issued after the withdrawal was here
        (at(NOON, came=LAST), by_day(LATER), OPEN),
        (by_day(NOON), at(NOON - HOUR, came=LATER), YES),
        (by_day(LATER), at(NOON, came=NOON), OPEN),
        (by_day(NOON), by_day(LATER), YES),
        (by_day(LATER), by_day(NOON), OPEN),
        (at(NOON, came=LAST), by_day(LAST, MIDNIGHT - 24 * HOUR), NO),
        (at(NOON - 24 * HOUR), by_day(NOON), YES),
    ],
)
def test_not_6_of_a_day_alone_the_order_counts_in_which_they_came(
    issued: Issued, withdrawal: Issued, answer: Verdict
) -> None:
    assert is_taken_back("assessment", issued, "all", withdrawal) is answer


def day(number: int) -> date:
    return date(2026, 11, number)


@pytest.mark.parametrize(
    ("issued", "admitted", "home", "answer"),
    [(19, None, 20, YES), (20, 18, 21, YES), (21, None, 20, NO), (20, 22, 21, NO), (21, 18, 20, OPEN)],
)
def test_not_7_a_stay_that_is_over_is_over(issued: int, admitted: int | None, home: int, answer: Verdict) -> None:
    moment = datetime(2026, 11, issued, 9, tzinfo=UTC)
    recorded = datetime(2026, 11, home, 12, tzinfo=UTC)
    went = WentHome(day(home), recorded, day(home), None)
    assert is_over(at(moment), day(admitted) if admitted else None, went) is answer


@pytest.mark.parametrize(
    ("issued", "admitted", "recorded_at", "stay_from", "answer"),
    [
        (at(LATER), None, NOON, 15, NO),  # after the discharge was recorded: a new stay
        (at(NOON - HOUR), None, NOON, 15, YES),
        (at(NOON), None, NOON, 15, YES),
        (by_day(LAST), None, NOON, 15, OPEN),
        (by_day(NOON - HOUR), None, NOON, 15, YES),  # it was here before the discharge was recorded
        (at(LATER), None, NOON + 24 * HOUR, 15, OPEN),  # recorded the day after: at which hour they left nobody knows
        (at(NOON), 20, NOON + 24 * HOUR, 15, NO),  # admitted that day, and the stay that ended began before
        (by_day(LAST), 20, NOON, 15, NO),
        (at(LATER), 20, NOON, 20, NO),
        (at(NOON - HOUR), 20, NOON, 20, YES),  # admitted and home on one day
        (at(NOON - HOUR), 20, NOON, None, OPEN),
        (at(LATER), 20, NOON, None, NO),
        (at(NOON - HOUR), 15, NOON, 15, YES),
        (at(LATER), 15, NOON, 15, OPEN),  # the ward has them in hospital still, the hub at home
        (by_day(LAST), 15, NOON, 15, YES),
    ],
)
def test_not_7_on_the_day_they_went_home_the_moments_decide_or_the_hub(
    issued: Issued, admitted: int | None, recorded_at: datetime, stay_from: int | None, answer: Verdict
) -> None:
    went = WentHome(day(20), recorded_at, recorded_at.date(), day(stay_from) if stay_from else None)
    assert is_over(issued, day(admitted) if admitted else None, went) is answer


@pytest.mark.parametrize(
    ("today", "came", "is_told"),
    [
        (date(2026, 11, 18), date(2026, 11, 17), False),  # Wednesday, Tuesday: no whole working day lies between
        (date(2026, 11, 18), date(2026, 11, 16), True),
        (date(2026, 11, 23), date(2026, 11, 20), False),  # Monday, Friday
        (date(2026, 11, 24), date(2026, 11, 20), True),
        (date(2026, 11, 24), date(2026, 11, 22), True),  # came on a Sunday; Monday lies between
        (date(2026, 11, 22), date(2026, 11, 19), True),  # Sunday, Thursday: Friday lies between
        (date(2026, 12, 29), date(2026, 12, 24), False),  # Christmas, Boxing Day, a weekend, their bank holiday
        (date(2026, 12, 30), date(2026, 12, 24), True),
    ],
)
def test_not_8_waits_long_once_a_working_day_lies_between(today: date, came: date, is_told: bool) -> None:
    holidays = {date(2026, 12, 25), date(2026, 12, 28)}
    assert (came < waiting_since(today, holidays)) is is_told

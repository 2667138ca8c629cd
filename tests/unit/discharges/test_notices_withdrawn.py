"""Withdrawals undo exactly what their notices did; corrections go on from it."""

from datetime import timedelta

import pytest

from accounts.models import User
from core import clock
from discharges.actions import plan_discharge, raise_blocker, record_discharge
from discharges.enums import BlockerKind, ClockStatus, NoticeStatus, Pathway, StayStatus, WithdrawalReason
from discharges.models import HospitalNotice, HospitalStay
from outbox.models import Job
from residents.models import Resident
from tests.factories.field import make_clock, make_stay
from tests.factories.notices import JEANS_NUMBER, hours_ago, receive
from tests.factories.people import make_resident

DAY = timedelta(days=1)


@pytest.fixture
def jeannie(asha: User) -> Resident:
    """Jean Smith, with the NHS number that the ward's notices name."""
    return make_resident(asha, nhs_number=JEANS_NUMBER)


def withdraw(by: User, reason: str, kind: str = "all", **more: str) -> HospitalNotice:
    words = {"issued_at": hours_ago(0.5), "withdrawal": kind, "withdrawal_reason": reason} | more
    return receive(by, "withdrawal", **words)


def in_days(days: int) -> str:
    return str(clock.today() + days * DAY)


def test_not_4_sent_in_error_takes_somebody_off_the_list_and_the_clock_runs_again(
    jeannie: Resident, gwen: User
) -> None:
    running = make_clock(jeannie, gwen, days_ago=9)
    first = receive(gwen, admitted_on=str(clock.days_ago(1)))
    notice = withdraw(gwen, "12")
    running.refresh_from_db()
    first.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    assert first.stay is not None
    assert first.stay.status == StayStatus.VOIDED
    assert notice.told[:2] == ["Taken off the hospital list.", "The six-week clock that the stay had ended runs again."]
    assert first.told[-1].startswith("Withdrawn on")


def test_not_4_sent_in_error_leaves_a_stay_of_which_more_has_happened(jeannie: Resident, gwen: User) -> None:
    receive(gwen)
    stay = HospitalStay.objects.get()
    raise_blocker(stay=stay, kind=BlockerKind.TRANSPORT, by=gwen)
    notice = withdraw(gwen, "12")
    stay.refresh_from_db()
    assert stay.status == StayStatus.IN_HOSPITAL
    assert stay.needs_assessment is False
    assert any("because more has happened" in sentence for sentence in notice.told)


def test_not_4_sent_in_error_puts_back_what_it_had_changed_and_nothing_else(jeannie: Resident, gwen: User) -> None:
    stay = make_stay(jeannie, gwen, ward="", expected_on=None)
    receive(gwen, discharge_on=in_days(3))
    plan_discharge(stay=stay, by=gwen, expected_on=clock.today() + 5 * DAY)
    notice = withdraw(gwen, "12")
    stay.refresh_from_db()
    assert (stay.ward, stay.asked_on, stay.expected_on) == ("", None, clock.today() + 5 * DAY)
    assert any("Expected home was changed since" in sentence for sentence in notice.told)


@pytest.mark.parametrize("reason", [one for one in WithdrawalReason if one != WithdrawalReason.IN_ERROR])
def test_not_4_any_other_reason_ends_the_wish_for_an_assessment_and_keeps_the_stay(
    jeannie: Resident, gwen: User, reason: str
) -> None:
    receive(gwen)
    notice = withdraw(gwen, reason, withdrawal_other="The family decided" if reason == "13" else "")
    stay = HospitalStay.objects.get()
    assert (stay.status, stay.needs_assessment) == (StayStatus.IN_HOSPITAL, False)
    assert "An assessment is no longer asked for." in notice.told
    assert stay.ward == "Elizabeth Fry ward"


@pytest.mark.parametrize(("reason", "falls"), [("07", True), ("10", True), ("01", False)])
def test_not_4_the_expected_day_falls_where_the_reason_says_so(
    jeannie: Resident, gwen: User, reason: str, falls: bool
) -> None:
    receive(gwen)
    receive(gwen, "discharge", issued_at=hours_ago(1), discharge_on=in_days(2))
    withdraw(gwen, reason, "assessment")
    assert HospitalStay.objects.get().expected_on == (None if falls else clock.today() + 2 * DAY)


def test_not_4_a_withdrawn_discharge_notice_puts_the_day_back(jeannie: Resident, gwen: User) -> None:
    receive(gwen, discharge_on=in_days(1))
    receive(gwen, "discharge", issued_at=hours_ago(1), discharge_on=in_days(2))
    notice = withdraw(gwen, "13", "discharge", withdrawal_other="Bed was closed")
    stay = HospitalStay.objects.get()
    assert (stay.expected_on, stay.needs_assessment) == (clock.today() + DAY, True)
    assert notice.told[-1] == "The ward's reason: Bed was closed"


@pytest.mark.parametrize(("reason", "asks"), [("08", "death"), ("10", "discharge"), ("06", "move"), ("01", "")])
def test_not_4_what_a_person_must_decide_is_asked_and_the_hub_told(
    jeannie: Resident, gwen: User, reason: str, asks: str
) -> None:
    receive(gwen)
    notice = withdraw(gwen, reason)
    assert notice.did is not None
    assert notice.did["asks"] == asks
    assert Job.objects.filter(dedupe_key=f"notice:{notice.pk}").exists() is bool(asks)


def test_a_withdrawal_of_what_nobody_sent_changes_nothing_of_what_the_hub_typed(jeannie: Resident, gwen: User) -> None:
    stay = make_stay(jeannie, gwen, expected_on=clock.today())
    notice = withdraw(gwen, "01", issued_at=hours_ago(1))
    stay.refresh_from_db()
    assert (stay.needs_assessment, stay.expected_on, stay.version) == (True, clock.today(), 1)
    assert "No notice of theirs was here" in notice.told[0]


def test_not_6_a_withdrawal_before_its_notice_leaves_nothing_for_it_to_change(jeannie: Resident, gwen: User) -> None:
    withdraw(gwen, "01")
    late = receive(gwen)
    assert not HospitalStay.objects.exists()
    assert "before it came in: nothing was changed" in late.told[0]
    receive(gwen, issued_at=hours_ago(0.1), ward="Orsett")
    assert HospitalStay.objects.get().ward == "Orsett"


def test_a_withdrawal_after_they_went_home_leaves_the_clock(jeannie: Resident, gwen: User) -> None:
    receive(gwen, admitted_on=str(clock.days_ago(3)))
    running = record_discharge(
        stay=HospitalStay.objects.get(), discharged_on=clock.today(), pathway=Pathway.P1, by=gwen
    )
    notice = withdraw(gwen, "12")
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    assert "nothing was changed" in notice.told[0]


def test_not_2_a_correction_changes_what_it_says_and_puts_back_what_it_does_not(jeannie: Resident, gwen: User) -> None:
    first = receive(gwen, message_id="M1", discharge_on=in_days(3), hospital_number="B1")
    again = receive(gwen, message_id="M1", issued_at=hours_ago(1), ward="Orsett ward", discharge_on=in_days(3))
    first.refresh_from_db()
    stay = HospitalStay.objects.get()
    assert (first.status, again.replaces, stay.ward, stay.hospital_number) == ("replaced", first, "Orsett ward", "")
    assert "Ward: “Elizabeth Fry ward” → “Orsett ward”." in again.told
    assert first.told[-1] == "A corrected notice has replaced it."
    withdraw(gwen, "12")
    stay.refresh_from_db()
    assert stay.status == StayStatus.VOIDED


def test_not_2_a_correction_about_somebody_else_undoes_the_first(jeannie: Resident, asha: User, gwen: User) -> None:
    other = make_resident(asha, nhs_number="9434765919", family_name="Cole")
    receive(gwen, message_id="M1")
    receive(
        gwen, message_id="M2", replaces_message="M1", issued_at=hours_ago(1), nhs_number="9434765919",
        family_name="Cole",
    )  # fmt: skip
    assert HospitalStay.objects.get(status=StayStatus.IN_HOSPITAL).resident == other
    assert HospitalStay.objects.get(resident=jeannie).status == StayStatus.VOIDED


def test_not_2_a_correction_that_came_first_counts(jeannie: Resident, gwen: User) -> None:
    correction = receive(gwen, message_id="M2", replaces_message="M1", issued_at=hours_ago(1), ward="Orsett")
    original = receive(gwen, message_id="M1")
    correction.refresh_from_db()
    assert (original.status, correction.replaces) == (NoticeStatus.REPLACED, original)
    assert HospitalStay.objects.get().ward == "Orsett"
    assert "corrected before it came in" in original.told[0]


def test_not_2_a_corrected_withdrawal_asks_for_the_assessment_again(jeannie: Resident, gwen: User) -> None:
    receive(gwen, message_id="M1")
    withdraw(gwen, "01", message_id="M2", issued_at=hours_ago(1))
    receive(gwen, "withdrawal", message_id="M3", replaces_message="M2", withdrawal="discharge", withdrawal_reason="01")
    assert HospitalStay.objects.get().needs_assessment is True

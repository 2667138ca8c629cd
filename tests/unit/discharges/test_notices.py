"""What notices change, and what withdrawals and corrections take back."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused, WrongState
from discharges.actions import (
    match_notice,
    receive_notice,
    set_aside,
    take_back,
)
from discharges.enums import ClockStatus, NoticeSource, NoticeStatus, StayStatus
from discharges.models import HospitalNotice, HospitalStay, SixWeekClock
from residents.actions import record_death
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry
from tests.factories.duplicates import make_merge
from tests.factories.field import make_clock, make_stay
from tests.factories.notices import JEANS_NUMBER, hours_ago, read, receive
from tests.factories.people import make_resident

DAY = timedelta(days=1)


@pytest.fixture
def jeannie(asha: User) -> Resident:
    """Jean Smith, with the NHS number that the ward's notices name."""
    return make_resident(asha, nhs_number=JEANS_NUMBER)


def stay_of(resident: Resident) -> HospitalStay:
    return HospitalStay.objects.get(resident=resident, status=StayStatus.IN_HOSPITAL)


def in_days(days: int) -> str:
    return str(clock.today() + days * DAY)


def test_an_assessment_notice_puts_somebody_on_the_hospital_list(jeannie: Resident, gwen: User) -> None:
    notice = receive(
        gwen, admitted_on=str(clock.days_ago(2)), discharge_on=in_days(3), liaison_name="Sr Webb",
        liaison_phone="01268 524900", hospital_number="B123", admission_reason="Fall",
    )  # fmt: skip
    stay = stay_of(jeannie)
    assert (notice.status, notice.resident, notice.stay) == (NoticeStatus.APPLIED, jeannie, stay)
    assert (stay.hospital, stay.ward, stay.admitted_on) == ("basildon", "Elizabeth Fry ward", clock.days_ago(2))
    assert (stay.expected_on, stay.liaison) == (clock.today() + 3 * DAY, "Sr Webb, 01268 524900")
    assert (stay.hospital_number, stay.admission_reason) == ("B123", "Fall")
    assert (stay.asked_on, stay.needs_assessment) == (clock.london_date(notice.issued_at), True)
    assert notice.told == ["Put on the hospital list: Basildon University Hospital, Elizabeth Fry ward."]
    entry = TimelineEntry.objects.get(resident=jeannie, title="Assessment notice from Basildon University Hospital")
    assert (entry.kind, entry.detail) == (TimelineKind.HOSPITAL, notice.told[0])
    assert {"notice.received", "notice.taken_up"} <= set(Event.objects.values_list("verb", flat=True))


def test_an_assessment_notice_of_a_readmission_ends_the_running_clock(jeannie: Resident, gwen: User) -> None:
    running = make_clock(jeannie, gwen, days_ago=9)
    receive(gwen, admitted_on=str(clock.days_ago(1)))
    running.refresh_from_db()
    assert (running.status, running.superseded_by) == (ClockStatus.ENDED, stay_of(jeannie))


def test_not_7_a_late_notice_of_a_stay_that_is_over_ends_no_clock(jeannie: Resident, gwen: User) -> None:
    running = make_clock(jeannie, gwen, days_ago=2)
    notice = receive(gwen, issued_at=hours_ago(24 * 5))
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    assert not HospitalStay.objects.filter(status=StayStatus.IN_HOSPITAL).exists()
    assert "after it was issued: nothing was changed" in notice.told[0]


def test_fills_in_what_the_list_does_not_know_and_says_so(jeannie: Resident, gwen: User) -> None:
    stay = make_stay(jeannie, gwen, ward="", expected_on=None)
    notice = receive(gwen, discharge_on=in_days(4))
    stay.refresh_from_db()
    assert (stay.ward, stay.expected_on) == ("Elizabeth Fry ward", clock.today() + 4 * DAY)
    assert "Ward: not known → “Elizabeth Fry ward”." in notice.told
    assert HospitalStay.objects.count() == 1


def test_not_5_keeps_what_the_hub_typed_after_the_notice_was_issued(jeannie: Resident, gwen: User) -> None:
    stay = make_stay(jeannie, gwen, expected_on=clock.today() + DAY)
    notice = receive(gwen, issued_at=hours_ago(3), discharge_on=in_days(6), ward="Elizabeth Fry ward")
    stay.refresh_from_db()
    assert stay.expected_on == clock.today() + DAY
    assert any(sentence.startswith("Expected home stays") and "it says" in sentence for sentence in notice.told)


def test_not_5_a_newer_notice_replaces_what_an_earlier_one_said(jeannie: Resident, gwen: User) -> None:
    receive(gwen, issued_at=hours_ago(5), discharge_on=in_days(2))
    receive(gwen, "discharge", issued_at=hours_ago(3), discharge_on=in_days(4))
    receive(gwen, "discharge", issued_at=hours_ago(4), discharge_on=in_days(3))
    assert stay_of(jeannie).expected_on == clock.today() + 4 * DAY


def test_a_discharge_notice_sets_the_day_and_starts_no_clock(jeannie: Resident, gwen: User) -> None:
    receive(gwen)
    notice = receive(gwen, "discharge", issued_at=hours_ago(1), discharge_on=in_days(0))
    assert stay_of(jeannie).expected_on == clock.today()
    assert not SixWeekClock.objects.exists()
    assert "The six-week clock starts when the hub records the discharge." in notice.told


def test_a_discharge_notice_of_somebody_not_listed_asks_for_no_assessment(jeannie: Resident, gwen: User) -> None:
    receive(gwen, "discharge")
    assert stay_of(jeannie).needs_assessment is False


def test_not_1_the_same_notice_twice_is_one_notice(jeannie: Resident, gwen: User) -> None:
    first = read(ward="Orsett")
    one, is_new = receive_notice(read=first, source=NoticeSource.FORM, by=gwen)
    again = read(ward=" orsett ", family_name="SMITH", issued_at=first.values["issued_at"].isoformat())
    other, again_new = receive_notice(read=again, source=NoticeSource.API, by=gwen)
    assert (is_new, again_new, other) == (True, False, one)
    assert HospitalNotice.objects.count() == 1


@pytest.mark.parametrize(
    "words",
    [
        {"nhs_number": ""},
        {"born_on": "1/1/1950", "family_name": "Jones"},
        {"nhs_number": "9434765919"},
    ],
)
def test_not_3_waits_for_the_hub_where_there_is_any_doubt(jeannie: Resident, gwen: User, words: dict[str, str]) -> None:
    notice = receive(gwen, **words)
    assert (notice.status, notice.resident) == (NoticeStatus.WAITING, None)
    assert not HospitalStay.objects.exists()


def test_not_3_a_former_family_name_agrees_too(asha: User, gwen: User) -> None:
    known = make_resident(asha, nhs_number=JEANS_NUMBER, born_on=None, previous_family_name="Fletcher")
    assert receive(gwen, family_name="FLETCHER", born_on="").resident == known


def test_a_notice_about_a_record_that_was_merged_goes_to_the_one_that_was_kept(
    jeannie: Resident, asha: User, gwen: User
) -> None:
    kept = make_resident(asha)
    make_merge(kept, jeannie, asha)
    notice = receive(gwen)
    assert (notice.resident, stay_of(kept).ward) == (kept, "Elizabeth Fry ward")


def test_the_hub_says_whom_a_notice_is_about(jeannie: Resident, gwen: User) -> None:
    waiting = receive(gwen, nhs_number="")
    taken = match_notice(notice=waiting, resident=jeannie, by=gwen)
    assert (taken.status, taken.stay) == (NoticeStatus.APPLIED, stay_of(jeannie))
    with pytest.raises(WrongState):
        match_notice(notice=waiting, resident=jeannie, by=gwen)


def test_a_notice_about_somebody_who_died_waits_and_says_why(jeannie: Resident, gwen: User) -> None:
    record_death(resident=jeannie, died_on=clock.days_ago(3), by=gwen, how_known="the family")
    notice = receive(gwen)
    assert (notice.status, notice.resident) == (NoticeStatus.WAITING, jeannie)
    assert "has died" in notice.told[0]
    with pytest.raises(Refused, match="has died"):
        match_notice(notice=notice, resident=jeannie, by=gwen)
    assert not HospitalStay.objects.filter(status=StayStatus.IN_HOSPITAL).exists()


def test_a_notice_is_set_aside_with_a_reason_and_taken_back(jean: Resident, gwen: User) -> None:
    notice = receive(gwen)
    with pytest.raises(Refused, match="Say why"):
        set_aside(notice=notice, because=" ", by=gwen)
    aside = set_aside(notice=notice, because="Lives in Kent", by=gwen)
    assert (aside.status, aside.because) == (NoticeStatus.SET_ASIDE, "Lives in Kent")
    assert take_back(notice=notice, by=gwen).status == NoticeStatus.WAITING
    with pytest.raises(WrongState):
        take_back(notice=notice, by=gwen)


@pytest.mark.parametrize("role", ["asha", "ben", "dee", "hal", "ines", "eve", "ada"])
def test_only_the_hub_and_systems_take_notices_in(role: str, gwen: User, request: Any) -> None:
    stranger, notice = request.getfixturevalue(role), receive(gwen)
    with pytest.raises(NotPermitted):
        receive_notice(read=read(ward="Another"), source=NoticeSource.FORM, by=stranger)
    with pytest.raises(NotPermitted):
        set_aside(notice=notice, because="No", by=stranger)
    with pytest.raises(NotPermitted):
        match_notice(notice=notice, resident=make_resident(gwen), by=stranger)

"""Notices of the day on which somebody went home, and of days without a time: decided by moments, or by the hub."""

from datetime import date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection

from accounts.models import Notice, User
from core import clock
from core.errors import Refused
from discharges.actions import Undecided, match_notice, plan_discharge, receive_notice, set_aside
from discharges.enums import ClockStatus, NoticeSource, NoticeStatus, StayStatus
from discharges.models import Discharge, HospitalNotice, HospitalStay
from outbox.actions import perform
from outbox.models import Job
from residents.models import Resident
from tests.factories.field import make_clock, make_stay
from tests.factories.notices import JEANS_NUMBER, hours_ago, read, receive
from tests.factories.people import make_resident

DAY = timedelta(days=1)


@pytest.fixture
def jeannie(asha: User) -> Resident:
    return make_resident(asha, nhs_number=JEANS_NUMBER)


def went_home(resident: Resident, by: User, *, recorded: timedelta) -> None:
    """She went home on the day on which notices are issued; that was recorded so long after that day began."""
    make_clock(resident, by)
    day = clock.london_date(clock.now() - timedelta(hours=1))
    Discharge.objects.filter(resident=resident).update(discharged_on=day, recorded_at=clock.start_of(day) + recorded)


def is_in_hospital(resident: Resident) -> bool:
    return HospitalStay.objects.filter(resident=resident, status=StayStatus.IN_HOSPITAL).exists()


def test_not_7_a_readmission_on_the_day_of_the_discharge_puts_them_on_the_list(jeannie: Resident, gwen: User) -> None:
    went_home(jeannie, gwen, recorded=timedelta(0))
    notice = receive(gwen, issued_at=hours_ago(1))
    assert notice.status == NoticeStatus.APPLIED
    assert is_in_hospital(jeannie)
    assert notice.told[0].startswith("Put on the hospital list")


def test_not_7_a_notice_of_the_stay_that_ended_that_day_puts_nobody_on_it(jeannie: Resident, gwen: User) -> None:
    went_home(jeannie, gwen, recorded=timedelta(hours=23, minutes=59))
    notice = receive(gwen, issued_at=hours_ago(1))
    assert not is_in_hospital(jeannie)
    assert "after it was issued: nothing was changed" in notice.told[0]


@pytest.fixture
def waiting(jeannie: Resident, gwen: User) -> HospitalNotice:
    """A notice that names the day alone on which she went home."""
    went_home(jeannie, gwen, recorded=timedelta(0))
    day = clock.london_date(clock.now() - timedelta(hours=1))
    return receive(gwen, issued_at=str(day))


def test_not_7_waits_for_the_hub_where_nobody_can_know(waiting: HospitalNotice, jeannie: Resident, gwen: User) -> None:
    assert (waiting.status, waiting.resident, is_in_hospital(jeannie)) == (NoticeStatus.WAITING, jeannie, False)
    assert "nobody can know whether this notice is of a new stay" in waiting.told[0]
    with pytest.raises(Undecided, match="Ask the ward"):
        match_notice(notice=waiting, resident=jeannie, by=gwen)


def test_not_7_the_hub_says_that_it_counts(waiting: HospitalNotice, jeannie: Resident, gwen: User) -> None:
    taken = match_notice(notice=waiting, resident=jeannie, by=gwen, counts=True)
    assert taken.status == NoticeStatus.APPLIED
    assert is_in_hospital(jeannie)
    clock_ended = Discharge.objects.get().clock
    assert clock_ended.status == ClockStatus.ENDED


def test_not_6_a_withdrawal_of_a_day_takes_back_what_was_issued_that_day(jeannie: Resident, gwen: User) -> None:
    first = receive(gwen, issued_at=hours_ago(1))
    day = str(clock.london_date(first.issued_at))
    notice = receive(gwen, "withdrawal", issued_at=day)
    assert notice.told[0] == "Taken off the hospital list."
    assert not is_in_hospital(jeannie)


def test_not_6_what_is_issued_after_a_withdrawal_of_today_came_is_new(jeannie: Resident, gwen: User) -> None:
    receive(gwen, "withdrawal", issued_at=str(clock.today()))
    notice = receive(gwen, issued_at=clock.now().isoformat())
    assert notice.status == NoticeStatus.APPLIED
    assert is_in_hospital(jeannie)


def test_not_6_waits_where_nobody_knows_whether_it_was_the_one_withdrawn(jeannie: Resident, gwen: User) -> None:
    receive(gwen, "withdrawal", issued_at=str(clock.today()))
    notice = receive(gwen, issued_at=str(clock.today()))
    assert (notice.status, notice.resident) == (NoticeStatus.WAITING, jeannie)
    assert "nobody can know whether it was this one" in notice.told[0]
    assert match_notice(notice=notice, resident=jeannie, by=gwen, counts=True).status == NoticeStatus.APPLIED


def test_not_5_a_notice_of_a_day_leaves_what_the_hub_typed_that_day(jeannie: Resident, gwen: User) -> None:
    stay = make_stay(jeannie, gwen, expected_on=None)
    plan_discharge(stay=stay, by=gwen, expected_on=clock.today() + DAY)
    notice = receive(gwen, issued_at=str(clock.today()), discharge_on=str(clock.today() + 6 * DAY))
    stay.refresh_from_db()
    assert stay.expected_on == clock.today() + DAY
    assert any("which may be newer than this notice" in sentence for sentence in notice.told)


def test_not_5_of_two_notices_of_one_day_the_later_one_counts(jeannie: Resident, gwen: User) -> None:
    for days in (2, 4):
        day = str(clock.today() + days * DAY)
        receive(gwen, "discharge", issued_at=str(clock.today()), discharge_on=day)
    assert HospitalStay.objects.get().expected_on == clock.today() + 4 * DAY


def test_not_1_the_same_notice_of_a_day_is_one_however_late_it_comes_again(jeannie: Resident, gwen: User) -> None:
    yesterday = str(clock.days_ago(1))
    first, _ = receive_notice(read=read(issued_at=yesterday), source=NoticeSource.FILE, by=gwen)
    again, is_new = receive_notice(read=read(issued_at=yesterday), source=NoticeSource.FILE, by=gwen)
    assert (again, is_new, first.issued_words) == (first, False, first.issued_words)
    assert ":" not in first.issued_words


def delivered() -> list[Notice]:
    """What the hub was told, delivered."""
    for job in Job.objects.filter(kind="notice.deliver", status="waiting"):
        assert perform(job.pk)
    return list(Notice.objects.filter(team__slug="hospital-hub").order_by("at"))


def test_the_hub_is_told_of_a_notice_that_waits_and_no_longer_once_it_is_settled(asha: User, gwen: User) -> None:
    jean = make_resident(asha, nhs_number=JEANS_NUMBER)
    waits, other = receive(gwen, nhs_number=""), receive(gwen, nhs_number="", ward="Orsett")
    told = delivered()
    assert {one.link for one in told} == {waits.get_absolute_url(), other.get_absolute_url()}
    assert not any("Smith" in one.words or "Jean" in one.words for one in told)
    match_notice(notice=waits, resident=jean, by=gwen)
    set_aside(notice=other, because="Twice on paper", by=gwen)
    assert all(one.read_by == gwen for one in delivered())


def test_the_hub_is_not_told_of_one_that_was_taken_up(jeannie: Resident, gwen: User) -> None:
    receive(gwen)
    assert delivered() == []


def test_a_dead_person_is_refused_even_when_the_hub_says_that_it_counts(waiting: HospitalNotice, gwen: User) -> None:
    Resident.objects.update(died_on=clock.today())
    with pytest.raises(Refused, match="has died"):
        match_notice(notice=waiting, resident=Resident.objects.get(), by=gwen, counts=True)


@pytest.mark.parametrize(
    ("day", "received", "expected"),
    [
        ("2026-03-29", "2026-03-31T10:00:00+01:00", "2026-03-29T23:59:59+01:00"),  # the clocks go forward
        ("2025-10-26", "2025-10-27T10:00:00+00:00", "2025-10-26T23:59:59+00:00"),  # the clocks go back
        ("2026-05-04", "2026-05-04T11:00:00+01:00", "2026-05-04T11:00:00+01:00"),  # never after it came in
    ],
)
def test_what_came_before_counts_to_the_end_of_its_london_day(
    waiting: HospitalNotice, day: str, received: str, expected: str
) -> None:
    HospitalNotice.objects.update(
        issued_at=clock.start_of(date.fromisoformat(day)), received_at=received, issued_by_day=False
    )
    with connection.cursor() as cursor:
        cursor.execute(import_module("discharges.migrations.0009_notices_of_a_day").TO_THE_END_OF_THE_DAY)
    waiting.refresh_from_db()
    assert (waiting.issued_by_day, waiting.issued_at) == (True, datetime.fromisoformat(expected))

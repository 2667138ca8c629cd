"""The light-touch assessment is about a safe discharge and meets no clock; the full one does."""

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.roles import Role
from assessments.actions import Facts, Told, complete, complete_light_touch, save_light_touch, start_full
from assessments.enums import Answer, AssessmentKind, AssessmentStatus, GoesTo
from assessments.models import Assessment, SafeDischarge
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused, WrongState
from discharges.enums import ClockStatus, EndReason, LightTouch
from discharges.models import HospitalStay, SixWeekClock
from referrals.enums import CloseReason, ReferralStatus
from residents.actions import hear
from residents.enums import Channel, TimelineKind, Topic
from residents.models import Confirmation, Resident, Statement, TimelineEntry
from tests.committed import at_once
from tests.factories.field import make_clock, make_light_touch, make_stay
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import give
from tests.rows import rows

HOME = Facts(goes_to=GoesTo.HOME, lives_alone=Answer.YES, who_helps="Eze")


@pytest.fixture
def stay(jean: Resident, gwen: User) -> HospitalStay:
    return make_stay(jean, gwen)


def test_the_first_save_starts_it(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    told = Told(HOME, {Topic.WORRIES.value: "The stairs.", Topic.MATTERS.value: " "})
    assessment = save_light_touch(stay=stay, told=told, by=gwen)
    assert (assessment.kind, assessment.status) == (AssessmentKind.LIGHT_TOUCH, AssessmentStatus.IN_PROGRESS)
    kept = SafeDischarge.objects.get(assessment=assessment)
    assert (kept.goes_to, kept.lives_alone, kept.can_get_in, kept.who_helps) == ("home", "yes", "not_asked", "Eze")
    statement = Statement.objects.get(resident=jean)
    assert (statement.words, statement.channel, statement.source_id) == ("The stairs.", Channel.WARD, assessment.pk)
    stay.refresh_from_db()
    assert stay.light_touch_state == LightTouch.STARTED


def test_a_later_save_changes_the_facts_and_counts_up_the_version(stay: HospitalStay, gwen: User) -> None:
    save_light_touch(stay=stay, told=Told(HOME), by=gwen)
    save_light_touch(stay=stay, told=Told(Facts(goes_to=GoesTo.FAMILY)), by=gwen, version=1)
    assessment = Assessment.objects.get()
    assert (assessment.version, assessment.safe_discharge.goes_to) == (2, GoesTo.FAMILY)
    assert Event.objects.filter(verb="assessment.saved").count() == 2


def test_confirms_what_is_still_true(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    earlier = hear(resident=jean, topic=Topic.PEOPLE, words="Eze comes every evening.", by=gwen, source=stay)
    save_light_touch(stay=stay, told=Told(HOME, still_true=[earlier]), by=gwen)
    assert Confirmation.objects.get().statement == earlier
    assert Statement.objects.count() == 1


def test_refuses_to_confirm_what_somebody_else_said(stay: HospitalStay, asha: User, gwen: User) -> None:
    other = make_resident(asha, known_as="Sam", family_name="Lee")
    theirs = hear(resident=other, topic=Topic.PEOPLE, words="Pat has a key.", by=gwen, source=other)
    with pytest.raises(Refused, match="belongs to somebody else"):
        save_light_touch(stay=stay, told=Told(HOME, still_true=[theirs]), by=gwen)
    assert not Confirmation.objects.exists()


def test_shows_what_is_saved_when_somebody_saved_meanwhile(stay: HospitalStay, gwen: User) -> None:
    save_light_touch(stay=stay, told=Told(HOME), by=gwen)
    before = rows()
    for seen in (None, 7):
        with pytest.raises(ChangedMeanwhile) as refusal:
            save_light_touch(stay=stay, told=Told(Facts(goes_to=GoesTo.FAMILY)), by=gwen, version=seen)
        assert refusal.value.current == Assessment.objects.get()
    assert rows() == before
    assert SafeDischarge.objects.get().goes_to == GoesTo.HOME


def test_two_first_saves_at_once_keep_one_and_show_it_to_the_other(committed: str) -> None:
    gwen = make_user("Gwen Price", Role.HOSPITAL_HUB, "hospital-hub")
    stay = make_stay(make_resident(make_user("Asha Patel", Role.TRIAGE)), gwen)
    results = at_once(2, lambda _: save_light_touch(stay=stay, told=Told(HOME), by=gwen))
    assert sorted(type(result).__name__ for result in results) == ["Assessment", "ChangedMeanwhile"]
    assert Assessment.objects.count() == 1


def test_completing_writes_who_and_when_on_assessment_stay_and_timeline(
    stay: HospitalStay, jean: Resident, gwen: User
) -> None:
    assessment = complete_light_touch(stay=stay, told=Told(HOME), by=gwen)
    assert (assessment.status, assessment.completed_by) == (AssessmentStatus.COMPLETED, gwen)
    assert assessment.completed_on == clock.today()
    stay.refresh_from_db()
    assert stay.is_assessed
    assert Event.objects.filter(verb="assessment.completed", subject_id=assessment.pk).count() == 1
    entry = TimelineEntry.objects.get(resident=jean, kind=TimelineKind.ASSESSMENT)
    assert entry.title == "Light-touch assessment for a safe discharge completed"


def test_is_not_completed_before_it_says_where_to(stay: HospitalStay, gwen: User) -> None:
    before = rows()
    with pytest.raises(Refused, match="Select where they are going"):
        complete_light_touch(stay=stay, told=Told(Facts(goes_to="")), by=gwen)
    assert rows() == before


def test_refuses_to_change_what_is_completed(stay: HospitalStay, gwen: User) -> None:
    assessment = make_light_touch(stay, gwen, completed=True)
    with pytest.raises(Refused, match="is completed"):
        save_light_touch(stay=stay, told=Told(HOME), by=gwen, version=assessment.version)
    with pytest.raises(WrongState):
        complete(assessment=assessment, by=gwen)


def test_refuses_a_safe_discharge_from_a_social_worker_and_a_full_one_from_the_hub(
    stay: HospitalStay, jean: Resident, ben: User, gwen: User
) -> None:
    with pytest.raises(NotPermitted):
        save_light_touch(stay=stay, told=Told(HOME), by=ben)
    with pytest.raises(NotPermitted):
        start_full(resident=jean, by=gwen)
    assert not Assessment.objects.exists()


def test_six_4_a_full_one_meets_the_clock_and_ends_the_referral(
    jean: Resident, gwen: User, dee: User, ben: User
) -> None:
    running = make_clock(jean, gwen, days_ago=10)
    give(running.referral, ben, dee)
    complete(assessment=start_full(resident=jean, by=ben), by=ben)
    met = SixWeekClock.objects.select_related("referral").get(pk=running.pk)
    assert (met.status, met.met_on) == (ClockStatus.MET, clock.today())
    assert (met.referral.status, met.referral.close_reason) == (ReferralStatus.CLOSED, CloseReason.REVIEW_HELD)
    assert not met.referral.allocations.open().exists()
    assert Event.objects.filter(verb="six_weeks.met", resident_id=jean.pk).count() == 1
    assert TimelineEntry.objects.filter(title="Six-week review held").count() == 1


def test_six_4_a_late_one_meets_it_all_the_same(jean: Resident, gwen: User, ben: User) -> None:
    running = make_clock(jean, gwen, days_ago=60)
    complete(assessment=start_full(resident=jean, by=ben), by=ben)
    running.refresh_from_db()
    assert running.status == ClockStatus.MET


def test_six_4_one_of_before_the_discharge_meets_nothing(jean: Resident, gwen: User, ben: User) -> None:
    running = make_clock(jean, gwen, days_ago=10)
    complete(assessment=start_full(resident=jean, by=ben), by=ben, completed_on=clock.days_ago(11))
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN


def test_six_4_meets_the_clock_of_the_last_discharge_and_nobody_elses(
    jean: Resident, asha: User, gwen: User, ben: User
) -> None:
    earlier, last = (make_clock(jean, gwen, days_ago=days) for days in (30, 5))
    other = make_clock(make_resident(asha), gwen, days_ago=30)
    complete(assessment=start_full(resident=jean, by=ben), by=ben)
    for running in (earlier, last, other):
        running.refresh_from_db()
    assert (earlier.status, earlier.end_reason) == (ClockStatus.ENDED, EndReason.READMITTED)
    assert (last.status, last.met_on) == (ClockStatus.MET, clock.today())
    assert other.status == ClockStatus.OPEN


def test_six_4_the_light_touch_one_never_meets_it(jean: Resident, gwen: User) -> None:
    running = make_clock(jean, gwen, days_ago=1)
    make_light_touch(make_stay(jean, gwen, admitted_on=clock.days_ago(20)), gwen, completed=True)
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN


def test_refuses_a_day_in_the_future(jean: Resident, ben: User) -> None:
    assessment = start_full(resident=jean, by=ben)
    with pytest.raises(Refused, match="in the future"):
        complete(assessment=assessment, by=ben, completed_on=clock.today() + timedelta(days=1))
    assert Assessment.objects.get().status == AssessmentStatus.IN_PROGRESS

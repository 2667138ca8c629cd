"""Put on the list, went home: the whole effect in one transaction, or nothing at all."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused, WrongState
from discharges.actions import add_stay, record_discharge, void_discharge
from discharges.enums import ClockStatus, Hospital, LightTouch, Pathway, StayStatus
from discharges.models import Discharge, HospitalStay, SixWeekClock
from localities.places import bank_holidays
from outbox.models import Job
from referrals.enums import CloseReason, HandOffKind, Need, ReferralSource, ReferralStatus
from referrals.models import HandOff, Referral
from residents.actions import hear
from residents.enums import TimelineKind, Topic
from residents.models import Resident, TimelineEntry
from tests.factories.field import make_clock, make_light_touch, make_stay
from tests.factories.people import make_resident
from tests.rows import rows


@pytest.fixture
def stay(jean: Resident, gwen: User) -> HospitalStay:
    return make_stay(jean, gwen, admitted_on=clock.days_ago(5))


def go_home(stay: HospitalStay, by: User, **differently: Any) -> SixWeekClock:
    told = {"discharged_on": clock.today(), "pathway": Pathway.P1} | differently
    return record_discharge(stay=stay, by=by, **told)


def test_puts_somebody_on_the_list_with_audit_and_timeline(stay: HospitalStay, jean: Resident) -> None:
    assert stay.status == StayStatus.IN_HOSPITAL
    assert stay.light_touch_state == LightTouch.NOT_STARTED
    assert Event.objects.filter(verb="stay.added", subject_id=stay.pk, resident_id=jean.pk).count() == 1
    entry = TimelineEntry.objects.get(resident=jean, kind=TimelineKind.HOSPITAL)
    assert entry.title == "In hospital: Basildon University Hospital, Elizabeth Fry ward"


def test_refuses_to_put_somebody_on_the_list_twice(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    before = rows()
    with pytest.raises(Refused, match="Jean Smith is on the hospital list already"):
        make_stay(jean, gwen)
    assert rows() == before


def test_refuses_the_list_to_somebody_outside_the_hub(jean: Resident, ben: User) -> None:
    with pytest.raises(NotPermitted, match="does not include: keep the hospital list"):
        add_stay(resident=jean, hospital=Hospital.BASILDON, by=ben)
    assert not HospitalStay.objects.exists()


def test_six_1_starts_the_clock_with_its_due_date_stored(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    started = go_home(stay, gwen)
    today = clock.today()
    assert started.status == ClockStatus.OPEN
    assert (started.discharged_on, started.due_on) == (today, today + timedelta(days=42))
    assert started.plan_by <= started.due_on
    assert started.plan_by not in bank_holidays()
    assert started.resident == jean
    stay.refresh_from_db()
    assert (stay.status, stay.version) == (StayStatus.DISCHARGED, 2)


def test_rou_9_sends_the_review_to_the_persons_locality_team(stay: HospitalStay, gwen: User) -> None:
    referral = go_home(stay, gwen).referral
    assert (referral.team.slug, referral.rule) == ("cls-tilbury-chadwell", "ROU-9")
    assert (referral.source, referral.need) == (ReferralSource.DISCHARGE, Need.AFTER_HOSPITAL)
    assert referral.status == ReferralStatus.AWAITING_ALLOCATION
    assert referral.clock.locality == referral.team.locality


def test_rou_10_keeps_somebody_of_no_locality_with_thurrock_first(asha: User, gwen: User) -> None:
    nowhere = make_resident(asha, practice=None, postcode="")
    started = go_home(make_stay(nowhere, gwen), gwen)
    assert (started.referral.team.slug, started.referral.rule) == ("thurrock-first", "ROU-10")
    assert started.locality is None


def test_writes_a_hand_off_from_the_hub(stay: HospitalStay, gwen: User) -> None:
    started = go_home(stay, gwen)
    hand_off = HandOff.objects.get(referral=started.referral)
    assert hand_off.kind == HandOffKind.TEAM
    assert hand_off.from_team is not None
    assert hand_off.from_team.slug == "hospital-hub"
    assert hand_off.to_team == started.referral.team
    assert hand_off.by == gwen


def test_carries_the_story_to_the_team(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    story = hear(resident=jean, topic=Topic.STORY, words="I broke my hip.", by=gwen, source=stay)
    assert go_home(stay, gwen, story=story).referral.story == story


def test_audits_each_thing_once(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    started = go_home(stay, gwen)
    verbs = list(Event.objects.filter(resident_id=jean.pk).order_by("id").values_list("verb", flat=True))
    assert verbs == ["resident.added", "stay.added", "discharge.recorded", "referral.sent", "six_weeks.started"]
    event = Event.objects.get(verb="six_weeks.started")
    assert event.detail == {"due_on": str(started.due_on)}


def test_writes_the_timeline_with_the_day_by_which_it_is_due(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    started = go_home(stay, gwen)
    titles = list(TimelineEntry.objects.filter(resident=jean).order_by("id").values_list("title", flat=True))
    assert titles[-3:] == [
        "Went home from Basildon University Hospital",
        f"Referral {started.referral.reference}",
        "Six-week clock started",
    ]
    due = started.due_on
    assert f"due by {due.day} {due:%B %Y}" in TimelineEntry.objects.get(title="Six-week clock started").detail


def test_tells_the_team_through_the_outbox_without_a_name(stay: HospitalStay, gwen: User) -> None:
    started = go_home(stay, gwen)
    job = Job.objects.get(kind="notice.deliver")
    assert job.payload["team"] == str(started.referral.team_id)
    assert "Jean" not in str(job.payload)
    assert "Smith" not in str(job.payload)


def test_says_in_the_record_that_no_light_touch_assessment_was_completed(stay: HospitalStay, gwen: User) -> None:
    make_light_touch(stay, gwen)
    go_home(stay, gwen)
    assert Event.objects.get(verb="discharge.recorded").detail["light_touch"] == LightTouch.STARTED
    entry = TimelineEntry.objects.get(title__startswith="Went home")
    assert entry.detail == "Pathway 1: home with support. No light-touch assessment was completed"


def test_says_nothing_of_it_when_one_was_completed(stay: HospitalStay, gwen: User) -> None:
    make_light_touch(stay, gwen, completed=True)
    go_home(stay, gwen)
    assert Event.objects.get(verb="discharge.recorded").detail["light_touch"] == LightTouch.COMPLETED
    assert TimelineEntry.objects.get(title__startswith="Went home").detail == "Pathway 1: home with support"


@pytest.mark.parametrize(
    ("days_ago", "sentence"),
    [
        (-1, "cannot be in the future"),
        (6, "cannot be before the date of admission"),
    ],
)
def test_refuses_an_impossible_date_and_writes_nothing(
    stay: HospitalStay, gwen: User, days_ago: int, sentence: str
) -> None:
    before = rows()
    with pytest.raises(Refused, match=sentence):
        go_home(stay, gwen, discharged_on=clock.days_ago(days_ago))
    assert rows() == before


def test_refuses_a_date_of_more_than_a_year_ago(jean: Resident, gwen: User) -> None:
    stay = make_stay(jean, gwen)
    with pytest.raises(Refused, match="more than a year ago"):
        go_home(stay, gwen, discharged_on=clock.days_ago(367))
    assert not Discharge.objects.exists()


def test_refuses_to_send_the_same_stay_home_twice(stay: HospitalStay, gwen: User) -> None:
    go_home(stay, gwen)
    before = rows()
    with pytest.raises(WrongState, match="discharged"):
        go_home(stay, gwen)
    assert rows() == before


def test_refuses_a_second_discharge_of_a_person_on_one_day(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    go_home(stay, gwen)
    again = make_stay(jean, gwen)
    with pytest.raises(Refused, match="on that day is recorded already"):
        go_home(again, gwen)
    assert SixWeekClock.objects.count() == 1


def test_shows_the_stay_as_it_stands_when_it_changed_meanwhile(stay: HospitalStay, gwen: User) -> None:
    go_home(stay, gwen, version=1)
    with pytest.raises(ChangedMeanwhile) as refusal:
        go_home(stay, gwen, version=1)
    assert refusal.value.current == stay


def test_refuses_a_discharge_from_somebody_outside_the_hub(stay: HospitalStay, ben: User) -> None:
    with pytest.raises(NotPermitted):
        go_home(stay, ben)
    assert not Discharge.objects.exists()


def test_six_3_says_that_a_late_one_is_overdue_from_the_start(jean: Resident, gwen: User) -> None:
    started = make_clock(jean, gwen, days_ago=43)
    assert started.is_overdue_on(clock.today())
    assert started.due_on == clock.days_ago(1)
    detail = TimelineEntry.objects.get(title="Six-week clock started").detail
    assert detail.endswith("It was overdue when it was recorded.")


def test_changes_nothing_when_the_last_step_fails(stay: HospitalStay, gwen: User) -> None:
    """The clock's line in the timeline is written last; here the database itself refuses it."""
    before = rows()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE residents_timelineentry ADD CONSTRAINT broken CHECK (kind <> 'six_weeks')")
    with pytest.raises(IntegrityError, match="broken"), transaction.atomic():
        go_home(stay, gwen)
    assert rows() == before
    stay.refresh_from_db()
    assert (stay.status, stay.version) == (StayStatus.IN_HOSPITAL, 1)


def test_voids_a_discharge_entered_in_error_with_its_reason(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    started = go_home(stay, gwen)
    discharge = void_discharge(discharge=started.discharge, reason="The wrong Jean Smith", by=gwen)
    voided = SixWeekClock.objects.get()
    assert discharge.voided_at is not None
    assert (voided.status, voided.ended_on, voided.met_on) == (ClockStatus.VOIDED, clock.today(), None)
    referral = Referral.objects.get(pk=started.referral_id)
    assert (referral.status, referral.close_reason) == (ReferralStatus.CLOSED, CloseReason.VOIDED)
    assert Event.objects.get(verb="discharge.voided").reason == "The wrong Jean Smith"
    with pytest.raises(Refused, match="recorded already"):
        void_discharge(discharge=started.discharge, reason="Again", by=gwen)


def test_asks_why_a_discharge_is_voided(stay: HospitalStay, gwen: User) -> None:
    started = go_home(stay, gwen)
    with pytest.raises(Refused, match="Say why"):
        void_discharge(discharge=started.discharge, reason=" ", by=gwen)
    assert SixWeekClock.objects.get().status == ClockStatus.OPEN


def test_the_database_keeps_a_second_stay_off_the_list(stay: HospitalStay, jean: Resident, gwen: User) -> None:
    with pytest.raises(IntegrityError, match="one_stay_at_a_time"), transaction.atomic():
        HospitalStay.objects.create(
            resident=jean, hospital=Hospital.QUEENS, added_at=clock.now(), added_by=gwen, admitted_on=date(2026, 1, 1)
        )

"""A planned visit ends with its six-week clock, or when another team takes the review; its people are told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import User
from assessments.actions import complete, start_full, undo_completion
from audit.models import Event
from core import clock
from discharges.actions import (
    Conversation,
    Going,
    add_stay,
    plan_visit,
    record_refusal,
    void_discharge,
    withdraw_refusal,
)
from discharges.actions.placing import place_reviews
from discharges.enums import Answered, ClockStatus, Hospital, Step, VisitStatus
from discharges.models import ClockStep, ReviewVisit, SixWeekClock
from discharges.sweep import sweep
from localities.models import Locality
from outbox.models import Job
from residents.actions import correct_life_event, record_death, record_move
from residents.models import Resident, TimelineEntry
from tests.factories.duplicates import make_merge
from tests.factories.field import make_clock
from tests.factories.people import make_resident
from tests.factories.referrals import give


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=10)


@pytest.fixture
def visit(running: SixWeekClock, ben: User, dee: User) -> ReviewVisit:
    """Dee holds the review, and Ben goes in three days."""
    give(running.referral, dee, dee)
    return plan_visit(running=running, going=Going(clock.today() + timedelta(days=3), ben), by=ben)


def told(user: User) -> list[str]:
    jobs = Job.objects.filter(kind="notice.deliver", payload__user=str(user.pk)).order_by("id")
    return [job.payload["words"] for job in jobs if "six-week review of" in job.payload["words"]]


def void(running: SixWeekClock, gwen: User) -> None:
    void_discharge(discharge=running.discharge, reason="Another Jean Smith", by=gwen)


def readmit(running: SixWeekClock, gwen: User) -> None:
    add_stay(resident=running.resident, hospital=Hospital.BASILDON, by=gwen)


def refuse(running: SixWeekClock, by: User) -> None:
    said = Conversation(clock.today(), "Leave me be.", Answered.YES, Answered.NO)
    record_refusal(running=running, told=said, by=by)


def die(running: SixWeekClock, by: User) -> None:
    record_death(resident=running.resident, died_on=clock.today(), by=by, how_known="Her daughter rang")


def move_away(running: SixWeekClock, by: User) -> None:
    record_move(
        resident=running.resident, left_on=clock.today(), to="Leeds", by=by, how_known="Her son", council_told=True
    )


@pytest.mark.parametrize(
    ("leave", "because"),
    [
        (void, "The discharge was entered in error."),
        (readmit, "The six-week clock ended: superseded by readmission."),
        (refuse, "The six-week clock ended: refused, after a conversation."),
        (die, "The six-week clock ended: the person died."),
        (move_away, "The six-week clock ended: moved out of the borough."),
    ],
)
def test_a_clock_that_ends_calls_its_visit_off_and_tells_who_goes_and_who_holds_the_review(
    visit: ReviewVisit, leave: Callable[[SixWeekClock, User], None], because: str, gwen: User, ben: User, dee: User,
    chidi: User,
) -> None:  # fmt: skip
    running = SixWeekClock.objects.select_related("resident", "referral", "discharge").get(pk=visit.clock_id)
    leave(running, gwen if leave in (void, readmit) else chidi)
    visit.refresh_from_db()
    assert (visit.status, visit.because, visit.with_clock) == (VisitStatus.CALLED_OFF, because, True)
    assert Event.objects.get(verb="visit.called_off").subject_id == visit.pk
    assert TimelineEntry.objects.filter(source_id=visit.pk, title__endswith="called off").count() == 1
    assert any("is called off" in words for words in told(ben))
    closed = Job.objects.filter(kind="notice.deliver", payload__user=str(dee.pk), payload__words__icontains="is closed")
    assert any("is called off" in words for words in told(dee)) or closed.exists()
    said = " ".join([*told(ben), *told(dee)])
    assert "Jean" not in said
    assert "Smith" not in said


def test_whoever_holds_a_review_hears_that_it_is_off_and_its_team_while_nobody_does(
    running: SixWeekClock, gwen: User, ben: User, dee: User
) -> None:
    team = running.referral.team
    void(running, gwen)
    to_team = Job.objects.get(kind="notice.deliver", payload__team=str(team.pk), payload__words__icontains="is off")
    assert running.referral.reference in to_team.payload["words"]


def test_the_holder_hears_once_of_a_readmission(running: SixWeekClock, gwen: User, ben: User, dee: User) -> None:
    give(running.referral, ben, dee)
    readmit(running, gwen)
    assert [words for words in told(ben) if "is off" in words] == [
        f"The six-week review of {running.referral.reference} is off, says Gwen Price: read why before you go on"
    ]


@pytest.mark.parametrize(("days", "status"), [(0, VisitStatus.HELD), (3, VisitStatus.CALLED_OFF)])
def test_a_review_that_is_held_holds_the_visit_of_that_day_and_calls_a_later_one_off(
    running: SixWeekClock, ben: User, dee: User, days: int, status: VisitStatus
) -> None:
    visit = plan_visit(running=running, going=Going(clock.today() + timedelta(days=days), ben), by=dee)
    complete(assessment=start_full(resident=running.resident, by=ben), by=ben)
    visit.refresh_from_db()
    assert (visit.status, visit.with_clock) == (status, True)
    assert visit.because.startswith("The review was held on ")


def test_a_visit_that_was_held_for_a_review_completed_in_error_is_planned_as_before(
    running: SixWeekClock, ben: User, dee: User
) -> None:
    visit = plan_visit(running=running, going=Going(clock.today(), ben), by=ben)
    completed = complete(assessment=start_full(resident=running.resident, by=ben), by=ben)
    undo_completion(assessment=completed, by=ben)
    visit.refresh_from_db()
    assert (visit.status, visit.ended_at, visit.because, visit.with_clock) == (VisitStatus.PLANNED, None, "", False)
    assert Event.objects.filter(verb="visit.planned_again", subject_id=visit.pk).count() == 1


def test_a_visit_that_was_recorded_as_held_stays_held_when_the_review_turns_out_not_to_be(
    running: SixWeekClock, ben: User
) -> None:
    visit = ReviewVisit.objects.create(
        clock=running, planned_for=clock.today(), worker=ben, made_at=clock.now(), made_by=ben,
        status=VisitStatus.HELD,
    )  # fmt: skip
    completed = complete(assessment=start_full(resident=running.resident, by=ben), by=ben)
    undo_completion(assessment=completed, by=ben)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.HELD


def test_a_clock_that_runs_again_leaves_its_visit_called_off(visit: ReviewVisit, ben: User) -> None:
    running = SixWeekClock.objects.get(pk=visit.clock_id)
    refuse(running, ben)
    withdraw_refusal(refusal=running.refusals.get(), because="She wants it after all", by=ben)
    running.refresh_from_db()
    visit.refresh_from_db()
    assert (running.status, visit.status) == (ClockStatus.OPEN, VisitStatus.CALLED_OFF)
    assert not SixWeekClock.objects.with_facts().get(pk=running.pk).has_visit


def test_a_corrected_death_leaves_the_visit_to_be_planned_again(visit: ReviewVisit, asha: User) -> None:
    running = SixWeekClock.objects.select_related("resident").get(pk=visit.clock_id)
    event = record_death(resident=running.resident, died_on=clock.today(), by=asha, how_known="A neighbour")
    correct_life_event(event=event, because="It was her sister", by=asha)
    running.refresh_from_db()
    visit.refresh_from_db()
    assert (running.status, visit.status, visit.with_clock) == (ClockStatus.OPEN, VisitStatus.CALLED_OFF, True)


def test_another_team_that_takes_the_review_over_plans_a_visit_of_its_own(
    visit: ReviewVisit, ben: User, dee: User, asha: User
) -> None:
    jean = Resident.objects.get(pk=SixWeekClock.objects.get(pk=visit.clock_id).resident_id)
    Resident.objects.filter(pk=jean.pk).update(
        locality=Locality.objects.get(slug="grays"), postcode="RM17 6AA", practice=None
    )
    place_reviews(Resident.objects.get(pk=jean.pk), asha)
    visit.refresh_from_db()
    assert (visit.status, visit.because) == (VisitStatus.CALLED_OFF, "The Grays CLS team holds the review now.")
    assert not visit.with_clock
    assert [sum("is called off" in words for words in told(user)) for user in (ben, dee)] == [1, 1]


def test_the_review_of_the_same_discharge_on_a_merged_record_is_called_off_with_its_visit(
    running: SixWeekClock, asha: User, gwen: User, ben: User, dee: User
) -> None:
    give(running.referral, dee, dee)
    other = make_clock(make_resident(asha), gwen, days_ago=10)
    visit = plan_visit(running=other, going=Going(clock.today(), ben), by=ben)
    make_merge(running.resident, other.resident, asha)
    visit.refresh_from_db()
    running.refresh_from_db()
    assert running.status == ClockStatus.OPEN
    assert (visit.status, visit.because) == (VisitStatus.CALLED_OFF, "The same discharge has another review.")


@pytest.mark.parametrize("lost", ["left", "another team", "not recorded"])
def test_six_8_says_that_no_visit_is_planned_when_the_planned_one_counts_no_longer(
    jean: Resident, gwen: User, ben: User, dee: User, lost: str
) -> None:
    running = make_clock(jean, gwen, days_ago=16)
    visit = plan_visit(running=running, going=Going(clock.today(), ben), by=ben)
    assert sweep()[Step.NO_VISIT] == 0
    if lost == "left":
        User.objects.filter(pk=ben.pk).update(is_active=False)
    elif lost == "another team":
        ben.memberships.update(ends_on=clock.days_ago(1))
    else:
        ReviewVisit.objects.filter(pk=visit.pk).update(planned_for=clock.days_ago(8))
    assert sweep()[Step.NO_VISIT] == 1
    assert ClockStep.objects.filter(clock=running, step=Step.NO_VISIT).count() == 1

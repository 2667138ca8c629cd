"""A review that runs again is told to whoever has it, and its visit is planned again only for a day to come."""

from datetime import timedelta

import pytest

from accounts.models import User
from assessments.actions import complete, start_full, void
from audit.models import Event
from core import clock
from discharges.actions import Going, plan_visit, record_refusal, withdraw_refusal
from discharges.actions.refusing import Conversation
from discharges.enums import Answered, VisitStatus
from discharges.models import ReviewVisit, SixWeekClock
from outbox.models import Job
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.referrals import give


def told(**whom: str) -> list[str]:
    to = {f"payload__{key}": value for key, value in whom.items()}
    jobs = Job.objects.filter(kind="notice.deliver", **to).order_by("id")
    return [job.payload["words"] for job in jobs]


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=20)


def held_and_void(running: SixWeekClock, *, by: User, day: int = 0) -> ReviewVisit:
    """Ben's visit was the review, so many days ago; then the assessment is found to be an error."""
    worker = User.objects.get(name="Ben Okafor")
    visit = plan_visit(running=running, going=Going(clock.today(), worker), by=by)
    ReviewVisit.objects.filter(pk=visit.pk).update(planned_for=clock.days_ago(day))
    completed = complete(
        assessment=start_full(resident=running.resident, by=worker), by=worker, completed_on=clock.days_ago(day)
    )
    Job.objects.filter(kind="notice.deliver").delete()
    void(assessment=completed, because="Another Jean Smith", by=by)
    visit.refresh_from_db()
    return visit


def test_whoever_holds_a_review_hears_that_it_runs_again_and_the_team_hears_of_no_new_referral(
    running: SixWeekClock, ben: User, dee: User
) -> None:
    give(running.referral, ben, dee)
    visit = held_and_void(running, by=dee)
    reference = running.referral.reference
    assert f"The six-week review of {reference} runs again, and it is with you" in told(user=str(ben.pk))
    assert told(team=str(running.referral.team_id)) == []
    assert visit.status == VisitStatus.PLANNED
    again = f"The visit for the six-week review of {reference} on {visit.when} is planned as before, says Dee Walsh"
    assert again in told(user=str(ben.pk))


def test_a_visit_whose_day_has_passed_is_not_planned_again_and_its_worker_hears_it(
    running: SixWeekClock, ben: User, dee: User
) -> None:
    give(running.referral, ben, dee)
    visit = held_and_void(running, by=dee, day=3)
    assert (visit.status, visit.because) == (VisitStatus.CALLED_OFF, "The review was not held.")
    assert Event.objects.get(verb="visit.not_held").subject_id == visit.pk
    assert not SixWeekClock.objects.with_facts().get(pk=running.pk).has_visit
    assert any("is called off, because the review was not held" in words for words in told(user=str(ben.pk)))
    plan_visit(running=running, going=Going(clock.today() + timedelta(days=1), ben), by=ben)


def test_a_team_hears_that_a_review_which_nobody_holds_runs_again(running: SixWeekClock, ben: User, dee: User) -> None:
    said = Conversation(clock.today(), "Leave me be.", Answered.YES, Answered.NO)
    refusal = record_refusal(running=running, told=said, by=ben)
    Job.objects.filter(kind="notice.deliver").delete()
    withdraw_refusal(refusal=refusal, because="She wants one", by=dee)
    reference = running.referral.reference
    assert told(team=str(running.referral.team_id)) == [
        f"The six-week review of {reference} runs again, and nobody holds it"
    ]


def test_nobody_is_told_what_they_did_themselves(running: SixWeekClock, ben: User, dee: User) -> None:
    give(running.referral, ben, dee)
    said = Conversation(clock.today(), "Leave me be.", Answered.YES, Answered.NO)
    refusal = record_refusal(running=running, told=said, by=ben)
    Job.objects.filter(kind="notice.deliver").delete()
    withdraw_refusal(refusal=refusal, because="She wants one", by=ben)
    assert told() == []

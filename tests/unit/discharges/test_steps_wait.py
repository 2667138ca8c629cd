"""SIX-8 when a step does not hold as its job comes, and when several steps are told at once."""

from datetime import timedelta

import pytest

from accounts.models import User
from core import clock
from discharges.actions import Going, call_off_visit, plan_visit
from discharges.enums import Step, StepOutcome
from discharges.models import ReviewVisit, SixWeekClock, StepCarriedOut
from discharges.rules import StepDue, said_with
from discharges.sweep import sweep
from outbox.enums import JobStatus
from outbox.models import Job
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.referrals import give
from tests.unit.discharges.test_steps_put_right import told, work


def goes(running: SixWeekClock, worker: User) -> ReviewVisit:
    return plan_visit(running=running, going=Going(clock.today() + timedelta(days=2), worker), by=worker)


def words_to(user: User) -> list[str]:
    jobs = Job.objects.filter(kind="notice.deliver", payload__user=str(user.pk), dedupe_key__startswith="step:")
    return [job.payload["words"] for job in jobs.order_by("id")]


def waiting_jobs() -> int:
    return Job.objects.filter(kind="six_weeks.step", status=JobStatus.WAITING).count()


@pytest.fixture
def running(jean: Resident, gwen: User, ben: User, dee: User) -> SixWeekClock:
    """Day 28; Ben holds the review."""
    running = make_clock(jean, gwen, days_ago=28)
    give(running.referral, ben, dee)
    return running


@pytest.fixture
def _hours_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job of what a sweep took had its time."""
    monkeypatch.setattr("discharges.sweep.SETTLED", timedelta(0))


@pytest.mark.usefixtures("_hours_later")
def test_six_8_tells_a_step_after_all_when_the_visit_that_kept_it_away_is_called_off(
    running: SixWeekClock, ben: User, dee: User
) -> None:
    sweep()
    visit = goes(running, ben)
    work()
    assert (told(running), StepCarriedOut.objects.count()) == ([], 0)
    assert (sum(sweep().values()), waiting_jobs()) == (0, 0), "a visit is planned: nothing to tell"
    call_off_visit(visit=visit, because="Jean is away", by=ben, version=1)
    assert (sum(sweep().values()), waiting_jobs()) == (0, 1)
    sweep()
    assert waiting_jobs() == 1, "a clock whose job waits gets no second one"
    work()
    assert told(running) == [Step.NO_VISIT, Step.STILL_NO_VISIT]
    sweep()
    assert waiting_jobs() == 0, "and it is told once"


@pytest.mark.usefixtures("_hours_later")
def test_six_8_tells_no_step_that_waited_after_a_later_one(running: SixWeekClock, ben: User, dee: User) -> None:
    sweep()
    visit = goes(running, ben)
    work()
    sweep(running.discharged_on + timedelta(days=35))
    work()
    outcomes = StepCarriedOut.objects.order_by("step__due_on").values_list("step__step", "outcome")
    never = StepOutcome.NOT_ANY_MORE
    assert list(outcomes) == [
        (Step.NO_VISIT, never), (Step.STILL_NO_VISIT, never), (Step.DUE_SOON, StepOutcome.TOLD)
    ]  # fmt: skip
    call_off_visit(visit=visit, because="Jean is away", by=ben, version=1)
    sweep()
    assert waiting_jobs() == 0


@pytest.mark.usefixtures("_hours_later")
def test_six_8_says_that_nobody_holds_it_when_whoever_held_it_as_the_job_came_has_left(
    jean: Resident, gwen: User, ben: User, dee: User
) -> None:
    running = make_clock(jean, gwen, days_ago=5)
    sweep()
    give(running.referral, ben, dee)
    work()
    assert told(running) == []
    User.objects.filter(pk=ben.pk).update(is_active=False)
    sweep()
    work()
    assert told(running) == [Step.NOT_ALLOCATED]


def test_leaves_what_was_taken_a_moment_ago_to_the_job_that_it_has(running: SixWeekClock) -> None:
    sweep()
    sweep()
    assert waiting_jobs() == 1


@pytest.mark.usefixtures("_hours_later")
def test_leaves_a_clock_alone_whose_job_was_given_up(running: SixWeekClock) -> None:
    sweep()
    Job.objects.filter(kind="six_weeks.step").update(status=JobStatus.DEAD)
    sweep()
    assert waiting_jobs() == 0


def test_six_8_counts_the_days_to_today_and_says_one_thing_of_a_visit_that_is_not_planned(
    jean: Resident, gwen: User, ben: User, dee: User
) -> None:
    running = make_clock(jean, gwen, days_ago=30)
    sweep()
    work()
    assert told(running) == [Step.NOT_ALLOCATED, Step.NO_VISIT, Step.STILL_NO_VISIT]
    reference = running.referral.reference
    assert words_to(dee) == [
        f"Nobody holds the six-week review of {reference}, 30 days after discharge",
        f"Still no visit planned for the six-week review of {reference}, 30 days after discharge",
    ]


def test_six_8_tells_the_worker_as_well_when_one_step_stands_for_both(
    running: SixWeekClock, ben: User, dee: User
) -> None:
    sweep()
    work()
    said = f"Still no visit planned for the six-week review of {running.referral.reference}, 28 days after discharge"
    assert (words_to(ben), words_to(dee)) == ([said], [said])
    outcomes = dict(StepCarriedOut.objects.values_list("step__step", "outcome"))
    assert outcomes == {Step.NO_VISIT: StepOutcome.WITH_A_LATER_ONE, Step.STILL_NO_VISIT: StepOutcome.TOLD}


def test_six_8_says_each_alone_when_they_come_each_on_its_day(jean: Resident, gwen: User, dee: User) -> None:
    running = make_clock(jean, gwen, days_ago=14)
    sweep()
    work()
    assert words_to(dee)[-1].startswith(f"No visit is planned for the six-week review of {running.referral.reference}")


def test_six_8_says_several_weeks_with_the_last() -> None:
    weeks = [StepDue(Step.WEEKLY, number) for number in (1, 2, 3)]
    assert [said_with(one, weeks) for one in weeks] == [weeks[-1]] * 3
    both = [StepDue(Step.NO_VISIT), StepDue(Step.STILL_NO_VISIT), StepDue(Step.DUE_SOON)]
    assert [said_with(one, both) for one in both] == [both[1], both[1], both[2]]
    assert said_with(both[0], both[:1]) == both[0]

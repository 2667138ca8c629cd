"""What a step of SIX-8 does: the right people are told once, and the record says so once."""

import pytest

from accounts.models import Notice, User
from accounts.roles import Role
from assessments.actions import complete, start_full
from audit.models import Event
from core import clock
from discharges.actions import carry_out_steps
from discharges.enums import Step
from discharges.messages import recipients_of
from discharges.models import ClockStep, SixWeekClock
from discharges.sweep import sweep
from outbox.actions import perform
from outbox.models import Job
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry
from tests.factories.field import make_clock
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import give


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return make_clock(jean, gwen, days_ago=50)


def step_of(running: SixWeekClock, step: Step) -> ClockStep:
    return ClockStep.objects.create(
        clock=running, step=step, discharged_on=running.discharged_on, due_on=clock.today(), at=clock.now()
    )


def carry_out(*steps: ClockStep) -> None:
    carry_out_steps(clock_id=str(steps[0].clock_id), steps=" ".join(str(step.pk) for step in steps))


def told(step: ClockStep) -> set[str]:
    return {user.name for user in recipients_of(step)}


def test_six_8_tells_the_manager_that_nobody_holds_it(running: SixWeekClock, dee: User, olu: User, ben: User) -> None:
    assert told(step_of(running, Step.NOT_ALLOCATED)) == {dee.name}


def test_six_8_tells_worker_and_manager_that_it_is_due_soon(
    running: SixWeekClock, dee: User, olu: User, ben: User
) -> None:
    give(running.referral, ben, dee)
    assert told(step_of(running, Step.DUE_SOON)) == {dee.name, ben.name}


def test_six_8_tells_manager_and_head_of_service_of_a_breach(
    running: SixWeekClock, dee: User, olu: User, ben: User
) -> None:
    give(running.referral, ben, dee)
    assert told(step_of(running, Step.BREACH)) == {dee.name, olu.name}


@pytest.mark.parametrize("step", Step)
def test_six_8_goes_to_the_head_of_service_where_a_team_has_no_manager(
    running: SixWeekClock, olu: User, step: Step
) -> None:
    assert olu.name in told(step_of(running, step))


@pytest.mark.parametrize(
    ("step", "names"),
    [
        (Step.NOT_ALLOCATED, {"Lee North"}),
        (Step.NO_VISIT, {"Lee North"}),
        (Step.STILL_NO_VISIT, {"Lee North", "Olu Adeyemi"}),
        (Step.DUE_SOON, {"Lee North", "Olu Adeyemi"}),
        (Step.BREACH, {"Olu Adeyemi"}),
    ],
)
def test_six_8_goes_to_the_head_of_service_for_the_manager_whom_a_team_with_a_lead_lacks(
    running: SixWeekClock, olu: User, step: Step, names: set[str]
) -> None:
    lead = make_user("Lee North", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")
    lead.memberships.update(is_lead=True)
    assert told(step_of(running, step)) == names


def test_six_8_tells_no_manager_of_another_team(asha: User, gwen: User, dee: User, olu: User) -> None:
    other = make_clock(make_resident(asha, practice=None, postcode="RM17 6AA"), gwen, days_ago=50)
    assert other.referral.team.slug == "cls-grays"
    assert told(step_of(other, Step.NOT_ALLOCATED)) == {olu.name}


def test_writes_timeline_audit_and_messages_once(running: SixWeekClock, jean: Resident, dee: User, olu: User) -> None:
    row = step_of(running, Step.BREACH)
    carry_out(row)
    event = Event.objects.get(verb="six_weeks.breach")
    assert (event.resident_id, event.subject_id, event.actor_label) == (jean.pk, running.pk, "Thurrock Care")
    assert event.detail == {"told": 2}
    entry = TimelineEntry.objects.get(kind=TimelineKind.SIX_WEEKS, title__startswith="Six-week clock: ")
    assert entry.title == "Six-week clock: breach: day 42 has passed"
    jobs = Job.objects.filter(kind="notice.deliver", dedupe_key__startswith="step:")
    assert {job.payload["user"] for job in jobs} == {str(dee.pk), str(olu.pk)}
    assert all(job.payload["urgent"] for job in jobs)


def test_six_8_carries_the_steps_of_a_clock_out_in_order_whatever_order_they_are_named_in(
    running: SixWeekClock, dee: User, olu: User
) -> None:
    sweep()
    carry_out(*ClockStep.objects.filter(clock=running).order_by("-due_on"))
    verbs = Event.objects.filter(subject_id=running.pk, actor_label="Thurrock Care").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [f"six_weeks.{step}" for step in Step]


def test_six_8_tells_nobody_that_nobody_holds_it_when_somebody_does_since_the_sweep(
    jean: Resident, gwen: User, ben: User, dee: User
) -> None:
    running = make_clock(jean, gwen, days_ago=10)
    sweep()
    give(running.referral, ben, dee)
    carry_out(ClockStep.objects.get(clock=running))
    assert not Event.objects.filter(verb="six_weeks.not_allocated").exists()
    assert not TimelineEntry.objects.filter(title__startswith="Six-week clock: ").exists()
    assert not Job.objects.filter(kind="notice.deliver", dedupe_key__startswith="step:").exists()


@pytest.mark.parametrize(("days_ago", "says"), [(36, "is due on"), (42, "is due on"), (43, "was due on")])
def test_six_8_says_that_a_review_was_due_once_its_day_has_passed(
    jean: Resident, gwen: User, dee: User, days_ago: int, says: str
) -> None:
    step = step_of(make_clock(jean, gwen, days_ago=days_ago), Step.DUE_SOON)
    carry_out(step)
    assert says in Job.objects.get(dedupe_key=f"step:{step.pk}:{dee.pk}").payload["words"]


def test_carries_no_name_of_the_person(running: SixWeekClock, dee: User, olu: User) -> None:
    carry_out(step_of(running, Step.BREACH))
    said = " ".join(str(job.payload) for job in Job.objects.filter(kind="notice.deliver"))
    assert running.referral.reference in said
    assert "Jean" not in said
    assert "Smith" not in said


def test_does_nothing_when_the_clock_was_met_since(running: SixWeekClock, jean: Resident, ben: User, dee: User) -> None:
    sweep()
    complete(assessment=start_full(resident=jean, by=ben), by=ben)
    events, entries = Event.objects.count(), TimelineEntry.objects.count()
    carry_out(*ClockStep.objects.filter(clock=running))
    assert (Event.objects.count(), TimelineEntry.objects.count()) == (events, entries)
    assert not Job.objects.filter(kind="notice.deliver", dedupe_key__startswith="step:").exists()


def test_goes_through_the_outbox_to_a_notice_and_a_second_hint_changes_nothing(
    running: SixWeekClock, dee: User, olu: User
) -> None:
    sweep()
    for _ in range(2):
        for job in Job.objects.order_by("id"):
            perform(job.pk)
    for job in Job.objects.filter(kind="notice.deliver"):
        perform(job.pk)
    assert Event.objects.filter(verb="six_weeks.breach").count() == 1
    assert Notice.objects.filter(user=olu).count() == 2
    assert Notice.objects.filter(user=dee).count() == 5

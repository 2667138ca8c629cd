"""SIX-8 when the date of discharge is put right, and when a clock does not run as the job of a step comes."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from audit.models import Event
from core import clock
from discharges.actions import (
    Conversation,
    carry_out_steps,
    correct_discharge,
    record_refusal,
    void_discharge,
    withdraw_refusal,
)
from discharges.enums import Answered, Pathway, Step, StepOutcome
from discharges.models import ClockStep, Refusal, SixWeekClock, StepCarriedOut
from discharges.rules import ClockFacts, Had, StepDue, steps_due
from discharges.sweep import sweep
from outbox.actions import perform
from outbox.enums import JobStatus
from outbox.models import Job
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.referrals import give


def work() -> None:
    for job in Job.objects.filter(kind="six_weeks.step", status=JobStatus.WAITING).order_by("id"):
        assert perform(job.pk)


def put_right(running: SixWeekClock, by: User, *, days_ago: int) -> None:
    running.refresh_from_db()
    running.discharge.refresh_from_db()
    correct_discharge(
        discharge=running.discharge, discharged_on=clock.days_ago(days_ago), pathway=Pathway.P1, because="A slip", by=by
    )
    running.refresh_from_db()


def refuse(running: SixWeekClock, by: User) -> Refusal:
    said = Conversation(clock.today(), "No", Answered.YES, Answered.NO)
    return record_refusal(running=running, told=said, by=by)


def told(running: SixWeekClock) -> list[str]:
    steps = [f"six_weeks.{step}" for step in Step]
    verbs = Event.objects.filter(subject_id=running.pk, verb__in=steps).order_by("id").values_list("verb", flat=True)
    return [verb.removeprefix("six_weeks.") for verb in verbs]


def late(resident: Resident, by: User, days_ago: int) -> SixWeekClock:
    """A clock of a stay of which nobody said when it began, so that its end can be put right to any day."""
    running = make_clock(resident, by, days_ago=days_ago)
    type(running.discharge.stay).objects.filter(pk=running.discharge.stay_id).update(admitted_on=None)
    return SixWeekClock.objects.select_related("discharge", "referral", "resident").get(pk=running.pk)


def test_six_8_is_not_silenced_by_steps_that_came_by_a_mistyped_date(
    jean: Resident, gwen: User, dee: User, olu: User
) -> None:
    running = late(jean, gwen, 63)
    sweep()
    work()
    assert told(running) == [*Step, Step.WEEKLY]
    put_right(running, gwen, days_ago=2)
    assert running.dated_on == clock.today()
    went_on = clock.days_ago(2)
    found = {days: {k: n for k, n in sweep(went_on + timedelta(days=days)).items() if n} for days in range(2, 64)}
    assert {days: steps for days, steps in found.items() if steps} == {
        3: {"not_allocated": 1}, 14: {"no_visit": 1}, 28: {"still_no_visit": 1}, 35: {"due_soon": 1},
        43: {"breach": 1}, 50: {"weekly": 1}, 57: {"weekly": 1},
    }  # fmt: skip
    rows = running.steps.filter(discharged_on=went_on).order_by("due_on")
    assert [(row.due_on - went_on).days for row in rows] == [3, 14, 28, 35, 43, 50, 57]


def test_six_8_repeats_nothing_when_the_date_is_put_right_by_a_day(
    jean: Resident, gwen: User, dee: User, olu: User
) -> None:
    running = late(jean, gwen, 44)
    sweep()
    for days in (45, 44, 43):
        put_right(running, gwen, days_ago=days)
        assert sum(sweep().values()) == 0
    put_right(running, gwen, days_ago=42)
    assert sum(sweep().values()) == 0
    assert sweep(clock.today() + timedelta(days=1))[Step.BREACH] == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dates=st.lists(st.integers(0, 70), min_size=1, max_size=4),
    more=st.lists(st.integers(0, 70), max_size=3),
    allocated=st.booleans(),
)
def test_six_8_agrees_with_the_rule_whatever_the_dates_were(
    running: SixWeekClock, gwen: User, ben: User, dee: User, dates: list[int], more: list[int], allocated: bool
) -> None:
    """The date is put right again and again with a sweep after each; afterwards days pass."""
    with transaction.atomic():
        if allocated:
            give(running.referral, ben, dee)
        had: set[Had] = set()
        for days_ago, today in [*((days, 0) for days in dates), *((dates[-1], days) for days in sorted(more))]:
            if today == 0:
                put_right(running, gwen, days_ago=days_ago)
            day = clock.today() + timedelta(days=today)
            facts = ClockFacts(running.discharged_on, True, allocated, False, frozenset(had), running.dated_on)
            wanted = {Had(due, running.discharged_on) for due in steps_due(facts, day)}
            assert not wanted & had
            assert sum(sweep(day).values()) == len(wanted)
            had |= wanted
            rows = ClockStep.objects.values_list("step", "number", "discharged_on")
            assert {Had(StepDue(Step(step), number), on) for step, number, on in rows} == had
        transaction.set_rollback(True)


@pytest.fixture
def running(jean: Resident, gwen: User) -> SixWeekClock:
    return late(jean, gwen, 71)


def test_six_8_tells_a_step_after_all_when_the_clock_did_not_run_as_its_job_came(
    jean: Resident, gwen: User, ben: User, dee: User, olu: User
) -> None:
    running = make_clock(jean, gwen, days_ago=44)
    sweep()
    refusal = refuse(running, ben)
    work()
    assert told(running) == []
    assert not StepCarriedOut.objects.exists()
    withdraw_refusal(refusal=refusal, because="She wants one", by=ben)
    work()
    assert told(running) == [step for step in Step if step != Step.WEEKLY]
    assert sum(sweep().values()) == 0
    again = refuse(running, ben)
    withdraw_refusal(refusal=again, because="She wants one", by=ben)
    assert not Job.objects.filter(kind="six_weeks.step", status=JobStatus.WAITING).exists(), "nothing waits any more"


def test_six_8_waits_by_a_date_that_does_not_hold_and_goes_on_when_it_holds_again(
    running: SixWeekClock, gwen: User, dee: User, olu: User
) -> None:
    put_right(running, gwen, days_ago=44)
    sweep()
    put_right(running, gwen, days_ago=2)
    work()
    assert told(running) == []
    put_right(running, gwen, days_ago=44)
    work()
    assert told(running) == [step for step in Step if step != Step.WEEKLY]


def test_six_8_keeps_its_order_when_the_later_job_of_a_clock_comes_first(
    jean: Resident, gwen: User, dee: User, olu: User
) -> None:
    running = make_clock(jean, gwen, days_ago=43)
    sweep(clock.days_ago(9))
    sweep()
    first, second = Job.objects.filter(kind="six_weeks.step").order_by("id")
    assert perform(second.pk)
    assert told(running) == [step for step in Step if step != Step.WEEKLY]
    assert perform(first.pk)
    assert len(told(running)) == 5


def test_six_8_keeps_how_many_were_told_and_what_did_not_hold_any_more(
    jean: Resident, gwen: User, ben: User, dee: User, olu: User
) -> None:
    running = make_clock(jean, gwen, days_ago=58)
    sweep()
    give(running.referral, ben, dee)
    work()
    rows = StepCarriedOut.objects.order_by("step__due_on").values_list("step__step", "outcome", "told")
    assert list(rows) == [
        (Step.NOT_ALLOCATED, StepOutcome.NOT_ANY_MORE, 0),
        (Step.NO_VISIT, StepOutcome.WITH_A_LATER_ONE, 0),
        (Step.STILL_NO_VISIT, StepOutcome.TOLD, 2),
        (Step.DUE_SOON, StepOutcome.TOLD, 2),
        (Step.BREACH, StepOutcome.TOLD, 2),
        (Step.WEEKLY, StepOutcome.WITH_A_LATER_ONE, 0),
        (Step.WEEKLY, StepOutcome.TOLD, 2),
    ]


def test_a_breach_that_nobody_could_be_told_of_is_found_by_its_outcome(jean: Resident, gwen: User) -> None:
    running = make_clock(jean, gwen, days_ago=44)
    sweep()
    work()
    nobody = StepCarriedOut.objects.filter(step__step=Step.BREACH, outcome=StepOutcome.TOLD, told=0)
    assert [one.step.clock for one in nobody] == [running]


def test_locks_the_person_before_the_clock(jean: Resident, gwen: User, dee: User) -> None:
    running = make_clock(jean, gwen, days_ago=44)
    sweep()
    with CaptureQueriesContext(connection) as ran:
        carry_out_steps(clock_id=str(running.pk))
    locks = [query["sql"] for query in ran if "FOR NO KEY UPDATE" in query["sql"]]
    assert ["residents_resident" in sql.split(" WHERE ")[0].split(" FROM ")[-1] for sql in locks[:2]] == [True, False]
    assert '"discharges_sixweekclock"' in locks[1]


def test_carries_nothing_out_of_a_discharge_that_was_an_error(jean: Resident, gwen: User, dee: User) -> None:
    running = make_clock(jean, gwen, days_ago=44)
    sweep()
    void_discharge(discharge=running.discharge, reason="Entered twice", by=gwen)
    work()
    assert told(running) == []

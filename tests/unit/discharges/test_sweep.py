"""The sweep queues exactly what the pure rule asks for, however late, early or often it runs."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actions import deactivate
from accounts.models import User
from accounts.roles import Role
from audit.actions import SYSTEM
from core import clock
from core.models import Heartbeat
from discharges.enums import ClockStatus, Step
from discharges.models import ClockStep, SixWeekClock
from discharges.rules import STEPS, ClockFacts, StepDue, steps_due
from discharges.sweep import sweep
from outbox.models import Job
from residents.models import Resident
from tests.factories.field import make_clock
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import give

BOUNDARIES = (0, 1, 2, 3, 4, 13, 14, 15, 27, 28, 34, 35, 36, 41, 42, 43, 44, 49, 50, 51, 56, 57, 100)
FIRST_DAY = {step: first_day for step, first_day, _ in STEPS}


def step_rows(of: SixWeekClock) -> list[StepDue]:
    rows = ClockStep.objects.filter(clock=of).order_by("due_on")
    return [StepDue(Step(row.step), row.number) for row in rows]


def steps_had(of: SixWeekClock) -> list[str]:
    return [due.step for due in step_rows(of)]


def facts_of(running: SixWeekClock) -> ClockFacts:
    held = running.referral.allocations.open().exists()
    return ClockFacts(running.discharged_on, running.status == ClockStatus.OPEN, held)


def jobs_of_sweep() -> list[Job]:
    return list(Job.objects.filter(kind="six_weeks.step").order_by("id"))


@pytest.fixture
def staff(db: None) -> dict[str, User]:
    return {
        "gwen": make_user("Gwen Price", Role.HOSPITAL_HUB, "hospital-hub"),
        "dee": make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell"),
        "ben": make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell"),
        "asha": make_user("Asha Patel", Role.TRIAGE, "thurrock-first"),
    }


def test_six_8_queues_what_the_rule_asks_for_on_every_boundary(staff: dict[str, User]) -> None:
    clocks = []
    for days, allocated in product(BOUNDARIES, (False, True)):
        running = make_clock(make_resident(staff["asha"]), staff["gwen"], days_ago=days)
        if allocated:
            give(running.referral, staff["ben"], staff["dee"])
        clocks.append(running)
    wanted = {running.pk: list(steps_due(facts_of(running), clock.today())) for running in clocks}
    sweep()
    assert {running.pk: step_rows(running) for running in clocks} == wanted
    queued = {job.payload["clock_id"]: job.payload["steps"].split() for job in jobs_of_sweep()}
    assert {pk: len(steps) for pk, steps in queued.items()} == {str(pk): len(of) for pk, of in wanted.items() if of}


@pytest.fixture
def one_clock(staff: dict[str, User]) -> SixWeekClock:
    return make_clock(make_resident(staff["asha"]), staff["gwen"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    discharged_on=st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    runs=st.lists(st.integers(min_value=-2, max_value=120), min_size=1, max_size=6),
    allocated=st.booleans(),
    status=st.sampled_from([ClockStatus.OPEN, ClockStatus.OPEN, ClockStatus.MET]),
)
def test_six_8_agrees_with_the_rule_for_any_days_on_which_it_ran(
    one_clock: SixWeekClock,
    staff: dict[str, User],
    discharged_on: date,
    runs: list[int],
    allocated: bool,
    status: ClockStatus,
) -> None:
    """Whatever days the sweep ran on and in what order: afterwards a clock has had what was due on the last of them."""
    with transaction.atomic():
        met_on = discharged_on if status == ClockStatus.MET else None
        SixWeekClock.objects.filter(pk=one_clock.pk).update(discharged_on=discharged_on, status=status, met_on=met_on)
        one_clock.refresh_from_db()
        if allocated:
            give(one_clock.referral, staff["ben"], staff["dee"])
        for days in runs:
            sweep(discharged_on + timedelta(days=days))
        wanted = steps_due(facts_of(one_clock), discharged_on + timedelta(days=max(runs)))
        assert step_rows(one_clock) == list(wanted)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("step", "day"), [(step, first_day) for step, first_day in FIRST_DAY.items()], ids=lambda value: str(value)
)
def test_six_8_happens_on_its_day_and_not_the_day_before(one_clock: SixWeekClock, step: Step, day: int) -> None:
    sweep(one_clock.discharged_on + timedelta(days=day - 1))
    assert step not in steps_had(one_clock)
    sweep(one_clock.discharged_on + timedelta(days=day))
    row = ClockStep.objects.get(clock=one_clock, step=step)
    assert row.due_on == one_clock.discharged_on + timedelta(days=day)


def test_doubles_nothing_when_it_runs_twice(jean: Resident, gwen: User) -> None:
    running = make_clock(jean, gwen, days_ago=50)
    first, second = sweep(), sweep()
    assert sum(first.values()) == 6
    assert sum(second.values()) == 0
    assert steps_had(running) == list(Step)
    assert [len(job.payload["steps"].split()) for job in jobs_of_sweep()] == [6]


def test_catches_up_in_order_when_beat_was_down_for_nine_days(jean: Resident, gwen: User) -> None:
    running = make_clock(jean, gwen, days_ago=34)
    sweep()
    early = [Step.NOT_ALLOCATED, Step.NO_VISIT, Step.STILL_NO_VISIT]
    assert steps_had(running) == early
    sweep(clock.today() + timedelta(days=9))
    assert steps_had(running) == [*early, Step.DUE_SOON, Step.BREACH]
    keys = [str(pk) for pk in ClockStep.objects.order_by("due_on").values_list("pk", flat=True)]
    assert [job.payload["steps"].split() for job in jobs_of_sweep()] == [keys[:3], keys[3:]]


def test_does_not_remind_of_an_allocated_clock(jean: Resident, gwen: User, dee: User, ben: User) -> None:
    running = make_clock(jean, gwen, days_ago=13)
    give(running.referral, ben, dee)
    assert sum(sweep().values()) == 0


def test_reminds_of_a_clock_whose_worker_has_left(jean: Resident, gwen: User, dee: User, ben: User) -> None:
    running = make_clock(jean, gwen, days_ago=10)
    give(running.referral, ben, dee)
    deactivate(user=ben, by=SYSTEM)
    assert sweep()[Step.NOT_ALLOCATED] == 1


def test_six_3_has_all_steps_at_once_when_it_is_born_overdue(jean: Resident, gwen: User) -> None:
    running = make_clock(jean, gwen, days_ago=60)
    assert sweep() == dict.fromkeys(Step, 1) | {Step.WEEKLY: 2}
    assert [row.due_on for row in running.steps.order_by("due_on")] == [
        running.discharged_on + timedelta(days=days) for days in (*FIRST_DAY.values(), 57)
    ]


def test_leaves_nobody_out_between_two_batches(
    jean: Resident, gwen: User, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("discharges.sweep.BATCH", 2)
    for person in [jean, *(make_resident(asha) for _ in range(4))]:
        make_clock(person, gwen, days_ago=4)
    assert sweep()[Step.NOT_ALLOCATED] == 5


@pytest.fixture
def london_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past midnight in London in summer, when it is still the day before in UTC."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.start_of(date(2026, 7, 5)) + timedelta(minutes=30))


def test_counts_days_in_london_just_after_midnight_in_summer(one_clock: SixWeekClock, london_midnight: None) -> None:
    SixWeekClock.objects.filter(pk=one_clock.pk).update(discharged_on=date(2026, 7, 2))
    assert sweep()[Step.NOT_ALLOCATED] == 1


def test_beats_its_heart_even_when_nothing_is_due(db: None) -> None:
    sweep()
    assert Heartbeat.objects.get(name="six-week sweep").detail["on"] == str(clock.today())

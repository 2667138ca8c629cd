"""Whatever happens to somebody, in whatever order and however late it is told: after every step the database is what
SIX-1 to SIX-8 say in plain Python (tests/unit/discharges/plain_six_weeks.py).
"""

from collections import Counter
from datetime import datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from core.errors import Refused
from discharges.actions import (
    Conversation,
    Going,
    call_off_visit,
    change_step,
    hold_visit,
    move_visit,
    plan_visit,
    record_refusal,
    withdraw_refusal,
)
from discharges.enums import Answered, ClockStatus, StayStatus, Step, StepOutcome, VisitStatus
from discharges.models import ReviewVisit, SixWeekClock
from discharges.proof import audit
from discharges.sweep import sweep
from localities.models import Practice
from outbox.actions import perform
from outbox.enums import JobStatus
from outbox.models import Job
from referrals.models import Allocation, HandOff
from residents.actions import change_identity
from tests.factories.people import make_user
from tests.factories.referrals import give
from tests.unit.discharges.plain_six_weeks import ORDER, PLACES, Home, due_on, is_near, plan_by
from tests.unit.discharges.six_weeks_story import HOURS, Story, pick, soon, who

TEAMS = {"Ben Okafor": "cls-tilbury-chadwell", "Chidi Eze": "cls-grays"}


class SixWeeks(Story):
    """The work that is done meanwhile, and what always holds."""

    @rule(number=who, ods_code=st.sampled_from(["F81110", "F81218"]))
    def changes_practice(self, number: int, ods_code: str) -> None:
        person = self.resident(self.person(number))
        practice = Practice.objects.select_related("locality").get(ods_code=ods_code)
        change_identity(resident=person, changes={"practice": practice}, by=self.staff["dee"], version=person.version)

    @rule(which=pick)
    def is_allocated(self, which: int) -> None:
        found = self.home(which)
        if found is None or found[1].status != ClockStatus.OPEN:
            return
        referral = found[1].referral
        if referral.status != "awaiting_allocation":
            return
        worker = "ben" if referral.team.slug == "cls-tilbury-chadwell" else "chidi"
        give(referral, self.staff[worker], self.staff["olu"])

    @rule(which=pick, days=soon, goes=st.sampled_from(["ben", "chidi"]))
    def a_visit_is_planned_or_moved(self, which: int, days: int, goes: str) -> None:
        found = self.home(which)
        if found is None or found[1].status != ClockStatus.OPEN:
            return
        going = Going(self.today + timedelta(days=days), self.staff[goes])
        visit = self.planned(found[1])
        if visit is None:
            plan_visit(running=found[1], going=going, by=self.staff["ben"])
        else:
            move_visit(visit=visit, going=going, by=self.staff["ben"], version=visit.version)

    @rule(which=pick, held=st.booleans())
    def a_visit_is_held_or_called_off(self, which: int, held: bool) -> None:
        found = self.home(which)
        visit = self.planned(found[1]) if found else None
        if visit is None:
            return
        if held and visit.planned_for <= self.today:
            hold_visit(visit=visit, by=self.staff["ben"])
        else:
            call_off_visit(visit=visit, because="x", by=self.staff["ben"], version=visit.version)

    def planned(self, running: SixWeekClock) -> ReviewVisit | None:
        visits = ReviewVisit.objects.filter(clock=running, status=VisitStatus.PLANNED).select_related("clock", "worker")
        found: ReviewVisit | None = visits.first()
        return found

    @rule(which=pick, ods_code=st.sampled_from(["F81110", "F81218"]))
    def thinks_again_after_a_change_of_practice(self, which: int, ods_code: str) -> None:
        """A clock that did not run while the locality changed runs again with the team that is the right one now."""
        found = self.home(which)
        if found is None or found[1].status != ClockStatus.OPEN or found[1].discharged_on > self.today:
            return
        said = Conversation(self.today, "No", Answered.YES, Answered.NO)
        refusal = record_refusal(running=found[1], told=said, by=self.staff["ben"])
        self.changes_practice(found[0].owner, ods_code)
        withdraw_refusal(refusal=refusal, because="x", by=self.staff["ben"])

    @rule(name=st.sampled_from(ORDER[:4]), day=st.integers(1, 42), ahead=soon)
    def the_table_is_changed(self, name: str, day: int, ahead: int) -> None:
        from_on = self.today + timedelta(days=ahead)
        try:
            with transaction.atomic():
                change_step(step=Step(name), day=day, from_on=from_on, because="x", by=self.staff["olu"])
        except Refused:
            return  # the steps would not come one after another
        self.world.changes.append((name, day, from_on))

    @rule(days=st.sampled_from([1, 1, 3, 7, 14, 30, 43]), hour=st.sampled_from(HOURS))
    def days_pass(self, days: int, hour: time) -> None:
        self.now = datetime.combine(self.today + timedelta(days=days), hour, tzinfo=clock.LONDON)

    @rule()
    def the_sweep_runs(self) -> None:
        wanted = []
        for home in self.world.homes:
            row = self.clock_of(home)
            stands = row.twin_id is None
            if self.world.state(home, stands)[0] != "open":
                continue
            held, visit = self.facts_of(row)
            found = self.world.steps_on(home, self.today, held=held, visit=visit)
            home.had += found
            wanted += found
        assert sum(sweep().values()) == len(wanted)

    @rule(backwards=st.booleans(), swept=st.booleans())
    def the_worker_works(self, backwards: bool, swept: bool) -> None:
        """In whatever order the jobs come: after a sweep, nothing that holds waits of a clock that runs."""
        if swept:
            self.the_sweep_runs()
        jobs = Job.objects.filter(kind="six_weeks.step", status=JobStatus.WAITING)
        for home in self.world.homes:
            row = self.clock_of(home)
            is_open = self.world.state(home, row.twin_id is None)[0] == "open"
            if is_open and (swept or jobs.filter(payload__clock_id=str(row.pk)).exists()):
                held, visit = self.facts_of(row)
                self.world.carry_out(home, held=held, visit=visit)
        for job in jobs.order_by("-id" if backwards else "id"):
            assert perform(job.pk)

    @rule(which=pick)
    def the_job_of_a_step_comes_while_a_clock_does_not_run(self, which: int) -> None:
        found = self.home(which)
        if found is None or found[1].status != ClockStatus.OPEN:
            return
        self.the_sweep_runs()
        said = Conversation(self.today, "No", Answered.YES, Answered.NO)
        refusal = record_refusal(running=found[1], told=said, by=self.staff["ben"])
        found[0].refused.append(self.today)
        self.the_worker_works(backwards=False, swept=False)
        withdraw_refusal(refusal=refusal, because="x", by=self.staff["ben"])
        found[0].refused.remove(self.today)
        self.the_worker_works(backwards=False, swept=False)

    def facts_of(self, row: SixWeekClock) -> tuple[bool, bool]:
        """Whether a worker holds it, and whether a visit keeps the reminders away (VIS-1)."""
        holders = set(Allocation.objects.open().filter(referral=row.referral).values_list("worker_id", flat=True))
        return bool(holders), any(
            visit.status == VisitStatus.HELD
            or (
                (visit.worker_id in holders or TEAMS[visit.worker.name] == row.referral.team.slug)
                and is_near(visit.planned_for, self.today)
            )
            for visit in row.visits.select_related("worker").exclude(status=VisitStatus.CALLED_OFF)
        )

    # ---- what always holds

    def clock_of(self, home: Home) -> SixWeekClock:
        return SixWeekClock.objects.select_related("referral__team", "resident").get(discharge_id=home.key)  # type: ignore[attr-defined]

    @invariant()
    def every_clock_stands_as_the_rules_say(self) -> None:
        for home in self.world.homes:
            row = self.clock_of(home)
            stands = row.twin_id is None
            assert row.resident == self.people[home.owner]
            assert stands == (not home.same) or home.same
            status, reason, on = self.world.state(home, stands)
            assert (row.status, row.end_reason) == (status, reason), home
            assert status == "voided" or (row.met_on or row.ended_on) == on
            day = self.world.day(home, stands)
            assert (row.discharged_on, row.due_on, row.plan_by) == (day, due_on(day), plan_by(day))
            if home.dated is None or home.dated[0] != day:
                home.dated = (day, self.today)
            assert row.dated_on == home.dated[1]
            is_open = status == "open"
            assert row.referral.is_open == is_open
            if is_open:
                assert row.referral.team.locality_id == row.locality_id == row.resident.locality_id
            else:
                assert not Allocation.objects.open().filter(referral=row.referral).exists()
            assert (row.superseded_by is not None) == (reason == "readmitted")
            if row.superseded_by:
                assert row.superseded_by.status != StayStatus.VOIDED

    @invariant()
    def of_one_discharge_one_clock_stands(self) -> None:
        for home in self.world.homes:
            if home.same:
                assert sum(self.clock_of(one).twin_id is None for one in {home} | home.same) == 1

    @invariant()
    def every_step_was_told_once(self) -> None:
        for home in self.world.homes:
            row = self.clock_of(home)
            steps = row.steps.values_list("step", "number", "due_on", "discharged_on")
            assert sorted(steps) == sorted(home.had)
            dropped = StepOutcome.NOT_ANY_MORE
            assert sorted(steps.filter(carried_out__outcome=dropped)) == sorted(home.dropped)
            assert sorted(steps.exclude(carried_out=None).exclude(carried_out__outcome=dropped)) == sorted(home.told)
            verbs = Event.objects.filter(subject_id=row.pk, verb__in=[f"six_weeks.{name}" for name in PLACES])
            assert Counter(verbs.values_list("verb", flat=True)) == Counter(f"six_weeks.{one[0]}" for one in home.told)

    @invariant()
    def the_proof_finds_nothing(self) -> None:
        assert audit()["wrong"] == []

    @invariant()
    def a_practice_hands_on_without_a_new_date(self) -> None:
        assert not HandOff.objects.filter(reason="").exists()


def run(staff: dict[str, User], examples: int, steps: int, *, same_each_time: bool = False) -> None:
    machine = type("Machine", (SixWeeks,), {"staff": staff})
    chosen = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, derandomize=same_each_time,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with patch("discharges.sweep.SETTLED", timedelta(0)):
        run_state_machine_as_test(machine, settings=chosen)  # type: ignore[no-untyped-call]


@pytest.fixture
def staff(asha: User, ben: User, chidi: User, dee: User, gwen: User, olu: User) -> dict[str, User]:
    system = make_user("Basildon EPR", Role.SERVICE)
    return {"asha": asha, "ben": ben, "chidi": chidi, "dee": dee, "gwen": gwen, "olu": olu, "system": system}


def test_six_1_to_six_8_hold_whatever_happens_in_any_order(staff: dict[str, User]) -> None:
    run(staff, examples=100, steps=25, same_each_time=True)


@pytest.mark.long
def test_six_1_to_six_8_hold_whatever_happens_in_any_order_for_long(staff: dict[str, User]) -> None:
    run(staff, examples=150, steps=50)

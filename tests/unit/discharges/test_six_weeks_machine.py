"""Whatever happens to somebody, in whatever order and however late it is told: after every step the database is what
SIX-1 to SIX-8 say in plain Python (tests/unit/discharges/plain_six_weeks.py).
"""

from collections import Counter
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from discharges.enums import ClockStatus, StayStatus, StepOutcome, VisitStatus
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
from tests.unit.discharges.plain_six_weeks import PLACES, Home, due_on, plan_by
from tests.unit.discharges.six_weeks_story import HOURS, Story, pick, soon, who


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

    @rule(which=pick, days=soon)
    def a_visit_is_planned(self, which: int, days: int) -> None:
        found = self.home(which)
        if found is None or found[1].status != ClockStatus.OPEN:
            return
        planned = ReviewVisit.objects.filter(clock=found[1], status=VisitStatus.PLANNED)
        if planned.update(status=VisitStatus.CALLED_OFF):
            return
        ReviewVisit.objects.create(
            clock=found[1], planned_for=self.today + timedelta(days=days), worker=self.staff["ben"],
            made_at=clock.now(), made_by=self.staff["ben"],
        )  # fmt: skip

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

    @rule(backwards=st.booleans())
    def the_worker_works(self, backwards: bool) -> None:
        """In whatever order the jobs come: afterwards nothing waits of a clock that runs."""
        for home in self.world.homes:
            row = self.clock_of(home)
            if self.world.state(home, row.twin_id is None)[0] == "open":
                held, visit = self.facts_of(row)
                self.world.carry_out(home, held=held, visit=visit)
        jobs = Job.objects.filter(kind="six_weeks.step", status=JobStatus.WAITING)
        for job in jobs.order_by("-id" if backwards else "id"):
            assert perform(job.pk)

    def facts_of(self, row: SixWeekClock) -> tuple[bool, bool]:
        """Whether a worker holds it, and whether a visit is planned or was held."""
        held = Allocation.objects.open().filter(referral=row.referral).exists()
        return held, ReviewVisit.objects.filter(clock=row).exclude(status=VisitStatus.CALLED_OFF).exists()

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
    run_state_machine_as_test(machine, settings=chosen)  # type: ignore[no-untyped-call]


@pytest.fixture
def staff(asha: User, ben: User, chidi: User, dee: User, gwen: User, olu: User) -> dict[str, User]:
    system = make_user("Basildon EPR", Role.SERVICE)
    return {"asha": asha, "ben": ben, "chidi": chidi, "dee": dee, "gwen": gwen, "olu": olu, "system": system}


def test_six_1_to_six_8_hold_whatever_happens_in_any_order(staff: dict[str, User]) -> None:
    run(staff, examples=40, steps=25, same_each_time=True)


@pytest.mark.long
def test_six_1_to_six_8_hold_whatever_happens_in_any_order_for_long(staff: dict[str, User]) -> None:
    run(staff, examples=150, steps=50)

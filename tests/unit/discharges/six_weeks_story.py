"""What happens to two people: each rule does it to the database and tells the plain model of it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
)

from accounts.models import User
from assessments.actions import complete, start_full, void
from assessments.models import Assessment
from core import clock
from core.errors import Refused
from discharges.actions import (
    Conversation,
    WentHome,
    add_stay,
    correct_discharge,
    receive_discharge,
    record_discharge,
    record_refusal,
    void_discharge,
    void_stay,
    withdraw_refusal,
)
from discharges.enums import Answered, ClockStatus, Pathway
from discharges.models import Discharge, HospitalStay, Refusal, SixWeekClock
from residents.actions import correct_life_event, merge, record_death, record_move, undo_merge
from residents.merging import rows_since
from residents.models import LifeEvent, Merge, PossibleDuplicate, Resident
from residents.rules.merging import Side
from tests.factories.duplicates import make_pair
from tests.factories.people import make_resident
from tests.unit.discharges.plain_six_weeks import Home, Life, Stay, World

# before the clocks go back, before they go forward, and so that day 42 falls among the Christmas holidays
STARTS = (date(2025, 10, 20), date(2026, 3, 1), date(2025, 11, 10))
HOURS = (time(0, 30), time(1, 30), time(12), time(23, 45))
who = st.integers(0, 1)
pick = st.integers(0, 7)
ago = st.integers(0, 60)
soon = st.sampled_from([0, 0, 1, 2, 5, 10])


class Story(RuleBasedStateMachine):
    """Two records, which may be one person, and what is told of them."""

    staff: dict[str, User]

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime.combine(STARTS[0], HOURS[0], tzinfo=clock.LONDON)
        self.patched = patch("django.utils.timezone.now", lambda: self.now)
        self.patched.start()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.world = World()
        self.merged: Merge | None = None
        self.left_behind: list[Any] = []

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        self.patched.stop()

    @initialize(start=st.sampled_from(STARTS), hour=st.sampled_from(HOURS))
    def begin(self, start: date, hour: time) -> None:
        self.now = datetime.combine(start, hour, tzinfo=clock.LONDON)
        self.people = [make_resident(self.staff["asha"]) for _ in range(2)]

    # ---- what is common

    @property
    def today(self) -> date:
        return clock.today()

    def person(self, number: int) -> int:
        """The record on which something about a person is told: the one that was kept."""
        return self.kept if self.merged else number

    def resident(self, number: int) -> Resident:
        return Resident.objects.select_related("locality", "practice").get(pk=self.people[number].pk)

    def back(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def stay_of(self, number: int) -> Stay | None:
        return next((one for one in self.world.stays if one.owner == number and one.status == "in"), None)

    def row(self, thing: Any) -> Any:
        return type(thing).objects.get(pk=thing.pk)

    def home(self, which: int) -> tuple[Home, SixWeekClock] | None:
        homes = [one for one in self.world.homes if one.owner == one.told_by or self.merged]
        if not homes:
            return None
        home = homes[which % len(homes)]
        return home, SixWeekClock.objects.select_related("resident", "referral", "discharge__resident").get(
            discharge_id=home.key  # type: ignore[attr-defined]
        )

    def is_refused(self, doing: Callable[[], object]) -> None:
        with pytest.raises(Refused), transaction.atomic():
            doing()

    def is_alive(self, number: int) -> bool:
        return not any(one.owner == number and one.kind == "died" and not one.corrected for one in self.world.lives)

    def has_left(self, number: int) -> bool:
        return any(one.owner == number and one.kind == "moved" and not one.corrected for one in self.world.lives)

    # ---- in hospital and home again

    @rule(number=who, days=st.one_of(st.none(), ago))
    def is_admitted(self, number: int, days: int | None) -> None:
        number = self.person(number)
        if self.stay_of(number) or not self.is_alive(number):
            return
        admitted_on = None if days is None else self.back(days)
        row = add_stay(resident=self.resident(number), hospital="basildon", admitted_on=admitted_on,
                       by=self.staff["gwen"])  # fmt: skip
        stay = Stay(number, admitted_on, self.today)
        stay.key = row.pk  # type: ignore[attr-defined]
        self.world.stays.append(stay)

    @rule(number=who, days=soon)
    def goes_home(self, number: int, days: int) -> None:
        number = self.person(number)
        stay = self.stay_of(number)
        if stay is None or (stay.admitted_on and stay.admitted_on > self.back(days)):
            return
        if self.on_that_day(number, self.back(days)):
            return
        row = HospitalStay.objects.get(pk=stay.key)  # type: ignore[attr-defined]
        made = record_discharge(stay=row, discharged_on=self.back(days), pathway=Pathway.P1, by=self.staff["gwen"])
        stay.status = "home"
        self.went_home(stay, number, self.back(days), made)

    @rule(number=who, days=ago, before=st.one_of(st.none(), soon))
    def went_home_as_another_system_tells(self, number: int, days: int, before: int | None) -> None:
        number = self.person(number)
        if self.stay_of(number) or self.on_that_day(number, self.back(days)) or not self.is_alive(number):
            return
        admitted_on = None if before is None else self.back(days + before)
        told = WentHome(hospital="basildon", discharged_on=self.back(days), pathway="1", admitted_on=admitted_on)
        if self.world.is_told_already(number, admitted_on, self.back(days)):
            self.is_refused(
                lambda: receive_discharge(resident=self.resident(number), told=told, by=self.staff["system"])
            )
            return
        made = receive_discharge(resident=self.resident(number), told=told, by=self.staff["system"])
        stay = Stay(number, admitted_on, self.today, "home")
        stay.key = made.discharge.stay_id  # type: ignore[attr-defined]
        self.world.stays.append(stay)
        self.went_home(stay, number, self.back(days), made)

    def on_that_day(self, number: int, day: date) -> bool:
        return any(one.told_by == number and one.on == day and not one.voided for one in self.world.homes)

    def went_home(self, stay: Stay, number: int, day: date, made: SixWeekClock) -> None:
        home = Home(stay, number, number, day)
        home.key = made.discharge_id  # type: ignore[attr-defined]
        self.world.homes.append(home)

    @rule(number=who)
    def was_never_in_hospital(self, number: int) -> None:
        stay = self.stay_of(self.person(number))
        if stay is None:
            return
        void_stay(stay=HospitalStay.objects.get(pk=stay.key), because="x", by=self.staff["gwen"])  # type: ignore[attr-defined]
        stay.status = "error"

    @rule(which=pick, still=st.booleans())
    def did_not_go_home(self, which: int, still: bool) -> None:
        found = self.home(which)
        if found is None or found[0].voided or found[0].told_by != self.person(found[0].told_by):
            return
        home, row = found
        still = still and self.stay_of(home.told_by) is None and self.is_alive(home.told_by)
        void_discharge(discharge=row.discharge, reason="x", by=self.staff["gwen"], still_in_hospital=still)
        home.voided = True
        if still:
            again = Stay(home.stay.owner, home.stay.admitted_on, self.today, continues=home.stay)
            again.key = HospitalStay.objects.get(continues=home.stay.key).pk  # type: ignore[attr-defined]
            self.world.stays.append(again)

    @rule(which=pick, days=ago)
    def went_home_on_another_day(self, which: int, days: int) -> None:
        found = self.home(which)
        if found is None or found[0].voided or found[0].told_by != self.person(found[0].told_by):
            return
        home, row = found
        day = self.back(days)
        if (home.stay.admitted_on and day < home.stay.admitted_on) or self.on_that_day(home.told_by, day):
            return
        correct_discharge(discharge=row.discharge, discharged_on=day, pathway="1", because="x", by=self.staff["gwen"])
        home.on = day

    # ---- one person or two

    @precondition(lambda self: self.merged is None)
    @rule(kept=who)
    def are_one_person(self, kept: int) -> None:
        if self.is_alive(0) != self.is_alive(1):
            return
        PossibleDuplicate.objects.all().delete()
        pair = make_pair(*self.people)
        survivor = self.resident(kept)
        try:
            with transaction.atomic():
                self.merged = merge(pair=pair, survivor=survivor, why="x", by=self.staff["olu"])
        except Refused:
            return  # they died on different days
        self.kept = kept
        self.left_behind = []
        self._move_what_was_told(1 - kept, kept)

    def _move_what_was_told(self, gone: int, kept: int) -> None:
        moved: list[Any] = []
        world = self.world
        stays = [one for one in world.stays if one.owner == gone and not (one.status == "in" and self.stay_of(kept))]
        homes = [one for one in world.homes if one.owner == gone]
        for home in homes:
            same = {one for one in world.homes if one.owner == kept and one.on == home.on and not one.voided}
            if same and not home.voided:
                (other,) = same
                home.same, other.same = {other}, {home}
                continue
            home.told_by = kept
            self.left_behind.append(("told_by", home))
        ours = {one.kind for one in world.lives if one.owner == kept and not one.corrected}
        lives = [one for one in world.lives if one.owner == gone and (one.corrected or one.kind not in ours)]
        for thing in [*stays, *homes, *lives]:
            thing.owner = kept
            moved.append(("owner", thing))
        world.assessed = [(kept, day) if owner == gone else (owner, day) for owner, day in world.assessed]
        self.assessed_before = [] if not world.assessed else list(world.assessed)
        self.left_behind += moved

    @precondition(lambda self: self.merged is not None)
    @rule()
    def are_two_after_all(self) -> None:
        merged = Merge.objects.get(pk=self.merged.pk)  # type: ignore[union-attr]
        if (self.today - clock.london_date(merged.at)).days > 30:
            return
        choices = {group.key: Side.SURVIVOR for group in rows_since(merged)}
        undo_merge(merge=merged, by=self.staff["olu"], choices=choices)
        self.merged = None
        self._read_owners()

    def _read_owners(self) -> None:
        """Which row goes to whom is the merge's own rule, proven elsewhere: what it did is taken as it is."""
        number = {person.pk: place for place, person in enumerate(self.people)}
        for stay in self.world.stays:
            stay.owner = number[HospitalStay.objects.get(pk=stay.key).resident_id]  # type: ignore[attr-defined]
        for home in self.world.homes:
            home.same = set()
            home.owner = home.told_by = number[Discharge.objects.get(pk=home.key).resident_id]  # type: ignore[attr-defined]
        for life in self.world.lives:
            life.owner = number[LifeEvent.objects.get(pk=life.key).resident_id]  # type: ignore[attr-defined]
        held = Assessment.objects.filter(kind="full", status="completed").values_list("resident_id", "completed_on")
        self.world.assessed = [(number[owner], day) for owner, day in held]

    # ---- what ends it

    @rule(number=who, days=soon, told=st.booleans())
    def moves_away(self, number: int, days: int, told: bool) -> None:
        number = self.person(number)
        if self.has_left(number) or not self.is_alive(number):
            return
        runs = SixWeekClock.objects.open().filter(resident=self.people[number]).exists()
        told = told or runs
        event = record_move(resident=self.resident(number), left_on=self.back(days), to="Leeds", by=self.staff["dee"],
                            how_known="x", council_told=told)  # fmt: skip
        self._lived(number, "moved", self.back(days), told, event)

    @rule(number=who, days=soon)
    def dies(self, number: int, days: int) -> None:
        number = self.person(number)
        if not self.is_alive(number):
            return
        event = record_death(resident=self.resident(number), died_on=self.back(days), by=self.staff["dee"],
                             how_known="x")  # fmt: skip
        if stay := self.stay_of(number):
            stay.status = "ended"
            stay.ended_by = event.pk  # type: ignore[attr-defined]
        self._lived(number, "died", self.back(days), True, event)

    def _lived(self, number: int, kind: str, day: date, told: bool, event: LifeEvent) -> None:
        life = Life(number, kind, day, told)
        life.key = event.pk  # type: ignore[attr-defined]
        self.world.lives.append(life)

    @rule(which=pick)
    def that_was_an_error(self, which: int) -> None:
        stands = [one for one in self.world.lives if not one.corrected and one.owner == self.person(one.owner)]
        if not stands:
            return
        life = stands[which % len(stands)]
        event = LifeEvent.objects.get(pk=life.key)  # type: ignore[attr-defined]
        correct_life_event(event=event, because="x", by=self.staff["dee"])
        life.corrected = True
        for stay in self.world.stays:
            stay.status = {"in_hospital": "in", "ended": "ended", "discharged": "home", "voided": "error"}[
                HospitalStay.objects.get(pk=stay.key).status  # type: ignore[attr-defined]
            ]

    @rule(number=who, days=ago)
    def is_assessed(self, number: int, days: int) -> None:
        number = self.person(number)
        if not self.is_alive(number):
            return
        begun = start_full(resident=self.resident(number), by=self.staff["ben"])
        complete(assessment=begun, by=self.staff["ben"], completed_on=self.back(days))
        self.world.assessed.append((number, self.back(days)))

    @rule(which=pick)
    def was_never_assessed(self, which: int) -> None:
        held = Assessment.objects.filter(kind="full", status="completed", resident__merged_into=None)
        found = list(held.select_related("resident").order_by("pk"))
        if not found:
            return
        assessment = found[which % len(found)]
        owner = next(at for at, person in enumerate(self.people) if person.pk == assessment.resident_id)
        void(assessment=assessment, because="x", by=self.staff["ben"])
        assert assessment.completed_on
        self.world.assessed.remove((owner, assessment.completed_on))

    @rule(which=pick, days=soon, at_risk=st.booleans())
    def refuses(self, which: int, days: int, at_risk: bool) -> None:
        found = self.home(which)
        if found is None or found[1].status != ClockStatus.OPEN or found[1].discharged_on > self.back(days):
            return
        said = Conversation(self.back(days), "No", Answered.YES, Answered.YES if at_risk else Answered.NO)
        record_refusal(running=found[1], told=said, by=self.staff["ben"])
        if not at_risk:
            found[0].refused.append(self.back(days))

    @rule(which=pick)
    def changes_their_mind(self, which: int) -> None:
        stands = list(Refusal.objects.filter(withdrawn_at=None, ends=True, clock__resident__merged_into=None))
        if not stands:
            return
        refusal = stands[which % len(stands)]
        withdraw_refusal(refusal=refusal, because="x", by=self.staff["ben"])
        home = next(one for one in self.world.homes if one.key == refusal.clock.discharge_id)  # type: ignore[attr-defined]
        home.refused.remove(refusal.talked_on)

"""What the demo writes of plans, visits, refusals and readmissions is what the actions write, column by column."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from core import clock
from discharges import actions
from discharges.actions import Conversation, Going
from discharges.enums import Answered, BlockerKind, BreachCause, EndReason, Hospital, ToldWho
from discharges.models import HospitalStay, SixWeekClock
from residents.models import Resident
from tests.unit.demo.test_same_as_actions import Scene, deliver, go_home, go_home_in_demo, known, same, scene
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.records import going_home, hospital
from thurrock_care.demo.records.hospital import Review
from thurrock_care.demo.records.people import Person

pytestmark = pytest.mark.django_db
__all__ = ["scene"]


def listed(scene: Scene, resident: Resident) -> HospitalStay:
    return actions.add_stay(resident=resident, hospital=Hospital.BASILDON, ward="Ward 1", by=scene.users["gwen"])


def listed_in_demo(scene: Scene, person: Person) -> Row:
    return hospital.add_stay(
        scene.desk, person=person, hospital=Hospital.BASILDON, ward="Ward 1", admitted_on=None, expected_on=None,
        by=scene.workers["gwen"], at=scene.now,
    )  # fmt: skip


def test_plans_a_way_home_as_the_actions_do(scene: Scene) -> None:
    resident, person = known(scene)
    plan = {"ready_on": clock.today(), "planned_pathway": "1", "equipment": "commode", "liaison": "Bleep 417"}

    def by_actions() -> None:
        stay, by = listed(scene, resident), scene.users["gwen"]
        actions.plan_discharge(stay=stay, by=by, **plan)
        for kind in (BlockerKind.CARE, BlockerKind.TRANSPORT):
            held = actions.raise_blocker(stay=stay, kind=kind, words="Two calls", by=by)
        actions.clear_blocker(blocker=held, by=by)
        for who in (ToldWho.FAMILY, ToldWho.GP):
            actions.tell_somebody(stay=stay, who=who, by=by)

    def by_demo() -> None:
        stay, by, desk, at = listed_in_demo(scene, person), scene.workers["gwen"], scene.desk, scene.now
        ordered = {name: plan[name] for name in ("ready_on", "planned_pathway", "equipment", "liaison")}
        going_home.plan_discharge(desk, person=person, stay=stay, plan=ordered, by=by, at=at)
        for kind in (BlockerKind.CARE, BlockerKind.TRANSPORT):
            held = going_home.raise_blocker(
                desk, person=person, stay=stay, kind=kind, words="Two calls", by=by, at=at
            )  # fmt: skip
        going_home.clear_blocker(desk, person=person, blocker=held, by=by, at=at)
        for who in (ToldWho.FAMILY, ToldWho.GP):
            going_home.tell_somebody(desk, person=person, stay=stay, who=who, by=by, at=at)

    same(by_actions, by_demo, scene.desk)


def after_home(
    scene: Scene, by_action: Callable[[SixWeekClock], object], by_demo: Callable[[Review], object], days_ago: int = 1
) -> None:
    """Compare what both write after somebody came home and Ben took the review."""
    resident, person = known(scene)

    def acted() -> None:
        by_action(go_home(scene, resident, days_ago))
        deliver()

    same(acted, lambda: by_demo(go_home_in_demo(scene, person, days_ago)), scene.desk)


def test_plans_holds_and_calls_off_visits_as_the_actions_do(scene: Scene) -> None:
    user, worker, today = scene.users["ben"], scene.workers["ben"], clock.today()

    def by_action(running: SixWeekClock) -> None:
        first = actions.plan_visit(running=running, going=Going(today + timedelta(days=2), user), by=user)
        actions.call_off_visit(visit=first, because="Ill", by=user, version=first.version)
        actions.hold_visit(visit=actions.plan_visit(running=running, going=Going(today, user), by=user), by=user)

    def by_demo(review: Review) -> None:
        desk, at = scene.desk, scene.now
        first = going_home.plan_visit(desk, review=review, on=today + timedelta(days=2), worker=worker, at=at)
        going_home.call_off_visit(desk, review=review, visit=first, because="Ill", by=worker, at=at)
        visit = going_home.plan_visit(desk, review=review, on=today, worker=worker, at=at)
        going_home.hold_visit(desk, review=review, visit=visit, by=worker, at=at)

    after_home(scene, by_action, by_demo)


def test_records_a_refusal_as_the_action_does(scene: Scene) -> None:
    words = "Wants nobody to come."
    told = Conversation(clock.today(), words, Answered.YES, Answered.NO)

    def by_demo(review: Review) -> None:
        by, at = scene.workers["ben"], scene.now
        going_home.record_refusal(scene.desk, review=review, words=words, by=by, at=at)
        hospital.end_clock(scene.desk, review=review, reason=EndReason.REFUSED, words=words, by=by, at=at)

    after_home(
        scene, lambda running: actions.record_refusal(running=running, told=told, by=scene.users["ben"]), by_demo
    )


def test_says_why_a_review_is_late_as_the_action_does(scene: Scene) -> None:
    cause, by = BreachCause.NO_WORKER, scene.users["dee"]
    after_home(
        scene,
        lambda running: actions.give_breach_reason(running=running, cause=cause, by=by, words="Two had left"),
        lambda review: going_home.give_breach_reason(
            scene.desk, review=review, cause=cause, by=scene.workers["dee"], at=scene.now, words="Two had left"
        ),
        days_ago=50,
    )


def test_readmits_as_the_action_does(scene: Scene) -> None:
    def by_action(running: SixWeekClock) -> None:
        by = scene.users["gwen"]
        actions.add_stay(
            resident=running.resident, hospital=Hospital.BASILDON, ward="Ward 1", by=by, admitted_on=clock.today()
        )

    def by_demo(review: Review) -> None:
        by, at = scene.workers["gwen"], scene.now
        stay = hospital.add_stay(
            scene.desk, person=review.case.person, hospital=Hospital.BASILDON, ward="Ward 1",
            admitted_on=clock.today(), expected_on=None, by=by, at=at,
        )  # fmt: skip
        hospital.end_clock(
            scene.desk, review=review, reason=EndReason.READMITTED, by=by, at=at, superseded_by=stay
        )  # fmt: skip

    after_home(scene, by_action, by_demo)

"""What the demo writes of answers between teams is what the actions write, column by column."""

from dataclasses import replace

import pytest

from referrals import actions as referral_actions
from referrals.actions import HandOver
from referrals.enums import CloseReason, Need, Urgency
from referrals.routing import Suggestion
from tests.factories.answers import fresh
from tests.factories.referrals import give
from tests.unit.demo.test_same_as_actions import TOLD, Scene, deliver, known, same, scene, sent_by
from thurrock_care.demo.records import answering, front_door

__all__ = ["scene"]

pytestmark = pytest.mark.django_db
THIS_WEEK = replace(TOLD, urgency=Urgency.THIS_WEEK)


@pytest.mark.parametrize("is_held", [True, False])
def test_accepts_returns_and_sends_again_as_the_actions_do(scene: Scene, is_held: bool) -> None:
    resident, person = known(scene)
    user, worker, teams = scene.users, scene.workers, scene.desk.teams
    to = Suggestion(teams["cls-grays"], "ROU-11", "she has moved to Grays")

    def by_actions() -> None:
        referral = sent_by(user["asha"], resident, THIS_WEEK)
        referral_actions.accept(referral=referral, by=user["dee"])
        if is_held:
            give(referral, user["ben"], user["dee"])
        referral_actions.return_referral(referral=fresh(referral), words="She has moved.", by=user["dee"])
        referral_actions.send_again(referral=fresh(referral), to=to, by=user["asha"], words="So she has.")

    def by_demo() -> None:
        first, at = teams["thurrock-first"], scene.now
        case = front_door.route_contact(scene.desk, person=person, told=THIS_WEEK, by=worker["asha"], at=at)
        answering.accept(scene.desk, case=case, by=worker["dee"], at=at)
        if is_held:
            front_door.allocate(scene.desk, case=case, worker=worker["ben"], by=worker["dee"], at=at)
        answering.return_referral(scene.desk, case=case, sender=first, why="She has moved.", by=worker["dee"], at=at)
        answering.send_again(scene.desk, case=case, sender=first, to=to, by=worker["asha"], at=at, words="So she has.")

    same(by_actions, by_demo, scene.desk)


@pytest.mark.parametrize("slug", ["cls-grays", "carers-service"])
def test_hands_on_as_the_action_does(scene: Scene, slug: str) -> None:
    resident, person = known(scene)
    user, worker = scene.users, scene.workers
    to = Suggestion(scene.desk.teams[slug], "ROU-11", "she has moved to Grays")
    told = HandOver("She has moved.", Urgency.NO_RUSH, expects="A call on Friday.", done="Rails.", rang=True)

    def by_actions() -> None:
        referral = sent_by(user["asha"], resident, THIS_WEEK)
        give(referral, user["ben"], user["dee"])
        referral_actions.hand_on(referral=fresh(referral), to=to, told=told, by=user["ben"])

    def by_demo() -> None:
        case = front_door.route_contact(scene.desk, person=person, told=THIS_WEEK, by=worker["asha"], at=scene.now)
        front_door.allocate(scene.desk, case=case, worker=worker["ben"], by=worker["dee"], at=scene.now)
        answering.hand_on(scene.desk, case=case, to=to, told=told, by=worker["ben"], at=scene.now)

    same(by_actions, by_demo, scene.desk)


def test_ends_a_partners_look_as_the_action_does(scene: Scene) -> None:
    resident, person = known(scene)
    told = replace(TOLD, need=Need.CARER)

    def by_actions() -> None:
        for _ in range(2):
            referral = referral_actions.route_contact(resident=resident, told=told, by=scene.users["asha"]).referral
            assert referral is not None
            deliver()
            referral_actions.close(referral=referral, reason=CloseReason.DECLINED, by=scene.users["olu"])

    def by_demo() -> None:
        for _ in range(2):
            case = front_door.route_contact(
                scene.desk, person=person, told=told, by=scene.workers["asha"], at=scene.now
            )
            front_door.end_referral(
                scene.desk, case=case, reason=CloseReason.DECLINED, by=scene.workers["olu"], at=scene.now
            )

    same(by_actions, by_demo, scene.desk)


def test_ends_a_partners_look_with_the_last_of_two_as_the_action_does(scene: Scene) -> None:
    resident, person = known(scene)
    told = replace(TOLD, need=Need.CARER, story="", matters="")

    def by_actions() -> None:
        sent = [sent_by(scene.users["asha"], resident, told) for _ in range(2)]
        for referral in sent:
            referral_actions.close(referral=referral, reason=CloseReason.DECLINED, by=scene.users["olu"])

    def by_demo() -> None:
        by, at = scene.workers, scene.now
        cases = [front_door.route_contact(scene.desk, person=person, told=told, by=by["asha"], at=at) for _ in range(2)]
        for case in cases:
            front_door.end_referral(scene.desk, case=case, reason=CloseReason.DECLINED, by=by["olu"], at=at)

    same(by_actions, by_demo, scene.desk)

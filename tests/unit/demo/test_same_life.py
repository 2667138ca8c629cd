"""Life events and re-asks of the demo are what the actions write, column by column: see test_same_as_actions.py."""

from dataclasses import replace

import pytest

from core import clock
from localities.models import Team
from referrals import actions as referral_actions
from residents import actions as resident_actions
from residents.enums import LifeKind, Topic
from residents.models import Statement
from talking_shops import actions as talk_actions
from talking_shops.actions import Talk
from talking_shops.enums import Place
from tests.unit.demo.test_same_as_actions import TOLD, Scene, known, same, scene
from thurrock_care.demo.records import front_door, life, people, talking

__all__ = ["scene"]
pytestmark = pytest.mark.django_db


def test_ask_1_counts_who_was_asked_again_as_the_action_does(scene: Scene) -> None:
    resident, person = known(scene)
    asha, ben = scene.users["asha"], scene.users["ben"]
    talk = Talk(held_on=clock.today(), place=Place.HOME, words={Topic.MATTERS: "My garden.", Topic.STORY: "I fell."})

    def by_actions() -> None:
        for _ in range(2):
            referral_actions.advise_contact(resident=resident, told=TOLD, advice="Ring us.", by=asha)
        matters = Statement.objects.filter(resident=resident, topic=Topic.MATTERS)[:1]
        talk_actions.log_conversation(resident=resident, talk=replace(talk, still_true=list(matters)), by=ben)

    def by_demo() -> None:
        by, at = scene.workers["asha"], scene.now
        for _ in range(2):
            front_door.advise_contact(scene.desk, person=person, told=TOLD, advice="Ring us.", by=by, at=scene.now)
        matters = person.said[Topic.MATTERS]
        talking.log_conversation(
            scene.desk, person=person, talk=talk, shop=None, by=scene.workers["ben"], at=scene.now,
            still_true=[matters],
        )  # fmt: skip
        assert at < scene.now

    same(by_actions, by_demo, scene.desk)
    asked_again = Statement.objects.filter(re_asked=True).values_list("resident", "team__slug", "topic")
    assert len(set(asked_again)) == 6


def test_records_a_death_and_a_move_as_the_actions_do(scene: Scene) -> None:
    resident, person = known(scene)
    team, by, worker = Team.objects.get(slug="estuary-homecare"), scene.users["dee"], scene.workers["dee"]
    said = {"how_known": "Maria rang"}

    def by_actions() -> None:
        resident_actions.share(resident=resident, team=team, by=by, reason="Care at home starts")
        resident_actions.record_move(
            resident=resident, left_on=clock.today(), to="Leeds", council_told=True, by=by, **said
        )
        resident_actions.record_death(resident=resident, died_on=clock.today(), by=by, **said)

    def by_demo() -> None:
        ledger = scene.desk.ledger
        people.share(ledger, person=person, team=team, by=worker, at=scene.now, reason="Care at home starts")
        for kind, to in ((LifeKind.MOVED, "Leeds"), (LifeKind.DIED, "")):
            life.record_life_event(
                scene.desk, person=person, kind=kind, on=clock.today(), by=worker, at=scene.now, to=to, **said
            )

    same(by_actions, by_demo, scene.desk)

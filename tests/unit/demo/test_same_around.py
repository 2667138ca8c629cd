"""What the demo writes of who is around somebody, and of how they are written to, is what the actions write."""

from datetime import timedelta

import pytest

from accounts.models import User
from core import clock
from residents import actions
from residents.actions import Email, Member, Need, Warn
from residents.enums import InWriting
from tests.unit.demo.test_same_as_actions import Scene, known, same, scene
from thurrock_care.demo.records import around, writing

__all__ = ["scene"]
pytestmark = pytest.mark.django_db


def test_records_a_need_as_the_action_does(scene: Scene, asha: User) -> None:
    resident, person = known(scene)
    need = Need("large_print", detail="18 point", said_by="her daughter", may_share=True)
    same(
        lambda: actions.record_need(resident=resident, need=need, by=asha),
        lambda: around.record_need(scene.desk.ledger, person=person, need=need, by=scene.workers["asha"], at=scene.now),
        scene.desk,
    )


def test_raises_an_alert_as_the_action_does(scene: Scene, asha: User) -> None:
    resident, person = known(scene)
    warn = Warn("safety", "large dog", "It is shut in the kitchen.", clock.today() + timedelta(days=90), False)
    same(
        lambda: actions.raise_alert(resident=resident, warn=warn, by=asha),
        lambda: around.raise_alert(scene.desk.ledger, person=person, warn=warn, by=scene.workers["asha"], at=scene.now),
        scene.desk,
    )


def test_puts_somebody_into_a_circle_as_the_action_does(scene: Scene, asha: User) -> None:
    resident, person = known(scene)
    member = Member(name="Maria Hughes", phone="07700900871", relation="daughter", may_speak_for=True)
    same(
        lambda: actions.add_to_circle(resident=resident, member=member, roles=["carer", "next_of_kin"], by=asha),
        lambda: around.add_to_circle(
            scene.desk.ledger, person=person, member=member, roles=["carer", "next_of_kin"],
            by=scene.workers["asha"], at=scene.now,
        ),
        scene.desk,
    )  # fmt: skip


def test_adds_an_email_address_as_the_action_does(scene: Scene, asha: User) -> None:
    resident, person = known(scene)
    email = Email("jean@example.org", safe_to_write=True)
    same(
        lambda: actions.add_email(resident=resident, email=email, by=asha),
        lambda: writing.add_email(
            scene.desk.ledger, person=person, address=email.address, by=scene.workers["asha"], at=scene.now
        ),
        scene.desk,
    )


@pytest.mark.parametrize("wish", InWriting)
def test_says_how_somebody_wants_things_in_writing_as_the_action_does(
    scene: Scene, asha: User, wish: InWriting
) -> None:
    resident, person = known(scene)
    same(
        lambda: actions.change_identity(
            resident=resident, changes={"in_writing": wish}, by=asha, version=resident.version
        ),
        lambda: writing.say_in_writing(
            scene.desk.ledger, person=person, wish=wish, by=scene.workers["asha"], at=scene.now
        ),
        scene.desk,
    )

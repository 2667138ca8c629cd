"""Promises and call-backs of the demo are what the actions write, column by column: see test_same_as_actions.py."""

from datetime import timedelta

import pytest

from core import clock
from localities.enums import TeamKind
from localities.models import Team
from referrals import actions
from referrals.enums import CallBackOutcome
from referrals.slots import next_free
from tests.factories.promises import WORDS
from tests.unit.demo.test_same_as_actions import Scene, known, same, scene
from thurrock_care.demo.records import promises

__all__ = ["scene"]
pytestmark = pytest.mark.django_db
TODAY = clock.today()


def test_promises_and_keeps_as_the_actions_do(scene: Scene) -> None:
    resident, person = known(scene)
    user, worker, now = scene.users, scene.workers, scene.now

    def by_actions() -> None:
        made = actions.make_promise(
            resident=resident, words=WORDS, due_on=TODAY, by=user["asha"], owner=user["chidi"], told="Maria"
        )
        actions.keep_promise(promise=made, by=user["asha"], note="Rang her")

    def by_demo() -> None:
        made = promises.make_promise(
            scene.desk, person=person, words=WORDS, due_on=TODAY, owner=worker["chidi"], by=worker["asha"], at=now,
            told="Maria",
        )  # fmt: skip
        promises.keep_promise(scene.desk, person=person, promise=made, by=worker["asha"], at=now, note="Rang her")

    same(by_actions, by_demo, scene.desk)


@pytest.mark.parametrize("withdrawn", [True, False])
def test_breaks_and_ends_late_as_the_night_and_the_actions_do(scene: Scene, withdrawn: bool) -> None:
    resident, person = known(scene)
    user, worker, now = scene.users["asha"], scene.workers["asha"], scene.now

    def by_actions() -> None:
        made = actions.make_promise(resident=resident, words=WORDS, due_on=TODAY, by=user)
        actions.break_promises_due(TODAY + timedelta(days=1))
        if withdrawn:
            actions.withdraw_promise(promise=made, by=user, note="Her son rang", told="Jean")
        else:
            actions.keep_promise(promise=made, by=user)

    def by_demo() -> None:
        made = promises.make_promise(
            scene.desk, person=person, words=WORDS, due_on=TODAY, owner=worker, by=worker, at=now
        )
        promises.break_promise(scene.desk, person=person, promise=made, owner=worker, at=now)
        if withdrawn:
            promises.withdraw_promise(
                scene.desk, person=person, promise=made, by=worker, at=now, note="Her son rang", told="Jean"
            )
        else:
            promises.keep_promise(scene.desk, person=person, promise=made, by=worker, at=now)

    same(by_actions, by_demo, scene.desk)


@pytest.mark.parametrize("outcome", [CallBackOutcome.SPOKE, CallBackOutcome.NO_ANSWER, CallBackOutcome.CANCELLED])
def test_books_and_ends_call_backs_as_the_actions_do(scene: Scene, outcome: CallBackOutcome) -> None:
    resident, person = known(scene)
    assert Team.objects.the_only(TeamKind.THURROCK_FIRST)
    slot = next_free(TODAY + timedelta(days=1), 0)
    assert slot is not None
    said = {"phone": "07700900123", "day": slot.day, "hour": slot.hour, "name": "Maria", "about": "The rail"}

    def by_actions() -> None:
        for whom in (resident, None):
            booked = actions.book_call_back(by=scene.users["asha"], resident=whom, **said)  # type: ignore[arg-type]
            actions.end_call_back(call_back=booked, outcome=outcome, by=scene.users["asha"], note="At noon")

    def by_demo() -> None:
        by, at = scene.workers["asha"], scene.now
        for whom in (person, None):
            booked = promises.book_call_back(scene.desk, person=whom, by=by, at=at, **said)  # type: ignore[arg-type]
            promises.end_call_back(
                scene.desk, person=whom, call_back=booked, outcome=outcome, by=by, at=at, note="At noon"
            )

    same(by_actions, by_demo, scene.desk)

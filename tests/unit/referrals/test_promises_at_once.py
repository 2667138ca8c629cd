"""A promise and the line of a conversation that it comes from are kept, ticked and ended at one moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from core import clock
from referrals.actions import keep_promise
from referrals.enums import PromiseStatus
from referrals.models import Promise
from residents.actions import record_death
from residents.models import LifeEvent, Resident
from talking_shops.actions import Agreed, tick_off
from talking_shops.enums import Doer
from talking_shops.models import AgreedAction
from tests.factories.field import make_conversation
from tests.factories.people import make_resident, make_user
from tests.unit.referrals.test_death_at_once import in_the_midst_of


@dataclass(frozen=True)
class Moment:
    """Jean, to whom Ben has promised something in a conversation."""

    jean: Resident
    ben: User

    def keeps(self) -> Promise:
        return keep_promise(promise=Promise.objects.get(), by=self.ben)

    def ticks(self) -> AgreedAction:
        return tick_off(action=AgreedAction.objects.get(), by=self.ben)

    def dies(self) -> LifeEvent:
        return record_death(resident=self.jean, died_on=clock.today(), by=self.ben, how_known="The hospital rang")


@pytest.fixture
def moment(committed: str) -> Moment:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    ben = make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")
    jean = make_resident(asha)
    agreed = [Agreed("Ring Pat", Doer.WORKER, due_on=clock.today() + timedelta(days=2))]
    make_conversation(jean, ben, agreed=agreed)
    return Moment(jean, ben)


@pytest.mark.parametrize("second", [Moment.ticks, Moment.dies])
def test_what_is_kept_waits_for_nobody_who_waits_for_it(
    moment: Moment, second: Callable[[Moment], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    step = "referrals.actions.promising._tick_line"
    did = in_the_midst_of(monkeypatch, step, moment.keeps, lambda: second(moment))
    assert not [what for what in did if isinstance(what, Exception)]
    assert Promise.objects.get().status == PromiseStatus.KEPT
    assert AgreedAction.objects.get().done_by == moment.ben

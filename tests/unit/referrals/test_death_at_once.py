"""A referral that is sent at the very moment of a death or a move does not stay open."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.errors import Refused
from referrals.models import Contact, Referral
from residents.actions import record_death, record_move
from residents.models import LifeEvent, Resident
from tests.committed import at_once
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import make_contact

LONG_ENOUGH = 1.5  # seconds in which the other would have finished, were nothing locked
Work = Callable[[], Any]


@dataclass(frozen=True)
class Moment:
    """Jean as both desks have read her, and who sits there."""

    jean: Resident
    asha: User
    dee: User

    def sends(self) -> Contact:
        return make_contact(self.jean, self.asha)

    def dies(self) -> LifeEvent:
        return record_death(resident=self.jean, died_on=clock.today(), by=self.dee, how_known="The hospital rang")

    def moves(self) -> LifeEvent:
        return record_move(resident=self.jean, left_on=clock.today(), to="Leeds", by=self.dee, how_known="Jean rang")


@pytest.fixture
def moment(committed: str) -> Moment:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    dee = make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")
    return Moment(make_resident(asha), asha, dee)


def in_the_midst_of(monkeypatch: pytest.MonkeyPatch, step: str, first: Work, second: Work) -> list[Any]:
    """Begin `second` while `first` stands before its `step`, and let it go on when `second` has ended or waits."""
    module, name = step.rsplit(".", 1)
    usual = getattr(__import__(module, fromlist=[name]), name)
    begun, over = threading.Event(), threading.Event()

    def slowly(*args: Any, **named: Any) -> Any:
        begun.set()
        over.wait(LONG_ENOUGH)
        return usual(*args, **named)

    monkeypatch.setattr(step, slowly)

    def act(number: int) -> Any:
        if number == 0:
            return first()
        assert begun.wait(30)
        try:
            return second()
        finally:
            over.set()

    return at_once(2, act)


@pytest.mark.parametrize("event", ["dies", "moves"])
def test_the_event_waits_for_what_is_being_sent_and_ends_it(
    moment: Moment, event: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, ended = in_the_midst_of(
        monkeypatch, "referrals.actions.sending.announce", moment.sends, getattr(moment, event)
    )  # fmt: skip
    assert isinstance(sent, Contact)
    assert isinstance(ended, LifeEvent)
    assert ended.ended.count() == 1
    assert not Referral.objects.open().exists()


@pytest.mark.parametrize(("event", "told"), [("dies", "died on"), ("moves", "moved away")])
def test_what_is_sent_waits_for_the_event_and_says_so(
    moment: Moment, event: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded, refused = in_the_midst_of(
        monkeypatch, "residents.actions.life._note", getattr(moment, event), moment.sends
    )  # fmt: skip
    assert isinstance(recorded, LifeEvent)
    assert isinstance(refused, Refused)
    assert told in str(refused)
    assert not Referral.objects.exists()
    assert not Contact.objects.exists()

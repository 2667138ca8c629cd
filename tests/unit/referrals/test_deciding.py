"""HAND-4: what a person decides is taken by one of them, softly, for half an hour."""

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.roles import Role
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from referrals.actions import claim_referral
from referrals.models import Referral
from referrals.rules.handing import decider_holds
from tests.committed import at_once
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import make_referral


@pytest.fixture
def waits(asha: User) -> Referral:
    """What no rule sends to a team: nobody knows where the person belongs."""
    return make_referral(make_resident(asha, practice=None, postcode=""), asha)


@pytest.fixture
def tom(db: None) -> User:
    return make_user("Tom Reed", Role.TRIAGE, "thurrock-first")


def test_one_takes_it_and_the_other_is_told_who(waits: Referral, asha: User, tom: User) -> None:
    for _ in range(2):
        assert claim_referral(referral=waits, by=asha).claimed_by == asha
    with pytest.raises(ChangedMeanwhile, match="Asha Patel is on this since"):
        claim_referral(referral=waits, by=tom)
    assert Referral.objects.get().claimed_by == asha
    assert Event.objects.filter(verb="referral.claimed").count() == 2


def test_is_taken_over_by_who_has_seen_whose_it_is(waits: Referral, asha: User, tom: User) -> None:
    claim_referral(referral=waits, by=asha)
    assert claim_referral(referral=waits, by=tom, shown=str(asha.pk)).claimed_by == tom


@pytest.mark.parametrize(("minutes", "holds"), [(0, True), (29, True), (30, False)])
def test_hand_4_lasts_half_an_hour(minutes: int, holds: bool) -> None:
    now = clock.now()
    assert decider_holds(now - timedelta(minutes=minutes), now) == holds
    assert not decider_holds(None, now)


def test_refuses_what_a_team_has_and_who_takes_no_calls(waits: Referral, asha: User, ben: User) -> None:
    with pytest.raises(NotPermitted):
        claim_referral(referral=waits, by=ben)
    with pytest.raises(Refused, match="does not wait"):
        claim_referral(referral=make_referral(make_resident(asha), asha), by=asha)


def test_one_of_two_who_press_at_once_has_it(committed: str) -> None:
    desks = [make_user(name, Role.TRIAGE, "thurrock-first") for name in ("Asha Patel", "Tom Reed")]
    referral = make_referral(make_resident(desks[0], practice=None, postcode=""), desks[0])
    did = at_once(2, lambda number: claim_referral(referral=referral, by=desks[number]))
    assert sorted(type(one).__name__ for one in did) == ["ChangedMeanwhile", "Referral"]

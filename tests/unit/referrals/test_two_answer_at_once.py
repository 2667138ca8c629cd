"""Two people answer one referral at the same moment: one of them is served, and the other is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from core.errors import ChangedMeanwhile, Refused
from referrals.actions import (
    HandOver,
    accept,
    answer_question,
    ask,
    hand_on,
    return_referral,
    send_again,
    undo_hand_on,
)
from referrals.models import HandOff, Referral, ReferralNote
from tests.committed import at_once
from tests.factories.answers import fresh, give_back, hand, to_team
from tests.factories.people import make_resident, make_user
from tests.factories.referrals import make_referral

TEAM = "cls-tilbury-chadwell"
Act = Callable[[Referral, User], Any]


@dataclass(frozen=True)
class Cast:
    """Who is there when nothing is rolled back."""

    senders: list[User]
    receivers: list[User]
    referral: Referral


@pytest.fixture
def cast(committed: str) -> Cast:
    senders = [make_user(name, Role.TRIAGE, "thurrock-first") for name in ("Asha Patel", "Rob Hill")]
    receivers = [make_user(name, Role.SOCIAL_WORKER, TEAM) for name in ("Ben Okafor", "Pia Lund")]
    return Cast(senders, receivers, make_referral(make_resident(senders[0]), senders[0]))


def accepts(referral: Referral, by: User) -> Any:
    return accept(referral=referral, by=by, version=referral.version)


def returns(referral: Referral, by: User) -> Any:
    return return_referral(referral=referral, words="Not ours.", by=by, version=referral.version)


def hands_on(referral: Referral, by: User) -> Any:
    told = HandOver("She has moved.", referral.urgency)
    return hand_on(referral=referral, to=to_team("cls-grays"), told=told, by=by, version=referral.version)


@pytest.mark.parametrize(
    ("first", "second"),
    [(accepts, accepts), (accepts, returns), (returns, returns), (returns, hands_on), (hands_on, hands_on)],
)
def test_one_of_two_receivers_answers_and_the_other_is_told(cast: Cast, first: Act, second: Act) -> None:
    before, acts = fresh(cast.referral), (first, second)
    results = at_once(2, lambda number: acts[number](before, cast.receivers[number]))
    assert sum(isinstance(result, ChangedMeanwhile) for result in results) == 1
    assert sum(isinstance(result, Exception) for result in results) == 1
    assert fresh(cast.referral).version == before.version + 1
    assert HandOff.objects.filter(referral=cast.referral).count() <= 2


def test_one_question_of_two_is_asked_and_one_answer_of_two_is_given(cast: Cast) -> None:
    now = fresh(cast.referral)
    asked = at_once(2, lambda number: ask(referral=now, words="Which?", by=cast.receivers[number]))
    assert sum(isinstance(result, Refused) for result in asked) == 1
    given = at_once(2, lambda number: answer_question(referral=now, words="Hers.", by=cast.senders[number]))
    assert sum(isinstance(result, Refused) for result in given) == 1
    assert ReferralNote.objects.count() == 2


def test_one_of_two_senders_sends_it_again(cast: Cast) -> None:
    give_back(cast.referral, cast.receivers[0])
    now, teams = fresh(cast.referral), ("cls-grays", TEAM)

    def send(number: int) -> Referral:
        to = to_team(teams[number])
        return send_again(referral=now, to=to, by=cast.senders[number], version=now.version)

    results = at_once(2, send)
    assert sorted(type(result).__name__ for result in results) == [ChangedMeanwhile.__name__, Referral.__name__]


def test_an_undo_and_an_acceptance_at_once_leave_one_of_them(cast: Cast) -> None:
    chidi = make_user("Chidi Eze", Role.SOCIAL_WORKER, "cls-grays")
    handed = hand(cast.referral, "cls-grays", cast.receivers[0])
    now = fresh(cast.referral)
    works: tuple[Callable[[], Any], ...] = (
        lambda: undo_hand_on(hand_off=handed, by=cast.receivers[0]),
        lambda: accept(referral=now, by=chidi, version=now.version),
    )
    results = at_once(2, lambda number: works[number]())
    assert sum(isinstance(result, Refused) for result in results) == 1
    after = fresh(cast.referral)
    assert (after.team.slug == TEAM) == (after.answered_by != chidi)


def test_an_undo_that_is_sent_twice_at_once_is_one(cast: Cast) -> None:
    handed = hand(cast.referral, "cls-grays", cast.receivers[0])
    results = at_once(2, lambda _: undo_hand_on(hand_off=HandOff.objects.get(pk=handed.pk), by=cast.receivers[0]))
    assert all(isinstance(result, Referral) for result in results)
    assert HandOff.objects.filter(undoes=handed).count() == 1

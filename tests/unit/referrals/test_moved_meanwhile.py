"""Who may act is asked of the referral as it is once it is locked, not as somebody's page showed it."""

from collections.abc import Callable

import pytest

from accounts.models import User
from accounts.roles import Role
from core.errors import NotPermitted
from referrals.actions import (
    HandOver,
    accept,
    allocate,
    answer_question,
    ask,
    close,
    hand_on,
    return_referral,
    send_again,
    undo_allocation,
)
from referrals.enums import CloseReason, Urgency
from referrals.models import Referral
from residents.models import Resident
from tests.factories.answers import fresh, give_back, hand, to_team
from tests.factories.people import make_user
from tests.factories.referrals import give, make_referral

HOME, GRAYS = "cls-tilbury-chadwell", "cls-grays"


@pytest.fixture
def shown(jean: Resident, asha: User, ben: User, dee: User) -> Referral:
    """A referral as Ben's and Dee's page shows it; it has gone to Grays since."""
    seen = fresh(make_referral(jean, asha))
    hand(seen, GRAYS, ben)
    return seen


@pytest.mark.parametrize(
    "act",
    [
        lambda seen, by: accept(referral=seen, by=by),
        lambda seen, by: ask(referral=seen, words="Which?", by=by),
        lambda seen, by: return_referral(referral=seen, words="Not ours", by=by),
        lambda seen, by: hand_on(referral=seen, to=to_team("ilt-grays"), told=HandOver("So", Urgency.TODAY), by=by),
        lambda seen, by: close(referral=seen, reason=CloseReason.DECLINED, by=by),
        lambda seen, by: allocate(referral=seen, worker=by, by=by, version=fresh(seen).version),
    ],
    ids=["accept", "ask", "return", "hand on", "close", "allocate"],
)
def test_a_team_does_nothing_with_what_has_left_it(
    shown: Referral, dee: User, act: Callable[[Referral, User], object]
) -> None:
    before = fresh(shown)
    with pytest.raises(NotPermitted):
        act(shown, dee)
    assert (fresh(shown).version, fresh(shown).status) == (before.version, before.status)


def test_an_allocation_is_not_undone_by_the_manager_of_a_team_that_it_has_left(
    jean: Resident, asha: User, ben: User, dee: User
) -> None:
    given = give(make_referral(jean, asha), ben, dee)
    held = type(given).objects.select_related("referral__team").get(pk=given.pk)
    hand(held.referral, GRAYS, ben)
    with pytest.raises(NotPermitted):
        undo_allocation(allocation=held, by=dee)


def test_who_sent_it_first_neither_answers_nor_sends_again_once_another_team_did(shown: Referral, asha: User) -> None:
    chidi = make_user("Kit Brown", Role.SOCIAL_WORKER, GRAYS)
    ask(referral=fresh(shown), words="Which?", by=chidi)
    with pytest.raises(NotPermitted):
        answer_question(referral=shown, words="Hers.", by=asha)
    give_back(shown, chidi)
    with pytest.raises(NotPermitted):
        send_again(referral=shown, to=to_team(HOME), by=asha)

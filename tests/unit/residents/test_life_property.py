"""Whatever is under way, in whatever order a death and a move are recorded and corrected: the same is under way."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from core import clock
from residents.actions import correct_life_event, record_death, record_move
from residents.models import LifeEvent, Resident
from tests.factories.events import make_booking, make_event
from tests.factories.field import make_clock, make_conversation, make_stay
from tests.factories.life import book_something, need_large_print, promise_something, share_with_provider, under_way
from tests.factories.people import make_resident
from tests.factories.referrals import give, make_referral

pytestmark = pytest.mark.django_db
People = dict[str, User]

THINGS: dict[str, Callable[[Resident, People], Any]] = {
    "waits in the queue": lambda jean, who: make_referral(jean, who["asha"]),
    "is held": lambda jean, who: give(make_referral(jean, who["asha"]), who["ben"], who["dee"]),
    "is with the carers": lambda jean, who: make_referral(jean, who["asha"], need="carer"),
    "came home": lambda jean, who: make_clock(jean, who["gwen"], days_ago=5),
    "is in hospital": lambda jean, who: make_stay(jean, who["gwen"]),
    "was promised": lambda jean, who: promise_something(jean, who["ben"]),
    "is rung back": lambda jean, who: book_something(jean, who["asha"]),
    "agreed": lambda jean, who: make_conversation(jean, who["ben"]),
    "is shared": lambda jean, who: share_with_provider(jean, who["dee"]),
    "comes to lunch": lambda jean, who: make_booking(make_event(), who["ben"], jean),
    "needs large print": lambda jean, who: need_large_print(jean, who["ben"]),
}
ORDERS = ("d D", "m M", "d m D M", "d m M D", "m d D M", "m d M D", "d D d D", "m M d D")


def happen(step: str, jean: Resident, events: dict[str, LifeEvent], by: User) -> None:
    """d and m record a death and a move; D and M correct them."""
    if step == "d":
        events["D"] = record_death(resident=jean, died_on=clock.today(), by=by, how_known="Maria rang")
    elif step == "m":
        events["M"] = record_move(
            resident=jean, left_on=clock.today(), to="Leeds", by=by, how_known="Jean rang", council_told=True
        )
    else:
        correct_life_event(event=events[step], because="In error", by=by)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(things=st.sets(st.sampled_from(sorted(THINGS))), order=st.sampled_from(ORDERS))
def test_life_4_record_and_correct_leaves_the_same_work_open(
    asha: User, ben: User, dee: User, gwen: User, things: set[str], order: str
) -> None:
    who = {"asha": asha, "ben": ben, "dee": dee, "gwen": gwen}
    with transaction.atomic():
        jean = make_resident(asha)
        for thing in sorted(things):
            THINGS[thing](jean, who)
        before, events = under_way(jean), dict[str, LifeEvent]()
        for step in order.split():
            happen(step, jean, events, dee)
        assert under_way(jean) == before
        jean.refresh_from_db()
        assert (jean.died_on, jean.left_on, jean.left_for) == (None, None, "")
        transaction.set_rollback(True)

"""A conversation changes records at the moment at which the two records are merged: nobody waits for each other."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.roles import Role
from core import clock
from residents.actions import merge
from talking_shops.actions import Talk, amend_conversation, log_anonymous, make_known, make_unknown, move_conversation
from talking_shops.models import Conversation
from tests.factories.duplicates import make_pair
from tests.factories.field import make_conversation
from tests.factories.people import make_resident, make_user
from tests.unit.referrals.test_death_at_once import in_the_midst_of

Act = Callable[[], Any]
TALK = Talk(held_on=clock.today(), place="home", words={"matters": "The choir."})


@pytest.mark.parametrize("what", ["move", "known", "unknown", "amend"])
@pytest.mark.parametrize("first", ["merge", "conversation"])
def test_it_waits_for_a_merge_and_a_merge_for_it(
    committed: str, monkeypatch: pytest.MonkeyPatch, what: str, first: str
) -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    ben = make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")
    one, other = make_resident(asha), make_resident(asha, given_name="Sam", known_as="")
    pair = make_pair(one, other)
    held = make_conversation(other, ben) if what in ("move", "amend") else log_anonymous(talk=TALK, called="", by=ben)
    if what == "unknown":
        held = make_known(conversation=held, resident=other, by=ben)
    acts: dict[str, Act] = {
        "move": lambda: move_conversation(conversation=held, to=one, reason="Wrong", by=ben),
        "known": lambda: make_known(conversation=held, resident=other, by=ben),
        "unknown": lambda: make_unknown(conversation=held, by=ben),
        "amend": lambda: amend_conversation(conversation=held, talk=TALK, by=ben, version=held.version),
    }  # fmt: skip
    steps = {
        "move": "talking_shops.actions.belonging.hand_over",
        "known": "talking_shops.actions.anonymous._say_again",
        "unknown": "talking_shops.actions.belonging.take_away",
        "amend": "talking_shops.actions.conversations.keep_words",
    }
    merging: Act = lambda: merge(pair=pair, survivor=one, why="One person", by=asha)  # noqa: E731
    if first == "merge":
        did = in_the_midst_of(monkeypatch, "residents.actions.merging._put_into", merging, acts[what])
    else:
        did = in_the_midst_of(monkeypatch, steps[what], acts[what], merging)
    assert not [told for told in did if isinstance(told, Exception)], did
    assert Conversation.objects.get().resident_id == (None if what == "unknown" else one.pk)

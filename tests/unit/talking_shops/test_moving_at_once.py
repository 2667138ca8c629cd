"""A conversation changes records at the moment at which the two records are merged: nobody waits for each other."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.roles import Role
from core import clock
from core.actions import save_draft
from core.models import Draft
from residents.actions import merge
from residents.actions.merging import gather_late_rows
from residents.models import Statement
from talking_shops.actions import Talk, amend_conversation, log_anonymous, make_known, make_unknown, move_conversation
from talking_shops.models import Conversation
from tests.factories.duplicates import make_pair
from tests.factories.field import make_conversation
from tests.factories.people import make_resident, make_user
from tests.pages.talking_shops.forms import sent
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


@pytest.mark.parametrize("what", ["draft", "somebody else too"])
def test_a_page_that_is_sent_while_its_person_is_merged_is_kept_and_neither_stops_the_other(
    committed: str, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    asha = make_user("Asha Patel", Role.TRIAGE, "thurrock-first")
    ben = make_user("Ben Okafor", Role.SOCIAL_WORKER, "cls-tilbury-chadwell")
    one, other = make_resident(asha), make_resident(asha, given_name="Sam", known_as="")
    pair, page = make_pair(one, other), f"/people/{other.reference}/talk/"
    if what == "draft":
        save_draft(owner_id=ben.pk, form="talk", subject=other.reference, fields={"matters": "Tea."}, version=None)
    else:
        page = f"/people/{one.reference}/talk/?with={make_conversation(other, ben).pk}"

    def send() -> int:
        client = Client()
        client.force_login(ben)
        return client.post(page, sent(matters="Tea.")).status_code

    did = in_the_midst_of(
        monkeypatch, "talking_shops.actions.log_conversation", send,
        lambda: merge(pair=pair, survivor=one, why="One person", by=asha),
    )  # fmt: skip
    assert not [told for told in did if isinstance(told, Exception)], did
    gather_late_rows(merge_id=str(did[1].pk))
    assert Statement.objects.get(words="Tea.").resident_id == one.pk
    assert not Draft.objects.exists()

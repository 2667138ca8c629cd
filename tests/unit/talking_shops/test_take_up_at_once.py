"""Parts of one conversation that several tabs send at one moment: each word is kept, and kept once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.roles import Role
from core.models import Draft
from residents.actions import merge
from residents.models import Statement
from sealed.enums import ItemStatus
from sealed.models import SealedItem
from talking_shops.models import Conversation
from tests.committed import at_once
from tests.factories.duplicates import make_pair
from tests.factories.field import make_conversation
from tests.factories.people import make_resident, make_user
from tests.factories.sealed import hand_in_talk
from tests.pages.talking_shops.forms import sent
from tests.unit.referrals.test_death_at_once import in_the_midst_of


def test_of_two_tabs_that_send_the_end_and_a_part_at_one_moment_nothing_is_lost(committed: str) -> None:
    ben = make_user("Ben Okafor", "social_worker")
    draft = uuid4()
    bodies = [{"words": {"matters": f"Part {number} of it."}, "finished": number == 3} for number in range(6)]
    receipts = at_once(6, lambda number: hand_in_talk(ben, draft, **bodies[number]))
    assert {receipt.state for receipt in receipts} == {"taken"}
    held = Conversation.objects.get()
    said = "\n".join(held.parts.values_list("words", flat=True))
    assert [said.count(f"Part {number} of it.") for number in range(6)] == [1] * 6


@pytest.mark.parametrize("known", [True, False])
def test_a_page_that_is_sent_while_the_device_sends_the_same_says_that_it_was_sent(
    committed: str, monkeypatch: pytest.MonkeyPatch, known: bool
) -> None:
    ben, draft, client = make_user("Ben Okafor", "social_worker"), uuid4(), Client()
    page = f"/people/{make_resident(ben).reference}/talk/" if known else f"/conversations/begun/{draft}/"
    client.force_login(ben)
    client.get(page)  # all that is read once is read before it matters

    def device() -> str:
        return str(hand_in_talk(ben, draft, words={"matters": "Tea."}, finished=True).state)

    def on_page() -> tuple[int, bool]:
        answer = client.post(page, sent(matters="Tea.", device_draft=str(draft)))
        return answer.status_code, "was sent, or started again, in another window" in answer.content.decode()

    logged = "talking_shops.actions.device.discard_draft"  # the conversation is written then, and not committed
    assert in_the_midst_of(monkeypatch, logged, device, on_page) == ["taken", (409, True)]
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize("what", ["begun", "finished", "together", "late"])
@pytest.mark.parametrize("first", ["merge", "device"])
def test_what_comes_from_a_device_waits_for_a_merge_of_its_person_and_a_merge_for_it(
    committed: str, monkeypatch: pytest.MonkeyPatch, what: str, first: str
) -> None:
    asha, ben = make_user("Asha Patel", Role.TRIAGE, "thurrock-first"), make_user("Ben Okafor", "social_worker")
    one, other = make_resident(asha), make_resident(asha, given_name="Sam", known_as="")
    pair, draft = make_pair(one, other), uuid4()
    body: dict[str, Any] = {"person": other.reference, "words": {"matters": "Tea."}, "finished": what != "begun"}
    if what == "together":
        body["with"] = str(make_conversation(one, ben).pk)
    if what == "late":
        hand_in_talk(ben, draft, **body)
        body["words"] = {"worries": "The stairs."}
    step = {"begun": "device.keep_contents", "late": "late_parts.keep_words"}.get(what, "device.log_conversation")
    merging: Callable[[], Any] = lambda: merge(pair=pair, survivor=one, why="One person", by=asha)  # noqa: E731
    device: Callable[[], Any] = lambda: hand_in_talk(ben, draft, **body)  # noqa: E731
    if first == "merge":
        did = in_the_midst_of(monkeypatch, "residents.actions.merging._put_into", merging, device)
    else:
        did = in_the_midst_of(monkeypatch, f"talking_shops.actions.{step}", device, merging)
    assert not [told for told in did if isinstance(told, Exception)], did
    assert SealedItem.objects.latest("received_at").status == ItemStatus.TAKEN
    if what == "begun":
        assert Draft.objects.get().subject == one.reference
    else:
        assert set(Conversation.objects.values_list("resident", flat=True)) == {one.pk}
        assert Statement.objects.filter(resident=one, words=next(iter(body["words"].values()))).count() == 1

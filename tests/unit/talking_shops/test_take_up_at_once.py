"""Parts of one conversation that several tabs send at one moment: each word is kept, and kept once."""

import time
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from talking_shops.models import Conversation
from tests.committed import at_once
from tests.factories.people import make_resident, make_user
from tests.factories.sealed import hand_in_talk
from tests.pages.talking_shops.forms import sent


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
def test_a_page_that_is_sent_while_the_device_sends_the_same_says_that_it_was_sent(committed: str, known: bool) -> None:
    ben, draft = make_user("Ben Okafor", "social_worker"), uuid4()
    page = f"/people/{make_resident(ben).reference}/talk/" if known else f"/conversations/begun/{draft}/"

    def work(number: int) -> int:
        return _post_soon(ben, page, draft) if number else _hand_in_slowly(ben, draft)

    assert at_once(2, work) == [200, 409]
    assert Conversation.objects.count() == 1


def _hand_in_slowly(by: User, draft: UUID) -> int:
    with transaction.atomic():
        hand_in_talk(by, draft, words={"matters": "Tea."}, finished=True)
        time.sleep(1.5)  # the page comes while this is not committed yet
    return 200


def _post_soon(by: User, page: str, draft: UUID) -> int:
    client = Client()
    client.force_login(by)
    time.sleep(0.5)
    return client.post(page, sent(matters="Tea.", device_draft=str(draft))).status_code

"""Parts of one conversation that several tabs send at one moment: each word is kept, and kept once."""

from uuid import uuid4

from talking_shops.models import Conversation
from tests.committed import at_once
from tests.factories.people import make_user
from tests.factories.sealed import hand_in_talk


def test_of_two_tabs_that_send_the_end_and_a_part_at_one_moment_nothing_is_lost(committed: str) -> None:
    ben = make_user("Ben Okafor", "social_worker")
    draft = uuid4()
    bodies = [{"words": {"matters": f"Part {number} of it."}, "finished": number == 3} for number in range(6)]
    receipts = at_once(6, lambda number: hand_in_talk(ben, draft, **bodies[number]))
    assert {receipt.state for receipt in receipts} == {"taken"}
    held = Conversation.objects.get()
    said = "\n".join(held.parts.values_list("words", flat=True))
    assert [said.count(f"Part {number} of it.") for number in range(6)] == [1] * 6

"""What comes from a device after the end of its conversation: added where it has a place, else left with its writer."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from audit.models import Event
from outbox.models import Job
from residents.actions import hear
from residents.enums import Topic
from residents.models import Confirmation, Resident, Statement
from sealed.models import SealedItem
from talking_shops.actions import make_known
from talking_shops.models import AgreedAction, Conversation
from tests.factories.people import make_resident
from tests.factories.sealed import hand_in_talk

pytestmark = pytest.mark.django_db
LINE = {"words": "Bring the key", "doer": "family", "doer_name": "Maria", "due_on": ""}


def test_what_the_conversation_leaves_open_is_filled(ben: User) -> None:
    draft = uuid4()
    hand_in_talk(ben, draft, words={"matters": "Tea."}, finished=True, called="")
    late: dict[str, Any] = {
        "called": "Red scarf", "with_whom": "A daughter", "effect": "delayed", "depth": "fuller", "may_ask": "yes",
    }  # fmt: skip
    assert (hand_in_talk(ben, draft, **late).result or {})["added"] is True
    held = Conversation.objects.get()
    assert {name: getattr(held, name) for name in late} == late
    assert (hand_in_talk(ben, draft, **late).result or {})["added"] is False
    assert Event.objects.filter(verb="conversation.may_ask", subject_id=held.pk).count() == 1


def test_what_somebody_known_was_called_stands_in_their_conversation_also_when_it_comes_late(
    client: Client, ben: User, jean: Resident
) -> None:
    for called, late in (("Red scarf", False), ("Mrs B", True)):
        draft = uuid4()
        told = {"person": jean.reference, "words": {"matters": "Tea."}}
        hand_in_talk(ben, draft, **told, called="" if late else called, finished=True)
        if late:
            assert (hand_in_talk(ben, draft, **told, called=called).result or {})["added"] is True
        held = Conversation.objects.get(device_draft=draft)
        client.force_login(ben)
        assert called in client.get(held.get_absolute_url()).content.decode()
        assert hand_in_talk(ben, draft, **told, called="Blue hat").state == "needs_you"


def test_whether_they_may_be_asked_is_kept_of_a_conversation_that_was_finished_on_a_device(ben: User) -> None:
    draft = uuid4()
    hand_in_talk(ben, draft, words={"matters": "Tea."}, may_ask="no", finished=True)
    assert Conversation.objects.get().may_ask == "no"
    assert hand_in_talk(ben, draft, may_ask="yes").state == "needs_you"
    assert Conversation.objects.get().may_ask == "no"


def test_a_late_part_says_with_whose_conversation_it_was_one(ben: User, jean: Resident) -> None:
    drafts = [uuid4() for _ in range(3)]
    for draft in drafts:
        hand_in_talk(ben, draft, words={"matters": "Tea."}, finished=True)
    one, two, other = (Conversation.objects.get(device_draft=draft) for draft in drafts)
    assert (hand_in_talk(ben, drafts[0], **{"with": str(two.pk)}).result or {})["added"] is True
    for held in (one, two):
        held.refresh_from_db()
    assert one.gathering == two.gathering is not None
    assert (hand_in_talk(ben, drafts[0], **{"with": str(two.pk)}).result or {})["added"] is False
    assert hand_in_talk(ben, drafts[0], **{"with": str(other.pk)}).state == "needs_you"
    other.refresh_from_db()
    assert other.gathering is None


def test_words_about_somebody_else_than_was_said_meanwhile_stay_with_their_writer(
    ben: User, asha: User, jean: Resident
) -> None:
    draft, sam = uuid4(), make_resident(asha, known_as="Sam")
    hand_in_talk(ben, draft, words={"matters": "Tea."}, finished=True)
    make_known(conversation=Conversation.objects.get(), resident=sam, by=ben)
    late = hand_in_talk(ben, draft, person=jean.reference, words={"worries": "The stairs."})
    assert (late.state, "whom it is about" in late.because) == ("needs_you", True)
    assert not Statement.objects.filter(words="The stairs.").exists()
    assert hand_in_talk(ben, draft, person=sam.reference, words={"worries": "The lift."}).state == "taken"


@pytest.mark.parametrize(
    "late",
    [
        {"with_whom": "A neighbour"},
        {"with_whom": "x" * 201},
        {"called": "Blue hat"},
        {"effect": "prevented"},
        {"effect": "healed"},
        {"may_ask": "perhaps"},
        {"depth": "endless"},
        {"still_true": ["0190a0a0-0000-7000-8000-000000000001"]},
        {"agreed": [LINE | {"words": "x" * 501}]},
        {"agreed": [LINE | {"doer_name": "x" * 201}]},
        {"agreed": [LINE | {"doer": ""}]},
        {"agreed": [LINE | {"due_on": "soon"}]},
        {"agreed": [LINE | {"words": ""}]},
    ],
)
def test_what_does_not_fit_or_says_otherwise_needs_its_writer_and_is_kept_in_full(
    ben: User, late: dict[str, Any]
) -> None:
    draft = uuid4()
    whom = "" if len(late.get("with_whom", "")) > 200 else "A daughter"
    hand_in_talk(ben, draft, words={"matters": "Tea."}, with_whom=whom, effect="delayed", finished=True)
    receipt = hand_in_talk(ben, draft, words={"worries": "The stairs."}, **late)
    assert (receipt.state, "has no place" in receipt.because) == ("needs_you", True)
    kept = SealedItem.objects.needing(ben).get().contents
    assert {name: kept[name] for name in late} == late
    assert kept["words"] == {"worries": "The stairs."}
    assert Conversation.objects.get().parts.get().words == "Tea."
    assert not AgreedAction.objects.exists()


def test_what_was_ticked_late_is_confirmed_once_and_replaced_with_its_words(ben: User, jean: Resident) -> None:
    cat, old, home = (
        hear(resident=jean, topic=topic, words=words, by=ben, source=jean)
        for topic, words in ((Topic.PEOPLE, "My cat."), (Topic.MATTERS, "Dancing."), (Topic.WORRIES, "The bus."))
    )
    draft, part = uuid4(), uuid4()
    hand_in_talk(ben, draft, person=jean.reference, words={"good_life": "Tea."}, finished=True)
    late: dict[str, Any] = {"words": {"matters": "Baking."}, "still_true": [str(cat.pk)], "replaces": [str(old.pk)]}
    for turn in (1, 2):
        hand_in_talk(ben, draft, part=part, turn=turn, person=jean.reference, **late)
    assert Confirmation.objects.get().statement == cat
    assert Statement.objects.get(words="Baking.").supersedes == old
    for lost in ({"replaces": [str(home.pk)]}, {"still_true": [str(uuid4())]}):
        assert hand_in_talk(ben, draft, person=jean.reference, **lost).state == "needs_you"


def test_a_finished_one_with_somebody_known_that_is_not_whole_is_told_and_stays_in_view(
    client: Client, ben: User, jean: Resident
) -> None:
    hand_in_talk(ben, uuid4(), person=jean.reference, words={"matters": "Tea."}, held_on="soon", finished=True)
    page = f"/people/{jean.reference}/talk/"
    assert Job.objects.get(kind="notice.deliver").payload["link"] == page
    client.force_login(ben)
    text = client.get("/conversations/waiting/").content.decode()
    assert f'href="{page}"' in text
    assert "Go on with Jean" in text
    assert Event.objects.get(verb="list.viewed", subject_type="talking_shops.waiting").detail["residents"] == [
        str(jean.pk)
    ]

"""Somebody anonymous becomes known without retyping, for ten minutes not known again; what stood on the wrong record
goes to the right one and leaves no word behind."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused
from referrals.models import Promise
from residents.actions import confirm, hear
from residents.enums import Topic
from residents.models import Resident, Statement, TimelineEntry
from talking_shops.actions import (
    Agreed,
    Talk,
    amend_conversation,
    log_anonymous,
    make_known,
    make_unknown,
    move_conversation,
)
from talking_shops.enums import Doer, Place
from talking_shops.models import AgreedAction, Conversation, ConversationPart
from talking_shops.rules.conversations import may_be_unknown_again
from tests.factories.field import make_conversation, make_session
from tests.factories.people import make_resident

pytestmark = pytest.mark.django_db
SAID = {"matters": "My garden.", "worries": "The stairs."}


@pytest.fixture
def sam(asha: User) -> Resident:
    return make_resident(asha, known_as="Sam", family_name="Lee")


def anonymous(by: User, **told: Any) -> Conversation:
    lines = [Agreed("Ring about the choir", Doer.WORKER, due_on=clock.today() + timedelta(days=3))]
    facts: dict[str, Any] = {
        "held_on": clock.today(), "place": Place.HOME, "words": SAID, "agreed": lines,
        "at": clock.now() - timedelta(minutes=1),
    }  # fmt: skip
    return log_anonymous(talk=Talk(**(facts | told)), called="Red scarf", by=by)


def on_record(resident: Resident) -> dict[str, str]:
    return dict(Statement.objects.current().filter(resident=resident).values_list("topic", "words"))


def test_what_was_said_becomes_statements_that_were_heard_when_they_were_said(ben: User, jean: Resident) -> None:
    held = anonymous(ben)
    heard_at = ConversationPart.objects.first().heard_at
    known = make_known(conversation=held, resident=jean, by=ben)
    assert on_record(jean) == SAID
    assert {one.heard_at for one in Statement.objects.filter(source_id=held.pk)} == {heard_at}
    assert (known.resident, known.locality, known.known_at is not None) == (jean, jean.locality, True)
    assert AgreedAction.objects.get().resident == jean
    entry = TimelineEntry.objects.get(resident=jean, source_id=held.pk)
    assert (entry.at, entry.detail) == (heard_at, "My garden.")
    event = Event.objects.get(verb="conversation.made_known")
    assert (event.actor_id, event.resident_id, event.subject_id) == (ben.pk, jean.pk, held.pk)


def test_a_manager_may_say_it_for_a_worker_and_the_worker_is_the_one_who_heard_it(
    ben: User, dee: User, chidi: User, jean: Resident
) -> None:
    held = anonymous(ben)
    with pytest.raises(NotPermitted, match="Only Ben Okafor"):
        make_known(conversation=held, resident=jean, by=chidi)
    make_known(conversation=held, resident=jean, by=dee)
    assert {one.heard_by for one in Statement.objects.filter(source_id=held.pk)} == {ben}
    assert Promise.objects.get().owner == ben


def test_is_harmless_twice_and_refused_for_somebody_else(ben: User, jean: Resident, sam: Resident) -> None:
    held = anonymous(ben)
    for _ in range(2):
        make_known(conversation=held, resident=jean, by=ben)
    assert Statement.objects.count() == 2
    with pytest.raises(Refused, match="said meanwhile"):
        make_known(conversation=held, resident=sam, by=ben)


def test_follows_the_record_that_was_kept_in_a_merge(ben: User, jean: Resident, sam: Resident) -> None:
    Resident.objects.filter(pk=sam.pk).update(merged_into=jean)
    assert make_known(conversation=anonymous(ben), resident=sam, by=ben).resident == jean


def test_within_ten_minutes_nothing_of_it_is_left_on_the_record(ben: User, jean: Resident, sam: Resident) -> None:
    before = list(TimelineEntry.objects.filter(resident=jean).values_list("title", flat=True))
    held = make_known(conversation=anonymous(ben), resident=jean, by=ben)
    added = Talk(held_on=held.held_on, place=held.place, words={"people": "Pat."})
    amend_conversation(conversation=held, talk=added, by=ben, version=held.version)
    back = make_unknown(conversation=held, by=ben)
    assert (back.resident, back.known_at) == (None, None)
    assert on_record(jean) == {}
    assert list(TimelineEntry.objects.filter(resident=jean).values_list("title", flat=True)) == before
    assert not Promise.objects.exists()
    assert AgreedAction.objects.get().resident is None
    assert Event.objects.filter(verb="conversation.made_unknown", resident_id=jean.pk).count() == 1
    make_known(conversation=back, resident=sam, by=ben)
    assert on_record(sam) == SAID | {"people": "Pat."}
    assert Promise.objects.get().resident == sam


def test_tlk_1_ten_minutes_later_it_stays(ben: User, jean: Resident) -> None:
    held = make_known(conversation=anonymous(ben), resident=jean, by=ben)
    Conversation.objects.filter(pk=held.pk).update(known_at=clock.now() - timedelta(minutes=10))
    with pytest.raises(Refused, match="ten minutes"):
        make_unknown(conversation=held, by=ben)
    assert on_record(jean) == SAID


def test_tlk_1_counts_from_when_somebody_was_known() -> None:
    now = clock.now()
    assert may_be_unknown_again(now - timedelta(minutes=9, seconds=59), now)
    assert not may_be_unknown_again(now - timedelta(minutes=10), now)
    assert not may_be_unknown_again(None, now)


def test_a_conversation_on_the_wrong_record_moves_with_all_that_was_said_and_agreed(
    ben: User, jean: Resident, sam: Resident
) -> None:
    old = hear(resident=jean, topic=Topic.MATTERS, words="Dancing.", by=ben, source=jean)
    lines = [Agreed("Ring Pat", Doer.WORKER, due_on=clock.today() + timedelta(days=2))]
    held = make_conversation(jean, ben, words=SAID, replaces={"matters": old}, agreed=lines, session=make_session())
    moved = move_conversation(conversation=held, to=sam, reason="I had the wrong page open", by=ben)
    assert moved.resident == sam
    assert on_record(jean) == {"matters": "Dancing."}
    assert on_record(sam) == SAID
    assert (AgreedAction.objects.get().resident, Promise.objects.get().resident) == (sam, sam)
    left = list(TimelineEntry.objects.filter(resident=jean).values_list("title", "detail"))
    assert ("A conversation was written here by mistake", "It was moved.") in left
    assert not [title for title, detail in left if "Ring Pat" in title or "garden" in detail]
    events = Event.objects.filter(verb="conversation.moved")
    assert {event.resident_id for event in events} == {jean.pk, sam.pk}
    assert {event.reason for event in events} == {"I had the wrong page open"}


def test_is_not_moved_without_a_reason_nor_by_anybody(ben: User, chidi: User, jean: Resident, sam: Resident) -> None:
    held = make_conversation(jean, ben)
    with pytest.raises(Refused, match="Enter why"):
        move_conversation(conversation=held, to=sam, reason=" ", by=ben)
    with pytest.raises(NotPermitted):
        move_conversation(conversation=held, to=sam, reason="Wrong", by=chidi)
    with pytest.raises(Refused, match="Say first"):
        move_conversation(conversation=anonymous(ben), to=sam, reason="Wrong", by=ben)


def test_is_not_moved_once_somebody_has_gone_on_from_what_was_said(ben: User, jean: Resident, sam: Resident) -> None:
    held = make_conversation(jean, ben)
    confirm(resident=jean, statement=Statement.objects.get(source_id=held.pk), by=ben, source=jean)
    with pytest.raises(Refused, match="confirmed or replaced"):
        move_conversation(conversation=held, to=sam, reason="Wrong", by=ben)
    assert Conversation.objects.get().resident == jean

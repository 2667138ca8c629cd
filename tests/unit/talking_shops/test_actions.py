"""Conversations: what is said is kept once, what is agreed has an owner, and nothing said is ever changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from assessments.enums import AssessmentStatus
from assessments.models import Assessment
from audit.models import Event
from core import clock
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from residents.actions import hear
from residents.enums import Channel, TimelineKind, Topic
from residents.models import Confirmation, Resident, Statement, TimelineEntry
from talking_shops.actions import Agreed, Talk, amend_conversation, log_conversation, tick_off, untick
from talking_shops.enums import Depth, Doer, Effect, Place
from talking_shops.models import AgreedAction, Conversation
from tests.factories.field import STORY_OF_THE_TALK, make_conversation, make_session
from tests.factories.people import make_resident
from tests.rows import rows


def talk(**differently: Any) -> Talk:
    facts = {"held_on": clock.today(), "place": Place.HOME, "words": {Topic.MATTERS.value: STORY_OF_THE_TALK}}
    return Talk(**(facts | differently))


def test_keeps_each_topic_as_the_persons_own_statement(jean: Resident, ben: User) -> None:
    words = {Topic.MATTERS.value: "Baking.", Topic.WORRIES.value: "The stairs.", Topic.PEOPLE.value: " "}
    held = log_conversation(resident=jean, talk=talk(words=words, place=Place.TALKING_SHOP), by=ben)
    kept = {statement.topic: statement for statement in Statement.objects.filter(source_id=held.pk)}
    assert {topic: one.words for topic, one in kept.items()} == {"matters": "Baking.", "worries": "The stairs."}
    assert kept["matters"].channel == Channel.TALKING_SHOP
    assert kept["matters"].heard_by == ben
    assert kept["matters"].source_type == "talking_shops.conversation"


def test_confirms_what_is_still_true_without_saying_it_again(jean: Resident, ben: User) -> None:
    earlier = hear(resident=jean, topic=Topic.PEOPLE, words="Pat next door has a key.", by=ben, source=jean)
    log_conversation(resident=jean, talk=talk(words={}, still_true=[earlier]), by=ben)
    assert Statement.objects.filter(resident=jean).count() == 1
    assert Confirmation.objects.get().statement == earlier


def test_refuses_to_confirm_what_somebody_else_said(jean: Resident, asha: User, ben: User) -> None:
    other = make_resident(asha, known_as="Sam", family_name="Lee")
    theirs = hear(resident=other, topic=Topic.PEOPLE, words="Pat has a key.", by=ben, source=other)
    before = rows()
    with pytest.raises(Refused, match="belongs to somebody else"):
        log_conversation(resident=jean, talk=talk(still_true=[theirs]), by=ben)
    assert rows() == before


def test_gives_each_agreed_action_its_owner(jean: Resident, ben: User) -> None:
    lines = [
        Agreed("Ring the choir", Doer.WORKER, due_on=clock.today() + timedelta(days=4)),
        Agreed("Bring the key", Doer.FAMILY, "Maria"),
        Agreed("  "),
    ]
    log_conversation(resident=jean, talk=talk(agreed=lines), by=ben)
    mine, marias = AgreedAction.objects.order_by("id")
    assert (mine.owner, mine.who) == (ben, "Ben Okafor")
    assert (marias.owner, marias.who) == (None, "Maria (family)")


def test_counts_for_the_locality_of_the_person(jean: Resident, chidi: User) -> None:
    held = log_conversation(resident=jean, talk=talk(effect=Effect.PREVENTED), by=chidi)
    assert held.locality == jean.locality
    assert held.effect == Effect.PREVENTED


def test_writes_audit_and_timeline_once(jean: Resident, ben: User) -> None:
    session = make_session()
    held = log_conversation(resident=jean, talk=talk(place=Place.TALKING_SHOP, session=session), by=ben)
    assert Event.objects.filter(verb="conversation.logged", subject_id=held.pk, resident_id=jean.pk).count() == 1
    entry = TimelineEntry.objects.get(resident=jean, kind=TimelineKind.CONVERSATION)
    assert (entry.title, entry.detail, entry.time_known) == ("Conversation: Tilbury Hub", STORY_OF_THE_TALK, True)


def test_knows_only_the_day_of_a_conversation_that_is_logged_later(jean: Resident, ben: User) -> None:
    held_on = clock.days_ago(3)
    log_conversation(resident=jean, talk=talk(held_on=held_on), by=ben)
    entry = TimelineEntry.objects.get(resident=jean, kind=TimelineKind.CONVERSATION)
    assert (clock.london_date(entry.at), entry.time_known) == (held_on, False)
    assert clock.london_date(Statement.objects.get().heard_at) == held_on


@pytest.mark.parametrize(
    ("differently", "sentence"),
    [
        ({"held_on": clock.today() + timedelta(days=1)}, "cannot be in the future"),
        ({"words": {}}, "at least one sentence"),
        ({"words": {"matters": "  "}}, "at least one sentence"),
    ],
)
def test_refuses_and_writes_nothing(jean: Resident, ben: User, differently: dict[str, Any], sentence: str) -> None:
    before = rows()
    with pytest.raises(Refused, match=sentence):
        log_conversation(resident=jean, talk=talk(**differently), by=ben)
    assert rows() == before


def test_refuses_somebody_who_logs_no_conversations(jean: Resident, gwen: User) -> None:
    with pytest.raises(NotPermitted, match="log a conversation"):
        log_conversation(resident=jean, talk=talk(), by=gwen)
    assert not Conversation.objects.exists()


def test_adds_words_without_changing_what_was_said(jean: Resident, ben: User) -> None:
    held = make_conversation(jean, ben)
    more = talk(words={Topic.MATTERS.value: "And the cat."}, agreed=[Agreed("Find a cat sitter")], with_whom="Maria")
    amended = amend_conversation(conversation=held, talk=more, by=ben, version=1)
    assert (amended.version, amended.with_whom) == (2, "Maria")
    said = Statement.objects.filter(source_id=held.pk).order_by("id").values_list("words", flat=True)
    assert list(said) == [STORY_OF_THE_TALK, "And the cat."]
    assert AgreedAction.objects.filter(conversation=held).count() == 2
    assert Event.objects.filter(verb="conversation.amended", subject_id=held.pk).count() == 1


def test_adds_only_what_was_agreed_when_nothing_more_was_said(jean: Resident, ben: User) -> None:
    held = make_conversation(jean, ben)
    amend_conversation(conversation=held, talk=talk(words={}, agreed=[Agreed("Ring Pat")]), by=ben, version=1)
    assert AgreedAction.objects.filter(conversation=held, words="Ring Pat").exists()


def test_refuses_to_let_somebody_else_add(jean: Resident, ben: User, chidi: User) -> None:
    held = make_conversation(jean, ben)
    with pytest.raises(NotPermitted, match="Only Ben Okafor"):
        amend_conversation(conversation=held, talk=talk(), by=chidi, version=1)


def test_shows_what_is_saved_when_it_was_saved_elsewhere(jean: Resident, ben: User) -> None:
    held = make_conversation(jean, ben)
    amend_conversation(conversation=held, talk=talk(), by=ben, version=1)
    before = rows()
    with pytest.raises(ChangedMeanwhile) as refusal:
        amend_conversation(conversation=held, talk=talk(), by=ben, version=1)
    assert refusal.value.current == held
    assert rows() == before


def test_tells_the_timeline_what_was_done_and_what_is_not_done_after_all(jean: Resident, ben: User) -> None:
    held = make_conversation(jean, ben)
    action = AgreedAction.objects.get()
    for press in (tick_off, tick_off, untick, untick):
        press(action=action, by=ben)
    told = TimelineEntry.objects.filter(kind=TimelineKind.AGREED, source_id=held.pk, by_label=ben.audit_label)
    assert list(told.order_by("id").values_list("title", flat=True)) == [
        "Done: Ring the choir",
        "Not done yet: Ring the choir",
    ]


@pytest.mark.parametrize("press", [tick_off, untick])
def test_lets_owner_worker_and_managers_tick_and_nobody_else(
    jean: Resident, ben: User, dee: User, chidi: User, press: Callable[..., AgreedAction]
) -> None:
    make_conversation(jean, ben)
    action = AgreedAction.objects.get()
    with pytest.raises(NotPermitted, match="Only Ben Okafor or a locality manager can tick"):
        press(action=action, by=chidi)
    AgreedAction.objects.update(owner=chidi)
    for user in (chidi, ben, dee):
        press(action=action, by=user)


def test_ticking_off_twice_is_harmless_and_can_be_undone(jean: Resident, ben: User, dee: User) -> None:
    make_conversation(jean, ben)
    action = AgreedAction.objects.get()
    assert tick_off(action=action, by=dee).done_by == dee
    assert tick_off(action=action, by=ben).done_by == dee
    assert Event.objects.filter(verb="agreed_action.done").count() == 1
    assert untick(action=action, by=ben).done_at is None
    untick(action=action, by=ben)
    assert Event.objects.filter(verb="agreed_action.reopened").count() == 1


def test_refuses_a_tick_from_somebody_who_logs_no_conversations(jean: Resident, ben: User, gwen: User) -> None:
    make_conversation(jean, ben)
    action = AgreedAction.objects.get()
    with pytest.raises(NotPermitted):
        tick_off(action=action, by=gwen)
    with pytest.raises(NotPermitted):
        untick(action=action, by=gwen)
    assert AgreedAction.objects.get().done_at is None


def test_what_is_added_after_its_assessment_was_completed_opens_no_second_one(jean: Resident, ben: User) -> None:
    held = log_conversation(resident=jean, talk=talk(depth=Depth.ASSESSMENT), by=ben)
    Assessment.objects.update(
        status=AssessmentStatus.COMPLETED, completed_on=clock.today(), completed_at=clock.now(), completed_by=ben
    )
    added = talk(words={Topic.WORRIES.value: "The stairs."}, depth=Depth.ASSESSMENT)
    amend_conversation(conversation=held, talk=added, by=ben, version=held.version)
    assert Assessment.objects.count() == 1

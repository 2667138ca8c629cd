"""What the page of a conversation says: what was heard in it, and what was agreed and done since."""

from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core import clock
from core.words import long_date
from residents.enums import Topic
from residents.heard import Heard, heard
from residents.models import Statement
from talking_shops.enums import Effect
from talking_shops.models import AgreedAction, Conversation
from talking_shops.policies import can_amend, can_make_known, can_tick
from talking_shops.rules.conversations import may_be_unknown_again

TOPIC_ORDER = {topic: place for place, topic in enumerate(Topic.values)}


@dataclass(frozen=True)
class AgreedLine:
    """Something agreed, and whether the viewer may tick it off."""

    action: AgreedAction
    may_tick: bool


@dataclass(frozen=True)
class ConversationRecord:
    """One conversation as one viewer sees it. `said` is in the order of the topics, then of time."""

    conversation: Conversation
    said: list[Heard]
    agreed: list[AgreedLine]
    may_add: bool
    may_say_who: bool
    together: list[Conversation]

    @property
    def may_be_unknown_again(self) -> bool:
        return self.may_say_who and may_be_unknown_again(self.conversation.known_at, clock.now())

    @property
    def _was_called(self) -> bool:
        """Whether somebody known was called something, when nobody knew them or on a device."""
        return bool(self.conversation.called and self.conversation.resident_id)

    @property
    def effects(self) -> list[tuple[str, str]]:
        """What can be said in one click of what it did about a need for care: value and words."""
        return [choice for choice in Effect.choices if choice[0] != self.conversation.effect]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Rows of the summary list."""
        conversation = self.conversation
        where = conversation.session.venue.name if conversation.session else conversation.get_place_display()
        called = [{"key": "What they were called", "value": conversation.called}] if self._was_called else []
        return [
            {"key": "Date", "value": long_date(conversation.held_on)},
            *called,
            {"key": "Where", "value": where},
            {"key": "Held by", "value": conversation.worker.name},
            {"key": "Who else was there", "value": conversation.with_whom or "Nobody else is named"},
            {"key": "How far it went", "value": conversation.get_depth_display()},
            {"key": "What it did about a need for care", "value": conversation.get_effect_display()},
        ]


def record_of(conversation: Conversation, viewer: User) -> ConversationRecord:
    """What was said and agreed in a conversation, in two queries; in three when several people were there."""
    several = Conversation.objects.visible_to(viewer).of_gathering(conversation)
    return ConversationRecord(
        conversation=conversation,
        said=_said_in(conversation) if conversation.resident_id else _parts_of(conversation),
        agreed=_agreed_in(conversation, viewer),
        may_add=can_amend(viewer, conversation),
        may_say_who=can_make_known(viewer, conversation),
        together=list(several) if conversation.gathering else [],
    )


def _said_in(conversation: Conversation) -> list[Heard]:
    said = Statement.objects.filter(
        resident=conversation.resident, source_type=conversation._meta.label_lower, source_id=conversation.pk
    ).select_related("heard_by")
    in_order = sorted(said, key=lambda statement: (TOPIC_ORDER[statement.topic], statement.heard_at, statement.pk))
    return heard(in_order)


def _parts_of(conversation: Conversation) -> list[Heard]:
    """What somebody said whom nobody knows yet, in the order of the topics, then of time."""
    parts = sorted(conversation.parts.all(), key=lambda part: (TOPIC_ORDER[part.topic], part.heard_at, part.pk))
    called, worker = conversation.called or "Somebody not named", conversation.worker.name
    return [Heard(part.pk, part.words, called, worker, part.heard_at, part.get_topic_display()) for part in parts]


def _agreed_in(conversation: Conversation, viewer: User) -> list[AgreedLine]:
    actions = list(AgreedAction.objects.of_conversation(conversation))
    for action in actions:
        action.conversation = conversation  # it is at hand: no question for each line
    return [AgreedLine(action, may_tick=can_tick(viewer, action)) for action in actions]

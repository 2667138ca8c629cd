"""Say what a conversation did about a need for care, and that several conversations were one."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core.errors import Refused
from core.identifiers import uuid7
from talking_shops.actions.locking import lock
from talking_shops.enums import Effect
from talking_shops.models import Conversation
from talking_shops.policies import check_can_amend


@transaction.atomic
def say_effect(*, conversation: Conversation, effect: str, by: User) -> Conversation:
    """Say whether it prevented, reduced or delayed a need for care, or led on to more support (R19); harmless twice.

    Raises NotPermitted, and Refused for what is none of these.
    """
    check_can_amend(by, conversation)
    if effect not in Effect:
        raise Refused("Select what the conversation did about a need for care.")
    locked = lock(conversation)
    if locked.effect != effect:
        locked.effect = effect
        locked.version += 1
        locked.save(update_fields=["effect", "version"])
        record("conversation.effect_said", by=by, subject=locked, resident_id=locked.resident_id, effect=effect)
    return locked


@transaction.atomic
def gathering_of(*, conversation: Conversation, by: User) -> UUID:
    """The name of the talk that this conversation was a part of, for the part of somebody else who was there; each
    record holds that person's part alone.

    Raises NotPermitted unless `by` held it.
    """
    check_can_amend(by, conversation)
    locked = lock(conversation)
    if locked.gathering is None:
        locked.gathering = uuid7()
        locked.save(update_fields=["gathering"])
    gathering: UUID = locked.gathering
    return gathering

"""Log a conversation with somebody of whom nobody knows yet who they are, and make them known later."""

from itertools import groupby
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from residents.actions import Said, hear_all
from residents.models import Resident
from talking_shops.actions.conversations import (
    CHANNELS,
    Talk,
    check_talk,
    forget_device,
    heard_at,
    keep_agreed,
    note_conversation,
    tell_followers,
)
from talking_shops.actions.locking import lock as lock
from talking_shops.actions.locking import lock_with_people
from talking_shops.enums import Place
from talking_shops.models import AgreedAction, Conversation, ConversationPart
from talking_shops.policies import check_can_log, check_can_make_known

KNOWN_ALREADY = "Somebody has said meanwhile with whom this conversation was. Look at it again."


@transaction.atomic
def log_anonymous(
    *, talk: Talk, called: str, by: User, gathering: UUID | None = None, device_draft: UUID | None = None
) -> Conversation:
    """Keep a conversation with somebody who is `called` something, or nothing; its words are its parts.

    `gathering` and `device_draft` as in `log_conversation`. Raises NotPermitted, and Refused when it lies in the future
    or nothing was said.
    """
    check_can_log(by)
    check_talk(talk)
    conversation = Conversation.objects.create(
        resident=None, called=called.strip(), session=talk.session, place=talk.place, held_on=talk.held_on,
        with_whom=talk.with_whom, worker=by, locality=talk.session.venue.locality if talk.session else None,
        depth=talk.depth, effect=talk.effect, gathering=gathering, device_draft=device_draft, logged_at=clock.now(),
    )  # fmt: skip
    keep_parts(conversation, talk)
    keep_agreed(conversation, talk.agreed, by)
    forget_device(device_draft, by)
    record("conversation.logged_anonymous", by=by, subject=conversation, place=talk.place)
    return conversation


def keep_parts(conversation: Conversation, talk: Talk) -> None:
    """Keep what was said while nobody knows who said it."""
    at = heard_at(conversation.logged_at, talk)
    ConversationPart.objects.bulk_create(
        ConversationPart(conversation=conversation, topic=topic, words=words, heard_at=at)
        for topic, words in talk.words.items()
        if words.strip()
    )


@transaction.atomic
def make_known(*, conversation: Conversation, resident: Resident, by: User) -> Conversation:
    """Say with whom an anonymous conversation was: its parts become statements that were heard when they were said,
    and what was agreed is theirs. Harmless when it was said already; of a record merged away it is the kept one.

    Raises NotPermitted, and Refused when somebody else is known meanwhile.
    """
    check_can_make_known(by, conversation)
    locked, (kept,) = lock_with_people(conversation, resident)
    if locked.resident_id == kept.pk:
        return locked
    if locked.resident_id is not None:
        raise Refused(KNOWN_ALREADY)
    locked.resident, locked.locality, locked.known_at = kept, kept.locality, clock.now()
    locked.version += 1
    locked.save(update_fields=["resident", "locality", "known_at", "version"])
    _say_again(locked, kept)
    AgreedAction.objects.filter(conversation=locked).update(resident=kept)
    record("conversation.made_known", by=by, subject=locked, resident_id=kept.pk)
    tell_followers(AgreedAction.objects.of_conversation(locked).select_related("resident"), by)
    return locked


def _say_again(conversation: Conversation, resident: Resident) -> None:
    """The parts as statements, each heard when it was heard; the worker who held the conversation heard them."""
    parts = list(conversation.parts.order_by("heard_at", "pk"))
    for at, together in groupby(parts, key=lambda part: part.heard_at):
        hear_all(
            resident=resident, said=[Said(part.topic, part.words) for part in together], by=conversation.worker,
            source=conversation, channel=CHANNELS[Place(conversation.place)], heard_at=at,
        )  # fmt: skip
    if parts:
        first = {part.topic: part.words for part in reversed(parts)}
        note_conversation(conversation, resident, first, parts[0].heard_at)

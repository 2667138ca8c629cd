"""Put right with whom a conversation was: take it back, or move it from the wrong record to the right one."""

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from core.rulebook import sentence_of
from residents.actions import hand_over, note_event, take_away
from residents.enums import TimelineKind
from residents.models import Resident, Statement
from talking_shops.actions.conversations import tell_followers
from talking_shops.actions.locking import lock_with_people
from talking_shops.actions.remembering import forget_what_it_taught
from talking_shops.models import AgreedAction, Conversation, ConversationPart, Feedback, ProposedChange, WalkAwayReceipt
from talking_shops.policies import check_can_make_known
from talking_shops.rules.conversations import may_be_unknown_again

MISTAKEN = "A conversation was written here by mistake"


@transaction.atomic
def make_unknown(*, conversation: Conversation, by: User) -> Conversation:
    """Take back with whom an anonymous conversation was: its words leave that record and are its parts again, with
    what was added since. Harmless when nobody is known.

    Raises NotPermitted, and Refused after ten minutes (TLK-1), or when somebody acted on what was said.
    """
    check_can_make_known(by, conversation)
    locked, _ = lock_with_people(conversation)
    if locked.resident is None:
        return locked
    if not may_be_unknown_again(locked.known_at, clock.now()):
        raise Refused(sentence_of(may_be_unknown_again))
    _check_may_leave(locked)
    mistaken = locked.resident
    _keep_what_was_added(locked, mistaken)
    take_away(source=locked, of=mistaken, by=by)
    _give_to(locked, None, by)
    record("conversation.made_unknown", by=by, subject=locked, resident_id=mistaken.pk)
    return locked


def _keep_what_was_added(conversation: Conversation, resident: Resident) -> None:
    """What was added while somebody was known stands in no part yet."""
    parts = set(conversation.parts.values_list("topic", "words"))
    source = {"source_type": conversation._meta.label_lower, "source_id": conversation.pk}
    ConversationPart.objects.bulk_create(
        ConversationPart(conversation=conversation, topic=said.topic, words=said.words, heard_at=said.heard_at)
        for said in Statement.objects.filter(resident=resident, **source).order_by("heard_at", "pk")
        if (said.topic, said.words) not in parts
    )


@transaction.atomic
def move_conversation(*, conversation: Conversation, to: Resident, reason: str, by: User) -> Conversation:
    """Move a conversation that was written on the wrong record, with all that was said and agreed in it, to another
    person's; the wrong record keeps only that something was there. Harmless twice.

    Raises NotPermitted, and Refused without a reason, for an anonymous one, or when somebody acted on what was said.
    """
    check_can_make_known(by, conversation)
    if not reason.strip():
        raise Refused("Enter why it is moved.")
    locked, (kept,) = lock_with_people(conversation, to)
    if locked.resident is None:
        raise Refused("Say first with whom this conversation was.")
    if locked.resident_id == kept.pk:
        return locked
    _check_may_leave(locked)
    mistaken = locked.resident
    hand_over(source=locked, of=mistaken, to=kept, reason=reason.strip(), by=by)
    _give_to(locked, kept, by)
    note_event(mistaken, TimelineKind.CONVERSATION, MISTAKEN, by=by, source=mistaken, detail="It was moved.")
    for resident in (mistaken, kept):
        record("conversation.moved", by=by, subject=locked, resident_id=resident.pk, reason=reason.strip())
    return locked


def _check_may_leave(conversation: Conversation) -> None:
    """Raise Refused while something on a floor above keeps it where it is (settings.KEEP_CONVERSATIONS)."""
    for name in settings.KEEP_CONVERSATIONS:
        if why := import_string(name)(conversation):
            raise Refused(why)


def _close_links(conversation: Conversation, by: User) -> None:
    """What was given while it stood on that record went to somebody whom it is not about: its links hold no longer, and
    the record forgets, the newest first, what it learned with it.
    """
    since = conversation.known_at or conversation.logged_at
    given = WalkAwayReceipt.objects.filter(conversation=conversation, made_at__gte=since)
    if conversation.resident:
        for receipt in given.order_by("-made_at", "-id"):
            forget_what_it_taught(receipt, conversation.resident, by)
    given.update(token_digest=None)
    asked = Feedback.objects.filter(conversation=conversation, answered_at__isnull=True, asked_at__gte=since)
    asked.update(token_digest=None)


def _give_to(conversation: Conversation, resident: Resident | None, by: User) -> None:
    """What hangs on a conversation goes with it, on this floor and above."""
    _close_links(conversation, by)
    place = conversation.session.venue.locality if conversation.session else None
    conversation.resident, conversation.locality = resident, resident.locality if resident else place
    conversation.known_at = conversation.known_at if resident else None
    conversation.version += 1
    conversation.save(update_fields=["resident", "locality", "known_at", "version"])
    AgreedAction.objects.filter(conversation=conversation).update(resident=resident)
    ProposedChange.objects.filter(conversation=conversation).update(resident=resident)
    Feedback.objects.filter(conversation=conversation).update(locality=conversation.locality)
    tell_followers(AgreedAction.objects.of_conversation(conversation).select_related("resident"), by)

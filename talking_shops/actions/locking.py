"""Lock a conversation, and before it the people whom it is of, so that it changes in one place at a time."""

from core.errors import Refused
from residents.actions import lock_lives_of_kept
from residents.models import Resident
from talking_shops.models import Conversation

ELSEWHERE = "This conversation went to another record at this moment. Look at it again."


def lock(conversation: Conversation) -> Conversation:
    """The conversation as it is now; whoever changes it at the same moment waits."""
    found = Conversation.objects.select_for_update(of=("self",), no_key=True)
    locked: Conversation = found.select_related("worker", "session__venue", "resident").get(pk=conversation.pk)
    return locked


def lock_with_people(conversation: Conversation, *others: Resident) -> tuple[Conversation, list[Resident]]:
    """The conversation as it is now, locked after its person and after the `others`, in the order of their keys, as a
    merge does; and the `others`, of one merged away the kept record.

    Raises Refused when it went to another record at that moment.
    """
    stands = Conversation.objects.select_related("resident").get(pk=conversation.pk)
    kept = lock_lives_of_kept(*others, *([stands.resident] if stands.resident else []))
    locked = lock(conversation)
    if locked.resident_id and locked.resident_id not in {one.pk for one in kept}:
        raise Refused(ELSEWHERE)
    return locked, kept[: len(others)]

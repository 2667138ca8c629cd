"""What every page after a conversation begins with."""

from typing import Any

from accounts.models import User
from accounts.policies import StaffRequest
from audit.actions import record_list
from residents.actions import open_record
from residents.banner import banner_of
from talking_shops.models import Conversation, Feedback, ProposedChange, WalkAwayReceipt
from talking_shops.policies import can_log, check_can_make_known
from talking_shops.querysets import ConversationQuerySet


def conversations() -> ConversationQuerySet:
    """Conversations with their person, of whom nobody may know yet who they are."""
    return Conversation.objects.select_related(
        "resident__practice", "resident__locality", "worker", "session__venue", "locality"
    )


def about(request: StaffRequest, held: Conversation, *, page: str) -> dict[str, Any]:
    """The banner of the person, and that their record was opened. With whom nobody knows who they are, only who held
    the conversation and managers have to do. Raises NotPermitted.
    """
    if held.resident is None:
        check_can_make_known(request.user, held)
        record_list(by=request.user, page=page, resident_ids=[], conversation=str(held.pk))
        return {"conversation": held}
    open_record(resident=held.resident, by=request.user, page=page)
    return {"conversation": held, "person": banner_of(held.resident, request.user, key_worker=None)}


def after_of(conversation: Conversation, viewer: User) -> dict[str, Any]:
    """What has come of a conversation so far, for templates/talking_shops/after_links.html: three queries."""
    return {
        "may_log": can_log(viewer),
        "receipts": list(WalkAwayReceipt.objects.of_conversation(conversation)),
        "changes": list(ProposedChange.objects.filter(conversation=conversation).order_by("-at", "-id")),
        "feedback": Feedback.objects.filter(conversation=conversation).first(),
    }

"""What every page after a conversation begins with."""

from typing import Any

from accounts.models import User
from accounts.policies import StaffRequest
from residents.actions import open_record
from residents.banner import banner_of
from talking_shops.models import Conversation, Feedback, ProposedChange, WalkAwayReceipt
from talking_shops.querysets import ConversationQuerySet


def conversations() -> ConversationQuerySet:
    """Conversations with their person, of whom nobody may know yet who they are."""
    return Conversation.objects.select_related(
        "resident__practice", "resident__locality", "worker", "session__venue", "locality"
    )


def about(request: StaffRequest, held: Conversation, *, page: str) -> dict[str, Any]:
    """The banner of the person, and that their record was opened; of somebody whom nobody knows neither."""
    context: dict[str, Any] = {"conversation": held}
    if held.resident is not None:
        open_record(resident=held.resident, by=request.user, page=page)
        context["person"] = banner_of(held.resident, request.user, key_worker=None)
    return context


def after_of(conversation: Conversation, viewer: User) -> dict[str, Any]:
    """What has come of a conversation so far, for its own page: three queries."""
    return {
        "receipts": list(WalkAwayReceipt.objects.of_conversation(conversation)),
        "changes": list(ProposedChange.objects.filter(conversation=conversation).order_by("-at", "-id")),
        "feedback": Feedback.objects.filter(conversation=conversation).first(),
    }

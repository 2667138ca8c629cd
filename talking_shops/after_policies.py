"""Who may give a receipt, decide a change that was asked for, and ask what somebody thought."""

from accounts.models import User
from accounts.roles import Role
from core.errors import NotPermitted
from talking_shops.models import Conversation, ProposedChange
from talking_shops.policies import can_log, check_can_log


def check_can_give(user: User, conversation: Conversation) -> None:
    """Raise NotPermitted unless the user logs conversations: whoever is there when the person leaves gives it."""
    check_can_log(user)


def check_can_decide(user: User, change: ProposedChange) -> None:
    """Raise NotPermitted unless the user held the conversation, or manages a locality."""
    check_can_log(user)
    if not can_decide(user, change):
        held_by = change.conversation.worker.name
        raise NotPermitted(f"Only {held_by}, who held this conversation, or a locality manager can decide this.")


def can_decide(user: User, change: ProposedChange) -> bool:
    mine = change.conversation.worker_id == user.pk
    return can_log(user) and (mine or user.role == Role.LOCALITY_MANAGER)

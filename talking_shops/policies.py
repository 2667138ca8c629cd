"""Who may log conversations and tick off what was agreed."""

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import Permission, Role
from core.errors import NotPermitted
from talking_shops.models import AgreedAction, Conversation


def check_can_log(user: User) -> None:
    """Raise NotPermitted unless the user logs conversations."""
    check_may(user, Permission.LOG_CONVERSATION)


def can_log(user: User) -> bool:
    return user.may(Permission.LOG_CONVERSATION)


def check_can_run(user: User) -> None:
    """Raise NotPermitted unless the user holds Talking Shops: counts who comes, and says who is there."""
    check_may(user, Permission.RUN_SESSION)


def can_run(user: User) -> bool:
    return user.may(Permission.RUN_SESSION)


def check_can_plan(user: User) -> None:
    """Raise NotPermitted unless the user plans venues, series, dates and the rota."""
    check_may(user, Permission.PLAN_SESSIONS)


def can_plan(user: User) -> bool:
    return user.may(Permission.PLAN_SESSIONS)


def check_can_amend(user: User, conversation: Conversation) -> None:
    """Raise NotPermitted unless the user held the conversation."""
    check_can_log(user)
    if conversation.worker_id != user.pk:
        raise NotPermitted(f"Only {conversation.worker.name}, who held this conversation, can add to it.")


def can_amend(user: User, conversation: Conversation) -> bool:
    return can_log(user) and conversation.worker_id == user.pk


def check_can_make_known(user: User, conversation: Conversation) -> None:
    """Raise NotPermitted unless the user held the conversation, or manages a locality."""
    check_can_log(user)
    if not can_make_known(user, conversation):
        held_by = conversation.worker.name
        raise NotPermitted(f"Only {held_by}, who held this conversation, or a locality manager can say who it was.")


def can_make_known(user: User, conversation: Conversation) -> bool:
    mine = conversation.worker_id == user.pk
    return can_log(user) and (mine or user.role == Role.LOCALITY_MANAGER)


def may_read(user: User, conversation: Conversation) -> bool:
    """Whether the page of a conversation opens for somebody who sees it listed: while nobody knows with whom it was,
    it is its worker's and the managers'.
    """
    return conversation.resident_id is not None or can_make_known(user, conversation)


def check_can_tick(user: User, action: AgreedAction) -> None:
    """Raise NotPermitted unless the user has to do what was agreed, held the conversation, or manages a locality."""
    check_can_log(user)
    if not can_tick(user, action):
        theirs = dict.fromkeys(who.name for who in (action.owner, action.conversation.worker) if who)
        raise NotPermitted(f"Only {', '.join(theirs)} or a locality manager can tick this off.")


def can_tick(user: User, action: AgreedAction) -> bool:
    mine = user.pk in (action.owner_id, action.conversation.worker_id)
    return can_log(user) and (mine or user.role == Role.LOCALITY_MANAGER)

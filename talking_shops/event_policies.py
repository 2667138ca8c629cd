"""Who may book places, meals and rides at community events, and say who came."""

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import Permission


def check_can_hold_events(user: User) -> None:
    """Raise NotPermitted unless the user books people into community events."""
    check_may(user, Permission.HOLD_EVENTS)


def can_hold_events(user: User) -> bool:
    return user.may(Permission.HOLD_EVENTS)

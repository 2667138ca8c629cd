"""Who makes promises and keeps them. Whoever speaks with the person may say that one was kept: who said so is kept."""

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import Permission
from core.errors import Refused


def check_can_promise(user: User) -> None:
    """Raise NotPermitted unless the user makes promises to people and says what became of them."""
    check_may(user, Permission.KEEP_PROMISE)


def can_promise(user: User) -> bool:
    return user.may(Permission.KEEP_PROMISE)


def check_can_own(owner: User) -> None:
    """Raise Refused unless a promise can be this worker's: a promise never belongs to nobody."""
    if not owner.is_active:
        raise Refused(f"{owner.name} has left. Choose somebody who works here now.")
    if not can_promise(owner):
        raise Refused(f"{owner.name} keeps no promises here: {owner.get_role_display().lower()}. Choose somebody else.")

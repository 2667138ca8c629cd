"""Who may find, open and add people. Whether somebody exists for a viewer is `Resident.objects.visible_to`."""

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import Permission
from core.errors import NotPermitted


def check_can_add(user: User) -> None:
    """Raise NotPermitted unless the user may add people."""
    check_may(user, Permission.ADD_PERSON)


def can_add(user: User) -> bool:
    return user.may(Permission.ADD_PERSON)


def check_can_change(user: User) -> None:
    """Raise NotPermitted unless the user may change what is known of a person who exists for them."""
    check_may(user, Permission.CHANGE_PERSON)


def can_change(user: User) -> bool:
    return user.may(Permission.CHANGE_PERSON)


def check_can_open(user: User) -> None:
    """Raise NotPermitted unless the user may open the page of a person who exists for them."""
    check_may(user, Permission.OPEN_PERSON)


def can_open(user: User) -> bool:
    try:
        check_can_open(user)
    except NotPermitted:
        return False
    return True


def check_can_decide(user: User) -> None:
    """Raise NotPermitted unless the user may decide whether two records are one person."""
    check_may(user, Permission.DECIDE_DUPLICATES)


def can_decide(user: User) -> bool:
    return user.may(Permission.DECIDE_DUPLICATES)

"""Who plans, starts, changes and ends programmes, and who writes goals."""

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import Permission
from core.errors import NotPermitted, Refused
from localities.models import Team
from referrals.policies import works_in
from services.enums import HOLDING
from services.models import Programme


def check_can_manage(user: User) -> None:
    """Raise NotPermitted unless the user plans, starts, changes and ends programmes."""
    check_may(user, Permission.MANAGE_REABLEMENT)


def can_manage(user: User) -> bool:
    return user.may(Permission.MANAGE_REABLEMENT)


def check_can_write_goals(user: User, programme: Programme) -> None:
    """Raise NotPermitted unless the user manages programmes, or works in the team that has this one."""
    check_may(user, Permission.SEE_REABLEMENT)
    if not can_manage(user) and not works_in(user, programme.team):
        raise NotPermitted(f"Only {programme.team.spoken} and the Council's workers write goals here.")


def check_can_have(team: Team) -> None:
    """Raise Refused unless programmes are a thing that the team does."""
    if team.kind not in HOLDING:
        raise Refused(f"{team.name} does no reablement and no bridging. Choose another team.")


def check_works_there(worker: User | None, team: Team) -> None:
    """Raise Refused unless the worker, where one is named, works in the team now."""
    if worker is not None and not User.objects.in_team(team).filter(pk=worker.pk).exists():
        raise Refused(f"{worker.name} does not work in {team.spoken} now. Choose somebody else.")

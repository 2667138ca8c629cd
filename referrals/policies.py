"""Who may take calls, send referrals, allocate and close; and when."""

from datetime import datetime

from accounts.models import Membership, User
from accounts.policies import check_may
from accounts.roles import Permission, Role
from core.errors import NotPermitted, Refused
from localities.models import Team
from referrals.enums import ReferralStatus
from referrals.models import Allocation, HandOff, Referral
from referrals.rules import UNDO_FOR

UNDONE = "Undone: it was allocated to somebody else by mistake"  # the hand-off's reason


def check_can_take_call(user: User) -> None:
    """Raise NotPermitted unless the user answers calls."""
    check_may(user, Permission.TAKE_CALL)


def can_take_call(user: User) -> bool:
    return user.may(Permission.TAKE_CALL)


def check_can_send_in(user: User) -> None:
    """Raise NotPermitted unless the user is a system that sends referrals in."""
    check_may(user, Permission.SEND_REFERRAL)


def can_send_in(user: User) -> bool:
    return user.may(Permission.SEND_REFERRAL)


def works_in(user: User, team: Team | None) -> bool:
    """Whether the user is a member of the team today."""
    return team is not None and Membership.objects.current().filter(user=user, team=team).exists()


def check_can_allocate(user: User, team: Team) -> None:
    """Raise NotPermitted unless the user allocates in this team: a locality manager in their own, a head of
    service in any.
    """
    check_may(user, Permission.ALLOCATE)
    if user.role == Role.HEAD_OF_SERVICE:
        return
    if not works_in(user, team):
        raise NotPermitted(f"Only a manager of the {team.name} allocates there.")


def can_allocate(user: User, team: Team) -> bool:
    try:
        check_can_allocate(user, team)
    except NotPermitted:
        return False
    return True


def check_can_hold(worker: User, referral: Referral) -> None:
    """Raise Refused unless the worker is active and works in the referral's team."""
    if not User.objects.in_team(referral.team).filter(pk=worker.pk).exists():
        raise Refused(f"{worker.name} does not work in the {referral.team.name} now. Choose somebody else.")


def check_can_work_on(user: User, referral: Referral) -> None:
    """Raise NotPermitted unless the user holds the referral, or allocates in its team; of one that was returned,
    unless they decide what becomes of it.
    """
    if referral.status == ReferralStatus.RETURNED:
        check_can_decide(user, referral)
        return
    holds = referral.allocations.open().filter(worker=user).exists()
    if not (holds or can_allocate(user, referral.team)):
        raise NotPermitted("Only the worker who holds this referral, or the team's manager, can do this.")


def check_can_decide(user: User, referral: Referral) -> None:
    """Raise NotPermitted unless the user sent the referral, works in the team that sent it, or allocates there: they
    answer questions about it, and say what becomes of it when it is returned.
    """
    sent_from = referral.from_team
    sent = referral.sent_by_id == user.pk or works_in(user, sent_from)
    if not sent and (sent_from is None or not can_allocate(user, sent_from)):
        raise NotPermitted("Only who sent this referral, or their team, can do this.")


def can_decide(user: User, referral: Referral) -> bool:
    try:
        check_can_decide(user, referral)
    except NotPermitted:
        return False
    return True


def was_theirs(user: User, referral: Referral) -> bool:
    """Whether the user has held the referral, or works or allocates in a team that had it: what they were about to do
    with it is refused with what somebody else did.
    """
    if Allocation.objects.filter(referral=referral, worker=user).exists():
        return True
    hands = HandOff.objects.filter(referral=referral, to_team__isnull=False).select_related("to_team", "from_team")
    teams = {team.pk: team for one in hands for team in (one.to_team, one.from_team) if team}
    return any(works_in(user, team) or can_allocate(user, team) for team in teams.values())


def check_undone_already(referral: Referral, undone: Allocation) -> None:
    """Raise Refused unless the referral is where an undo that is sent twice has put it: in its team's queue, or
    with the worker to whom it went back.
    """
    if referral.status == ReferralStatus.CLOSED:
        raise Refused(f"{referral.reference} was closed meanwhile. Nothing was undone.")
    last = referral.hand_offs.order_by("-at", "-id").first()
    given_back = last is not None and last.undoes_id is not None and last.from_worker_id == undone.worker_id
    if referral.status == ReferralStatus.ALLOCATED and not given_back:
        raise Refused(f"{referral.reference} is held by somebody else now. Nothing was undone.")


def check_can_undo(user: User, allocation: Allocation, now: datetime) -> None:
    """Raise NotPermitted unless the user allocates in the team, and Refused more than ten minutes after it was
    allocated.
    """
    check_can_allocate(user, allocation.referral.team)
    if now - allocation.started_at >= UNDO_FOR:
        raise Refused("This was allocated more than 10 minutes ago. Allocate it to somebody else instead.")

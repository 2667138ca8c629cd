"""Who may answer a referral, hand it on and take that back; and when."""

from datetime import datetime

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import INTEGRATED, Permission
from core.errors import NotPermitted, Refused, WrongState
from localities.models import Team
from referrals.enums import NoteKind, ReferralSource, ReferralStatus
from referrals.models import HandOff, Referral, ReferralNote
from referrals.policies import can_allocate, works_in
from referrals.rules.answers import waits_for_answer
from referrals.rules.handing import may_be_undone

ASKING = (NoteKind.ASKED, NoteKind.ANSWERED)


def check_can_answer(user: User, referral: Referral) -> None:
    """Raise NotPermitted unless the user works in the receiving team or allocates there; and of a referral that
    somebody holds, unless it is they who hold it, or allocate.
    """
    check_may(user, Permission.SEE_TEAM_QUEUE)
    if can_allocate(user, referral.team):
        return
    if referral.status == ReferralStatus.ALLOCATED:
        mine = referral.allocations.open().filter(worker=user).exists()
    else:
        mine = works_in(user, referral.team)
    if not mine:
        raise NotPermitted(f"Only {referral.team.spoken} answers this referral, and the worker who holds it.")


def can_answer(user: User, referral: Referral) -> bool:
    try:
        check_can_answer(user, referral)
    except NotPermitted:
        return False
    return True


def check_can_hand_on(user: User, referral: Referral) -> None:
    """Raise NotPermitted for a partner, who returns a referral instead, and unless the user may answer it."""
    if user.role not in INTEGRATED:
        raise NotPermitted("A partner returns a referral; Thurrock First or the locality's team sends it on.")
    check_can_answer(user, referral)


def can_hand_on(user: User, referral: Referral) -> bool:
    return user.role in INTEGRATED and can_answer(user, referral)


def check_waits_for_answer(referral: Referral) -> None:
    """Raise Refused unless one team here sent the referral to another (ANS-2)."""
    if not can_come_back(referral):
        raise Refused(f"{referral.reference} came from no other team, so nobody here waits for an answer.")


def can_come_back(referral: Referral) -> bool:
    """Whether there is a sender to whom it can be returned (ANS-2)."""
    return waits_for_answer(referral.source, referral.from_team_id, referral.team_id)


def check_with_its_team(referral: Referral) -> None:
    """Raise WrongState when the referral was returned or is closed."""
    if referral.status not in (ReferralStatus.AWAITING_ALLOCATION, ReferralStatus.ALLOCATED):
        raise WrongState(f"{referral.reference} is with no team now: {referral.get_status_display().lower()}.")


def open_question(referral: Referral) -> ReferralNote | None:
    """The question that waits for an answer; None when none does."""
    last = referral.notes.filter(kind__in=ASKING).select_related("by", "team").order_by("-at", "-id").first()
    return last if last is not None and last.kind == NoteKind.ASKED else None


def check_can_send_to(team: Team, referral: Referral) -> None:
    """Raise Refused when the referral is with that team already, and for a review after a stay in hospital."""
    if referral.source == ReferralSource.DISCHARGE:
        raise Refused("A review after a discharge stays with the team of the locality until it is held.")
    if team.pk == referral.team_id and referral.status != ReferralStatus.RETURNED:
        raise Refused(f"{referral.reference} is with {team.spoken} already. Choose another team.")


def check_can_undo_hand_on(user: User, hand_off: HandOff, now: datetime) -> None:
    """Raise NotPermitted unless the user handed it on or allocates in the team from which it went, and Refused when
    ten minutes have passed or somebody acted since (HAND-2).
    """
    if hand_off.by_id != user.pk and (hand_off.from_team is None or not can_allocate(user, hand_off.from_team)):
        raise NotPermitted("Only who handed this on, or a manager of their team, can undo it.")
    if hand_off.earlier is None or hand_off.from_team is None:
        raise Refused("This cannot be undone. Hand it on to the right team instead.")
    if not may_be_undone(hand_off.at, now, acted=acted_since(hand_off)):
        raise Refused("Somebody has acted on this, or 10 minutes have passed. Ring the team to get it back.")


def acted_since(hand_off: HandOff) -> bool:
    """Whether anything was done with the referral after it was handed on."""
    referral = hand_off.referral
    if referral is None or hand_off.earlier is None:
        return True
    return bool(
        referral.version != hand_off.earlier["version"] + 1 or referral.notes.filter(at__gt=hand_off.at).exists()
    )

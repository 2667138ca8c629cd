"""Who may take back what was sent from a call, and until when."""

from datetime import datetime

from accounts.models import User
from core.errors import NotPermitted, Refused
from referrals.enums import NoteKind, ReferralStatus
from referrals.models import Contact, Referral, ReferralNote
from referrals.policies import check_can_take_call
from referrals.rules.handing import may_be_undone


def check_can_withdraw(user: User, contact: Contact, referral: Referral, now: datetime) -> None:
    """Raise NotPermitted unless the user took the call, and Refused when the team has acted on it (accepted, asked,
    allocated, handed on), or ten minutes have passed.
    """
    check_can_take_call(user)
    if contact.taken_by_id != user.pk:
        raise NotPermitted("Only whoever took the call can take it back.")
    acted = referral.status != ReferralStatus.AWAITING_ALLOCATION or referral.version > 1 or bool(referral.answered_at)
    if acted:
        raise Refused(f"Somebody has acted on {referral.reference}. Nothing was taken back.")
    if not may_be_undone(contact.taken_at, now, acted=False):
        raise Refused("This was sent more than 10 minutes ago. Nothing was taken back: ring the team.")


def check_can_take_back(
    user: User, contact: Contact, referral: Referral, note: ReferralNote | None, now: datetime
) -> None:
    """Raise NotPermitted unless the user took the call, and Refused when somebody has acted on the open work since its
    `note` was added, or ten minutes have passed (HAND-2).
    """
    check_can_take_call(user)
    if contact.taken_by_id != user.pk:
        raise NotPermitted("Only whoever took the call can take it back.")
    acted = note is None or note.earlier is None or referral.version != note.earlier["version"] + 1
    if not may_be_undone(contact.taken_at, now, acted=acted):
        raise Refused(
            f"Somebody has acted on {referral.reference} since, or 10 minutes have passed. Nothing was taken back."
        )


def can_withdraw(user: User, contact: Contact, referral: Referral, now: datetime) -> bool:
    try:
        check_can_withdraw(user, contact, referral, now)
    except (NotPermitted, Refused):
        return False
    return True


def can_take_back(user: User, contact: Contact, referral: Referral, now: datetime) -> bool:
    note = referral.notes.filter(kind=NoteKind.ADDED, by=contact.taken_by_id, at=contact.taken_at).first()
    try:
        check_can_take_back(user, contact, referral, note, now)
    except (NotPermitted, Refused):
        return False
    return contact.withdrawn_at is None

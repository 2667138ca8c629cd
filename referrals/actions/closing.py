"""End the work on a referral."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from referrals.actions.steps import end_allocation, leave_partner, lock, move, settle
from referrals.enums import CloseReason, ReferralSource, ReferralStatus
from referrals.models import Referral
from referrals.policies import check_can_work_on
from referrals.rules import LOOK_BACK
from referrals.states import REFERRAL
from residents.actions import note_event
from residents.enums import TimelineKind


@transaction.atomic
def close(*, referral: Referral, reason: CloseReason, by: User, version: int | None = None) -> Referral:
    """End the team's work on a referral, by the team's choice, with the reason.

    Raises NotPermitted, WrongState, ChangedMeanwhile, and Refused for a review after a discharge,
    which ends only when its six-week clock does.
    """
    locked = lock(referral, version)
    check_can_work_on(by, locked)
    if locked.source == ReferralSource.DISCHARGE:
        raise Refused("A review after a discharge ends when it is held, or for a reason of the six-week rule.")
    return end_referral(referral=locked, reason=reason, by=by)


@transaction.atomic
def end_referral(*, referral: Referral, reason: CloseReason, by: User, version: int | None = None) -> Referral:
    """End a referral as a consequence of something else, such as a held review; the caller has checked who may.

    A partner that holds nothing else of the person's may look for 30 days more.
    """
    locked = lock(referral, version)
    step = REFERRAL.transition("close", locked.status)
    for allocation in locked.allocations.open():
        end_allocation(allocation, by)
    locked.closed_at, locked.closed_by, locked.close_reason = clock.now(), by, reason
    locked.answer_by = None
    move(locked, ReferralStatus(step.target), "closed_at", "closed_by", "close_reason", "answer_by")
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, reason=reason.label)
    note_event(
        locked.resident, TimelineKind.REFERRAL, f"Referral {locked.reference} closed", by=by, source=locked,
        detail=reason.label, team=locked.team,
    )  # fmt: skip
    settle(locked, by)
    leave_partner(locked, by, locked.closed_at + LOOK_BACK)
    return locked

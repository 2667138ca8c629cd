"""A review after a stay in hospital: open its referral again, and move it with the person to another locality."""

from datetime import timedelta

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from referrals import messages
from referrals.actions.sending import announce
from referrals.actions.steps import (
    ANSWER,
    because_for,
    lock,
    move,
    settle,
    take_from_worker,
    wait_for_answer,
    write_hand_off,
)
from referrals.enums import HandOffKind, ReferralStatus
from referrals.models import Allocation, HandOff, Referral
from referrals.routing import Suggestion
from referrals.states import REFERRAL
from residents.actions import note_event
from residents.enums import TimelineKind

TOGETHER = timedelta(minutes=1)  # what ended within it of the referral ended with it


@transaction.atomic
def reopen_review(*, referral: Referral, by: User) -> Referral:
    """Open the referral of a review again, because what ended it was an error or does not hold any more.

    The worker who held it holds it again, when they still work in the team; else it is in the team's queue. Harmless
    when it is open. The caller has checked who may.
    """
    locked = lock(referral, None)
    if locked.is_open:
        return locked
    held = _held_last(locked)
    step = REFERRAL.transition("reopen with its worker" if held else "reopen in the queue", locked.status)
    locked.closed_at, locked.closed_by, locked.close_reason = None, None, ""
    move(locked, ReferralStatus(step.target), "closed_at", "closed_by", "close_reason")
    if held:
        held.ended_at = held.ended_by = None
        held.save(update_fields=["ended_at", "ended_by"])
    record(
        step.event, by=by, subject=locked, resident_id=locked.resident_id, worker=str(held.worker_id) if held else ""
    )
    note_event(
        locked.resident, TimelineKind.REFERRAL, f"Referral {locked.reference} open again", by=by, source=locked,
        detail=f"It is {f'with {held.worker.name}' if held else f'in the queue of {locked.team.spoken}'}.",
        team=locked.team,
    )  # fmt: skip
    messages.tell_of_review_that_runs_again(locked, held.worker if held else None, by)
    return locked


def _held_last(referral: Referral) -> Allocation | None:
    """What the end of the referral ended, when that worker still works in the team."""
    assert referral.closed_at is not None
    ended = referral.allocations.filter(ended_at__gte=referral.closed_at - TOGETHER).select_related("worker")
    last: Allocation | None = ended.order_by("-ended_at", "-pk").first()
    stays = last is not None and User.objects.in_team(referral.team).filter(pk=last.worker_id).exists()
    return last if stays else None


@transaction.atomic
def move_review(*, referral: Referral, to: Suggestion, why: str, by: User) -> HandOff:
    """Hand a review on to the team of the locality to which the person belongs now (SIX-7). Who held it holds it no
    longer; the date stays. The caller has checked who may. Raises WrongState when the referral has ended.
    """
    locked = lock(referral, None)
    step = REFERRAL.transition("pass on", locked.status)
    before, now = locked.team, clock.now()
    worker = take_from_worker(locked, by)
    settle(locked, by)
    locked.from_team, locked.team, locked.sent_by = before, to.team, by
    locked.rule, locked.because = to.rule, because_for(to.team, to.because, by)
    wait_for_answer(locked, now)
    move(locked, ReferralStatus(step.target), "team", "from_team", "sent_by", "rule", "because", *ANSWER)
    handed = write_hand_off(
        locked, kind=HandOffKind.TEAM, by=by, reason=why, from_team=before, from_worker=worker, at=now
    )
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, team=to.team.slug, rule=to.rule)
    title = f"Six-week review handed on from {before.spoken} to {to.team.spoken}"
    announce(locked, by, title, TimelineKind.HAND_OFF)
    return handed

"""How a death or a move ends what this floor holds, and how that opens again: referrals, promises, call-backs."""

from datetime import date
from typing import Any

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from core.words import long_date, lower_first
from referrals import messages
from referrals.actions.closing import end_referral
from referrals.actions.promising import lock_promise, reopen_promise, withdraw_promise
from referrals.actions.steps import lock, move
from referrals.enums import CallBackOutcome, CloseReason, PromiseStatus, ReferralStatus
from referrals.models import Allocation, CallBack, Promise, Referral
from referrals.slots import hours_in_words
from referrals.states import REFERRAL
from residents.actions import note_event
from residents.endings import Ender, UnderWay
from residents.enums import Ending, LifeKind, TimelineKind
from residents.models import EndedRow, LifeEvent, Resident

REASONS = {LifeKind.DIED: CloseReason.DIED, LifeKind.MOVED: CloseReason.MOVED}
REOPENED = {
    ReferralStatus.AWAITING_ALLOCATION: "reopen in the queue",
    ReferralStatus.ALLOCATED: "reopen with its worker",
    ReferralStatus.RETURNED: "reopen with the sender",
}


def find_referrals(resident: Resident) -> list[UnderWay]:
    """Open referrals, the oldest first, with the team and whoever holds each."""
    found = Referral.objects.open().filter(resident=resident).select_related("team").order_by("received_at", "pk")
    held = dict(Allocation.objects.open().filter(resident=resident).values_list("referral_id", "worker__name"))
    return [UnderWay(referral, _in_words(referral, held.get(referral.pk, ""))) for referral in found]


def _in_words(referral: Referral, holder: str) -> str:
    need = lower_first(referral.get_need_display())
    return f"Referral {referral.reference}, {referral.team.spoken}: {need}{f', held by {holder}' if holder else ''}"


def end_open_referral(referral: Referral, event: LifeEvent, by: User) -> dict[str, Any] | None:
    """Close it with the reason of the event; whoever held it is told."""
    locked = lock(referral, None)
    if not locked.is_open:
        return None
    held = locked.allocations.open().select_related("worker").first()
    reason = REASONS[LifeKind(event.kind)]
    was = {
        "status": locked.status,
        "allocation": str(held.pk) if held else "",
        "answer_by": str(locked.answer_by or ""),
    }
    ended = end_referral(referral=locked, reason=reason, by=by)
    if held and held.worker_id != by.pk:
        messages.tell_worker_of_life_event(ended, held.worker, event)
    return was


def reopen_referral(row: EndedRow, by: User) -> str:
    """Open it in the status in which it was; with its worker, if they still work there, else in the team's queue."""
    referral = lock(Referral.objects.get(pk=row.row_id), None)
    if referral.is_open:
        raise Refused("it is open already")
    status = ReferralStatus(row.was["status"])
    held = _who_may_hold_again(referral, row.was["allocation"]) if status == ReferralStatus.ALLOCATED else None
    if status == ReferralStatus.ALLOCATED and held is None:
        status = ReferralStatus.AWAITING_ALLOCATION
    step = REFERRAL.transition(REOPENED[status], referral.status)
    referral.closed_at, referral.closed_by, referral.close_reason = None, None, ""
    referral.answer_by = date.fromisoformat(row.was["answer_by"]) if row.was["answer_by"] else None
    move(referral, ReferralStatus(step.target), "closed_at", "closed_by", "close_reason", "answer_by")
    if held:
        held.ended_at = held.ended_by = None
        held.save(update_fields=["ended_at", "ended_by"])
        messages.tell_worker_of_reopened_referral(referral, held.worker, row.event)
    return _reopened(referral, held, by, step.event)


def _who_may_hold_again(referral: Referral, allocation: str) -> Allocation | None:
    held: Allocation | None = Allocation.objects.select_related("worker").filter(pk=allocation or None).first()
    stays = held is not None and User.objects.in_team(referral.team).filter(pk=held.worker_id).exists()
    return held if stays else None


def _reopened(referral: Referral, held: Allocation | None, by: User, event: str) -> str:
    where = {
        ReferralStatus.AWAITING_ALLOCATION: f"in the queue of {referral.team.spoken}",
        ReferralStatus.ALLOCATED: f"with {held.worker.name}" if held else "",
        ReferralStatus.RETURNED: "returned to the sender",
    }[ReferralStatus(referral.status)]
    worker = str(held.worker_id) if held else ""
    record(event, by=by, subject=referral, resident_id=referral.resident_id, worker=worker)
    note_event(
        referral.resident, TimelineKind.REFERRAL, f"Referral {referral.reference} open again", by=by, source=referral,
        detail=f"It is {where}.", team=referral.team,
    )  # fmt: skip
    return f"Referral {referral.reference}, {where}"


def find_promises(resident: Resident) -> list[UnderWay]:
    """Promises for which somebody still waits."""
    waiting = Promise.objects.unkept().filter(resident=resident)
    return [UnderWay(promise, _promise_in_words(promise)) for promise in waiting]


def _promise_in_words(promise: Promise) -> str:
    return f"Promise “{promise.words}”, by {long_date(promise.due_on)}, kept by {promise.owner.name}"


def withdraw_waiting_promise(promise: Promise, event: LifeEvent, by: User) -> dict[str, Any] | None:
    """Withdraw it, with the event as the reason."""
    locked = lock_promise(promise)
    if locked.status not in (PromiseStatus.OPEN, PromiseStatus.BROKEN):
        return None
    withdraw_promise(promise=locked, by=by, note=f"{REASONS[LifeKind(event.kind)].label}.")
    return {"status": locked.status}


def reopen_withdrawn_promise(row: EndedRow, by: User) -> str:
    """It waits again, unless somebody has said since what became of it."""
    promise = lock_promise(Promise.objects.get(pk=row.row_id))
    if promise.status != PromiseStatus.WITHDRAWN:
        raise Refused(f"it is {lower_first(promise.get_status_display())}")
    reopen_promise(promise=promise, by=by, note="What it was withdrawn for was recorded in error.")
    return _promise_in_words(promise)


def find_call_backs(resident: Resident) -> list[UnderWay]:
    """Call-backs that are still to be made."""
    booked = CallBack.objects.booked().filter(resident=resident)
    return [UnderWay(call_back, _call_back_in_words(call_back)) for call_back in booked]


def _call_back_in_words(call_back: CallBack) -> str:
    about = f": {call_back.about}" if call_back.about else ""
    return f"Call-back on {long_date(call_back.day)}, {hours_in_words(call_back.hour)}{about}"


def cancel_call_back(call_back: CallBack, event: LifeEvent, by: User) -> dict[str, Any] | None:
    """Nobody rings: it is no longer needed."""
    locked = CallBack.objects.select_for_update(of=("self",)).get(pk=call_back.pk)
    if locked.outcome != CallBackOutcome.BOOKED:
        return None
    _set_call_back(locked, CallBackOutcome.CANCELLED, by, f"{REASONS[LifeKind(event.kind)].label}.")
    record("call_back.ended", by=by, subject=locked, resident_id=locked.resident_id, outcome=locked.outcome)
    return {"outcome": CallBackOutcome.BOOKED.value}


def rebook_call_back(row: EndedRow, by: User) -> str:
    """It is booked again, in its hour; when that has passed it is first in the list of those to ring."""
    call_back = CallBack.objects.select_for_update(of=("self",)).get(pk=row.row_id)
    if call_back.outcome != CallBackOutcome.CANCELLED:
        raise Refused(f"it is {lower_first(call_back.get_outcome_display())}")
    _set_call_back(call_back, CallBackOutcome.BOOKED, None, "")
    record("call_back.reopened", by=by, subject=call_back, resident_id=call_back.resident_id)
    return _call_back_in_words(call_back)


def _set_call_back(call_back: CallBack, outcome: CallBackOutcome, by: User | None, note: str) -> None:
    call_back.outcome, call_back.note = outcome, note
    call_back.ended_at, call_back.ended_by = (clock.now() if by else None), by
    call_back.save(update_fields=["outcome", "note", "ended_at", "ended_by"])


ENDERS = (
    Ender(Ending.REFERRAL, find_referrals, end_open_referral, reopen_referral),
    Ender(Ending.PROMISE, find_promises, withdraw_waiting_promise, reopen_withdrawn_promise),
    Ender(Ending.CALL_BACK, find_call_backs, cancel_call_back, rebook_call_back),
)

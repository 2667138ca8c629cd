"""Give a referral to a worker, and give it back."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from referrals import messages
from referrals.actions.steps import end_allocation, lock, move, write_hand_off
from referrals.enums import HandOffKind, ReferralStatus
from referrals.models import Allocation, Referral
from referrals.policies import UNDONE, check_can_allocate, check_can_hold, check_undone_already
from referrals.states import REFERRAL
from referrals.workload import worker_before
from residents.actions import note_event
from residents.enums import TimelineKind


@transaction.atomic
def allocate(*, referral: Referral, worker: User, by: User, version: int, note: str = "") -> Allocation:
    """Give a referral to a worker of its team; from another worker, when one holds it already.

    `version` is the version that the page showed. Raises NotPermitted, WrongState, Refused when the
    worker is not in the team or holds it already, and ChangedMeanwhile when somebody acted since.
    """
    check_can_allocate(by, referral.team)
    check_can_hold(worker, referral)
    locked = lock(referral, version)
    step = REFERRAL.transition("allocate", locked.status)
    earlier = locked.allocations.open().select_related("worker").first()
    if earlier and earlier.worker_id == worker.pk:
        raise Refused(f"{worker.name} holds this already.")
    if earlier:
        end_allocation(earlier, by)
        messages.tell_worker_of_ended_allocation(earlier)
    move(locked, ReferralStatus(step.target))
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, worker=str(worker.pk))
    return _hold(locked, worker, by=by, note=note, reason=note or "Allocated to a worker of the team", last=earlier)


def _hold(referral: Referral, worker: User, *, by: User, note: str, reason: str, last: Allocation | None) -> Allocation:
    """From now on `worker` holds the referral; write the hand-off and tell them."""
    allocation = Allocation.objects.create(
        referral=referral, resident=referral.resident, worker=worker, note=note, started_at=clock.now(), started_by=by
    )
    before = last.worker if last else None
    write_hand_off(referral, kind=HandOffKind.WORKER, by=by, reason=reason, from_worker=before, to_worker=worker)
    note_event(
        referral.resident, TimelineKind.ALLOCATION, f"Allocated to {worker.name}", by=by, source=allocation,
        detail=note, team=referral.team,
    )  # fmt: skip
    messages.tell_worker_of_allocation(allocation)
    return allocation


@transaction.atomic
def undo_allocation(*, allocation: Allocation, by: User) -> Referral:
    """Give a referral back: to the worker from whom the allocation took it, else to its team's queue.

    Harmless when it waits in the queue already; Refused when it has since been closed or given to somebody.
    """
    check_can_allocate(by, allocation.referral.team)
    locked = lock(allocation.referral, None)
    current = Allocation.objects.select_for_update().get(pk=allocation.pk)
    if current.ended_at is not None:
        check_undone_already(locked, current)
        return locked
    before = worker_before(current)
    step = REFERRAL.transition("give back" if before else "undo allocation", locked.status)
    end_allocation(current, by)
    move(locked, ReferralStatus(step.target))
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, worker=str(current.worker_id))
    note_event(
        locked.resident, TimelineKind.ALLOCATION, f"No longer allocated to {current.worker.name}", by=by,
        source=current, team=locked.team,
    )  # fmt: skip
    messages.tell_worker_of_ended_allocation(current)
    if before:
        _hold(locked, before, by=by, note="", reason=UNDONE, last=current)
    return locked

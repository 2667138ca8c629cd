"""Give a referral to a worker, and give it back."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from referrals import messages
from referrals.actions.steps import (
    ANSWER,
    end_allocation,
    lock,
    mark_answered,
    move,
    settle,
    wait_for_answer,
    write_hand_off,
)
from referrals.enums import HandOffKind, ReferralStatus
from referrals.models import Allocation, HandOff, Referral
from referrals.policies import UNDONE, check_can_allocate, check_can_hold, check_undone_already
from referrals.rules.answers import ALLOCATE
from referrals.states import REFERRAL
from referrals.workload import worker_before
from residents.actions import note_event
from residents.enums import TimelineKind


@transaction.atomic
def allocate(*, referral: Referral, worker: User, by: User, version: int, note: str = "") -> Allocation:
    """Give a referral to a worker of its team; from another worker, when one holds it already. It counts as accepted.

    `version` is the version that the page showed. Raises NotPermitted, WrongState, Refused when the
    worker is not in the team or holds it already, and ChangedMeanwhile when somebody acted since.
    """
    locked = lock(referral, version)
    check_can_allocate(by, locked.team)
    check_can_hold(worker, locked)
    step = REFERRAL.transition("allocate", locked.status)
    earlier = locked.allocations.open().select_related("worker").first()
    if earlier and earlier.worker_id == worker.pk:
        raise Refused(f"{worker.name} holds this already.")
    if earlier:
        end_allocation(earlier, by)
        messages.tell_worker_of_ended_allocation(earlier)
    now = clock.now()
    mark_answered(locked, by, ALLOCATE, now)
    move(locked, ReferralStatus(step.target), *ANSWER)
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, worker=str(worker.pk))
    settle(locked, by)
    return hold(
        locked, worker, by=by, at=now, note=note, reason=note or "Allocated to a worker of the team",
        from_worker=earlier.worker if earlier else None,
    )  # fmt: skip


def hold(
    referral: Referral, worker: User, *, by: User, at: datetime, reason: str, note: str = "",
    from_worker: User | None = None, **more: Any,
) -> Allocation:  # fmt: skip
    """From `at` on `worker` holds the referral; write the hand-off, with what `more` says of it, and tell them."""
    allocation = Allocation.objects.create(
        referral=referral, resident=referral.resident, worker=worker, note=note, started_at=at, started_by=by
    )
    write_hand_off(
        referral, kind=HandOffKind.WORKER, by=by, reason=reason, from_worker=from_worker, to_worker=worker, **more
    )
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
    locked = lock(allocation.referral, None)
    check_can_allocate(by, locked.team)
    current = Allocation.objects.select_for_update().get(pk=allocation.pk)
    if current.ended_at is not None:
        check_undone_already(locked, current)
        return locked
    before = worker_before(current)
    step = REFERRAL.transition("give back" if before else "undo allocation", locked.status)
    end_allocation(current, by)
    if before is None and locked.answered_at == current.started_at:
        wait_for_answer(locked, _came_here_at(locked))  # this allocation was the answer
    move(locked, ReferralStatus(step.target), *ANSWER)
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, worker=str(current.worker_id))
    note_event(
        locked.resident, TimelineKind.ALLOCATION, f"No longer allocated to {current.worker.name}", by=by,
        source=current, team=locked.team,
    )  # fmt: skip
    messages.tell_worker_of_ended_allocation(current)
    if before:
        _give_back(locked, current, before, by)
    return locked


def _give_back(referral: Referral, undone: Allocation, before: User, by: User) -> None:
    """The worker from whom it was taken by mistake holds it again; neither change is felt (HAND-1)."""
    mistake = _last_to(referral, undone.worker)
    hold(referral, before, by=by, at=clock.now(), reason=UNDONE, from_worker=undone.worker, undoes=mistake)


def _last_to(referral: Referral, worker: User) -> HandOff | None:
    """The latest hand-off of a referral to a worker."""
    return referral.hand_offs.filter(to_worker=worker).order_by("-at", "-id").first()


def _came_here_at(referral: Referral) -> datetime:
    """When the referral came to the team that has it now."""
    came = referral.hand_offs.filter(kind=HandOffKind.TEAM).order_by("-at", "-id").first()
    return came.at if came else referral.received_at

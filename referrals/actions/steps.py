"""The steps that several actions on a referral share. Each is taken inside the transaction of its action."""

from accounts.models import User
from core import clock
from core.errors import ChangedMeanwhile
from localities.models import Team
from referrals.enums import HandOffKind, ReferralStatus
from referrals.models import Allocation, HandOff, Referral


def lock(referral: Referral, version: int | None) -> Referral:
    """The referral, locked until the transaction ends.

    Raises ChangedMeanwhile when `version` is given and somebody acted since.
    """
    locked: Referral = (
        Referral.objects.select_for_update(of=("self",)).select_related("resident", "team").get(pk=referral.pk)
    )
    if version is not None and locked.version != version:
        raise ChangedMeanwhile(f"{locked.reference} was changed while this page was open.", locked)
    return locked


def move(referral: Referral, status: ReferralStatus, *changed: str) -> None:
    """Give a locked referral its next status, and save it with the fields named in `changed`."""
    referral.status = status
    referral.version += 1
    referral.save(update_fields=["status", "version", *changed])


def end_allocation(allocation: Allocation, by: User) -> None:
    """From now on the worker holds it no longer."""
    allocation.ended_at = clock.now()
    allocation.ended_by = by
    allocation.save(update_fields=["ended_at", "ended_by"])


def write_hand_off(
    referral: Referral,
    *,
    kind: HandOffKind,
    by: User,
    reason: str,
    from_team: Team | None = None,
    from_worker: User | None = None,
    to_worker: User | None = None,
) -> HandOff:
    """Write that the responsible team or worker of a referral changed: from, to and why."""
    return HandOff.objects.create(
        resident=referral.resident, referral=referral, kind=kind, from_team=from_team, to_team=referral.team,
        from_worker=from_worker, to_worker=to_worker, reason=reason, at=clock.now(), by=by,
    )  # fmt: skip

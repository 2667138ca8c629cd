"""Access needs: asked, recorded, shared or not, met, and looked at again."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from residents.actions.changing import lock, lock_row, note_change, save_changes
from residents.enums import AccessKind
from residents.models import AccessNeed, Resident
from residents.policies import check_can_change
from residents.rules.access import need_review_by

TWICE = "This need is recorded already. Change that one instead."
HAS_NEEDS = "Some needs are recorded. End those that no longer hold first."


@dataclass(frozen=True)
class Need:
    """One access need as somebody told us of it. `may_share` None is not asked; `review_on` at most a year ahead."""

    kind: str
    detail: str = ""
    said_by: str = ""
    may_share: bool | None = None
    how_met: str = ""
    review_on: date | None = None


@transaction.atomic
def record_need(*, resident: Resident, need: Need, by: User) -> AccessNeed:
    """Record a need of somebody who was asked today.

    Raises NotPermitted, and Refused for a need that stands there already or a review too late (ACC-7).
    """
    check_can_change(by)
    locked = lock(resident)
    today = clock.today()
    with refused_by("access_need_once", TWICE):
        held = AccessNeed.objects.create(
            resident=locked, kind=need.kind, recorded_on=today, recorded_by=by, **_columns(need, today)
        )
    _was_asked(locked, today)
    note_change(
        locked, "resident.access_recorded", f"Access need: {AccessKind(held.kind).label}", by=by, source=held,
        detail=need_in_words(held), kind=str(held.kind),
    )  # fmt: skip
    return held


@transaction.atomic
def record_no_needs(*, resident: Resident, by: User) -> Resident:
    """Keep that somebody was asked today and needs nothing. Raises NotPermitted, and Refused while a need holds."""
    check_can_change(by)
    locked = lock(resident)
    if AccessNeed.objects.filter(resident=locked, ended_on__isnull=True).exists():
        raise Refused(HAS_NEEDS)
    _was_asked(locked, clock.today())
    note_change(locked, "resident.access_none", "Asked about access: needs nothing", by=by, source=locked)
    return locked


@transaction.atomic
def review_need(*, held: AccessNeed, need: Need, by: User, version: int | None) -> AccessNeed:
    """Keep a need as it is now, and when it is looked at next.

    Raises NotPermitted, ChangedMeanwhile, and Refused when it has ended or the review is too late (ACC-7).
    """
    check_can_change(by)
    resident = lock(held.resident)
    current = lock_row(held, version)
    today = clock.today()
    changed = save_changes(current, _columns(need, today))
    _was_asked(resident, today)
    note_change(
        resident, "resident.access_reviewed", f"Access need looked at: {AccessKind(current.kind).label}", by=by,
        source=current, detail=need_in_words(current), kind=str(current.kind), changed=changed,
    )  # fmt: skip
    return current


@transaction.atomic
def end_need(*, held: AccessNeed, because: str, by: User, version: int | None) -> AccessNeed:
    """End a need with why. Raises NotPermitted, ChangedMeanwhile, and Refused without a reason."""
    check_can_change(by)
    resident = lock(held.resident)
    current = lock_row(held, version)
    if not because.strip():
        raise Refused("Say why this need has ended.")
    save_changes(current, {"ended_on": clock.today(), "ended_because": because.strip()})
    note_change(
        resident, "resident.access_ended", f"Access need ended: {AccessKind(current.kind).label}", by=by,
        source=current, detail=because.strip(), kind=str(current.kind),
    )  # fmt: skip
    return current


def _was_asked(resident: Resident, today: date) -> None:
    resident.access_asked_on = today
    resident.save(update_fields=["access_asked_on"])


def _columns(need: Need, today: date) -> dict[str, object]:
    latest = need_review_by(today)
    review_on = need.review_on or latest
    if not today <= review_on <= latest:
        raise Refused("Enter a day within a year on which this is looked at again.")
    return {
        "detail": need.detail,
        "said_by": need.said_by,
        "may_share": need.may_share,
        "how_met": need.how_met,
        "review_on": review_on,
    }


def need_in_words(need: AccessNeed) -> str:
    """What stands of a need beside its kind, for the timeline."""
    share = {True: "May be shared", False: "Must not be shared", None: "Not asked whether it may be shared"}
    met = f"How we meet it: {need.how_met}" if need.how_met else ""
    said = f"Told by {need.said_by}" if need.said_by else ""
    return ". ".join(part for part in (need.detail, said, share[need.may_share], met) if part)

"""Plan somebody's way home: the day, the pathway, what holds them, and who was told."""

from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from core.words import long_date
from discharges import rules
from discharges.actions.stays import lock_stay
from discharges.enums import BlockerKind, StayStatus, ToldWho
from discharges.models import Blocker, HospitalStay, ToldOfDischarge
from discharges.policies import check_can_work_at_hospital
from residents.actions import note_event
from residents.enums import TimelineKind

PLANNED = (
    "hospital", "ward", "admitted_on", "expected_on", "ready_on", "planned_pathway", "equipment", "liaison",
    "admission_reason", "hospital_number", "asked_on", "needs_assessment",
)  # fmt: skip
HOLDS_ALREADY = "This is on the list of what holds them already."
MATTERS_TO_THEM = (ToldWho.PERSON, ToldWho.FAMILY)


@transaction.atomic
def plan_discharge(*, stay: HospitalStay, by: User, version: int | None = None, **plan: Any) -> HospitalStay:
    """Change what is planned for somebody in hospital: any of PLANNED. Harmless when it all stands so already.

    Raises NotPermitted, ChangedMeanwhile, and Refused for impossible days or for somebody who is no longer there.
    """
    check_can_work_at_hospital(by)
    locked = lock_stay(stay, version)
    changed = [name for name in PLANNED if name in plan and plan[name] != getattr(locked, name)]
    if not changed:
        return locked
    _check_in_hospital(locked)
    was_ready = locked.ready_on
    for name in changed:
        setattr(locked, name, plan[name])
    _check_days(locked)
    locked.version += 1
    locked.save(update_fields=[*changed, "version"])
    record("stay.planned", by=by, subject=locked, resident_id=locked.resident_id, changed=changed)
    if locked.ready_on != was_ready:
        _tell_ready(locked, by)
    return locked


def _check_days(stay: HospitalStay) -> None:
    if stay.admitted_on and stay.admitted_on > clock.today():
        raise Refused("The day of admission cannot be in the future.")
    if stay.admitted_on and stay.expected_on and stay.expected_on < stay.admitted_on:
        raise Refused("The day they are expected to go home must be on or after the admission.")
    if stay.ready_on and not rules.ready_day_is_possible(stay.ready_on, stay.admitted_on, clock.today()):
        raise Refused("The discharge ready date must be today or in the past, and on or after the admission.")


def _tell_ready(stay: HospitalStay, by: User) -> None:
    words = f"Ready to go home since {long_date(stay.ready_on)}" if stay.ready_on else "Not ready to go home after all"
    note_event(stay.resident, TimelineKind.HOSPITAL, words, by=by, source=stay)


def _check_in_hospital(stay: HospitalStay) -> None:
    if stay.status != StayStatus.IN_HOSPITAL:
        raise Refused(f"{stay.resident.display_name} is no longer on the hospital list.")


@transaction.atomic
def raise_blocker(*, stay: HospitalStay, kind: str, by: User, words: str = "") -> Blocker:
    """Say what holds somebody in hospital. The same said twice is one.

    Raises NotPermitted, and Refused when they are no longer there or that kind of thing holds them already.
    """
    check_can_work_at_hospital(by)
    locked = lock_stay(stay, None)
    _check_in_hospital(locked)
    words = words.strip()[:300]
    if kind == BlockerKind.OTHER and not words:
        raise Refused("Say what holds them.")
    same: Blocker | None = locked.blockers.standing().filter(kind=kind, words=words).first()
    if same is not None:
        return same
    with refused_by("one_blocker_of_a_kind", HOLDS_ALREADY):
        raised = Blocker.objects.create(stay=locked, kind=kind, words=words, raised_at=clock.now(), raised_by=by)
    record("blocker.raised", by=by, subject=raised, resident_id=locked.resident_id, kind=kind)
    return raised


@transaction.atomic
def clear_blocker(*, blocker: Blocker, by: User) -> Blocker:
    """Say that something holds somebody no longer. Harmless when that is so already. Raises NotPermitted."""
    check_can_work_at_hospital(by)
    locked = _lock_blocker(blocker)
    if locked.cleared_at is not None:
        return locked
    locked.cleared_at, locked.cleared_by = clock.now(), by
    locked.save(update_fields=["cleared_at", "cleared_by"])
    record("blocker.cleared", by=by, subject=locked, resident_id=locked.stay.resident_id, kind=locked.kind)
    return locked


@transaction.atomic
def undo_clear_blocker(*, blocker: Blocker, by: User) -> Blocker:
    """Say that it holds them still. Harmless when it does. Raises NotPermitted, and Refused when it was raised anew."""
    check_can_work_at_hospital(by)
    locked = _lock_blocker(blocker)
    if locked.cleared_at is None:
        return locked
    _check_in_hospital(locked.stay)
    locked.cleared_at, locked.cleared_by = None, None
    with refused_by("one_blocker_of_a_kind", HOLDS_ALREADY):
        locked.save(update_fields=["cleared_at", "cleared_by"])
    record("blocker.reopened", by=by, subject=locked, resident_id=locked.stay.resident_id, kind=locked.kind)
    return locked


def _lock_blocker(blocker: Blocker) -> Blocker:
    found = Blocker.objects.select_for_update(of=("self",)).select_related("stay__resident")
    locked: Blocker = found.get(pk=blocker.pk)
    return locked


@transaction.atomic
def tell_somebody(*, stay: HospitalStay, who: str, by: User, words: str = "") -> ToldOfDischarge:
    """Record that somebody was told of the way home. The same told twice is one. Raises NotPermitted and Refused."""
    check_can_work_at_hospital(by)
    locked = lock_stay(stay, None)
    if locked.status == StayStatus.VOIDED:
        raise Refused(f"{locked.resident.display_name} was put on the hospital list in error.")
    standing = locked.told.filter(who=who, undone_at__isnull=True).first()
    if standing is not None:
        found: ToldOfDischarge = standing
        return found
    told = ToldOfDischarge.objects.create(stay=locked, who=who, words=words.strip()[:200], at=clock.now(), by=by)
    record("discharge.told", by=by, subject=told, resident_id=locked.resident_id, who=who)
    if who in MATTERS_TO_THEM:
        note_event(
            locked.resident, TimelineKind.HOSPITAL, f"{told.get_who_display()}: told of the way home", by=by,
            source=told, detail=told.words,
        )  # fmt: skip
    return told


@transaction.atomic
def undo_telling(*, told: ToldOfDischarge, by: User) -> ToldOfDischarge:
    """Say that they were not told after all. Harmless when that is recorded already. Raises NotPermitted."""
    check_can_work_at_hospital(by)
    locked = ToldOfDischarge.objects.select_for_update(of=("self",)).select_related("stay__resident").get(pk=told.pk)
    if locked.undone_at is not None:
        return locked
    locked.undone_at = clock.now()
    locked.save(update_fields=["undone_at"])
    record("discharge.not_told", by=by, subject=locked, resident_id=locked.stay.resident_id, who=locked.who)
    if locked.who in MATTERS_TO_THEM:
        note_event(
            locked.stay.resident, TimelineKind.HOSPITAL, f"{locked.get_who_display()}: not told after all", by=by,
            source=locked,
        )  # fmt: skip
    return locked

"""Complete an assessment, take that back within ten minutes, or say that it was entered in error."""

from datetime import date

from django.db import transaction

from accounts.models import User
from assessments.enums import AssessmentKind, AssessmentStatus
from assessments.models import Assessment
from assessments.policies import check_can_complete, check_can_undo, check_can_void
from assessments.states import ASSESSMENT
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import ChangedMeanwhile, Refused
from discharges.actions import meet_review, note_light_touch
from discharges.enums import LightTouch
from residents.actions import lock_life, note_event
from residents.enums import TimelineKind

OPEN_ALREADY = "A full assessment of this person is open already. Go on with that one."


@transaction.atomic
def complete(*, assessment: Assessment, by: User, completed_on: date | None = None) -> Assessment:
    """Complete an assessment. A full one meets the person's open six-week clocks (SIX-4); a light-touch one never does.

    Raises NotPermitted, WrongState, and Refused for a day in the future.
    """
    check_can_complete(by, assessment)
    lock_life(assessment.resident)
    locked = lock_assessment(assessment)
    step = ASSESSMENT.transition("complete", locked.status)
    day = completed_on or clock.today()
    if day > clock.today():
        raise Refused("An assessment cannot be completed on a day in the future.")
    locked.status = AssessmentStatus(step.target)
    locked.completed_on = day
    locked.completed_at = clock.now()
    locked.completed_by = by
    locked.version += 1
    locked.save(update_fields=["status", "completed_on", "completed_at", "completed_by", "version"])
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, kind=locked.kind)
    title = f"{locked.get_kind_display()} completed"
    note_event(locked.resident, TimelineKind.ASSESSMENT, title, by=by, source=locked)
    if locked.stay is not None:
        note_light_touch(stay=locked.stay, state=LightTouch.COMPLETED)
    if locked.kind == AssessmentKind.FULL:
        meet_review(resident=locked.resident, by=by)
    return locked


@transaction.atomic
def undo_completion(*, assessment: Assessment, by: User) -> Assessment:
    """Open a full assessment again within ten minutes (ASM-4); a clock that it had met runs again.

    Raises NotPermitted, WrongState, and Refused later than that, or when another one was started meanwhile.
    """
    lock_life(assessment.resident)
    locked = lock_assessment(assessment)
    check_can_undo(by, locked, clock.now())
    step = ASSESSMENT.transition("undo", locked.status)
    locked.status = AssessmentStatus(step.target)
    locked.completed_on = locked.completed_at = locked.completed_by = None
    locked.version += 1
    with refused_by("one_open_full_assessment", OPEN_ALREADY):
        locked.save(update_fields=["status", "completed_on", "completed_at", "completed_by", "version"])
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id)
    note_event(
        locked.resident, TimelineKind.ASSESSMENT, f"{locked.get_kind_display()}: opened again", by=by, source=locked,
        detail="It was completed too early.",
    )  # fmt: skip
    meet_review(resident=locked.resident, by=by)
    return locked


@transaction.atomic
def void(*, assessment: Assessment, because: str, by: User) -> Assessment:
    """Say that a full assessment was entered in error, or about somebody else; a clock that it had met runs again.

    Raises NotPermitted, WrongState, and Refused without a reason.
    """
    lock_life(assessment.resident)
    locked = lock_assessment(assessment)
    check_can_void(by, locked)
    if not because.strip():
        raise Refused("Say why it was entered in error.")
    step = ASSESSMENT.transition("void", locked.status)
    locked.status = AssessmentStatus(step.target)
    locked.voided_at, locked.voided_by, locked.voided_because = clock.now(), by, because.strip()[:500]
    locked.version += 1
    locked.save(update_fields=["status", "voided_at", "voided_by", "voided_because", "version"])
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id)
    note_event(
        locked.resident, TimelineKind.ASSESSMENT, f"{locked.get_kind_display()}: entered in error", by=by,
        source=locked, detail=because.strip(),
    )  # fmt: skip
    meet_review(resident=locked.resident, by=by)
    return locked


def lock_assessment(assessment: Assessment, version: int | None = None) -> Assessment:
    """The assessment as it is now, locked. Raises ChangedMeanwhile when `version` is given and does not stand."""
    found = Assessment.objects.select_for_update(of=("self",)).select_related("resident", "stay", "assessor")
    locked: Assessment = found.get(pk=assessment.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("Somebody saved this assessment while this page was open.", locked)
    return locked

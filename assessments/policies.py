"""Who assesses: the hospital hub for a safe discharge, social workers and their managers in the community."""

from datetime import datetime

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import Permission
from assessments.enums import AssessmentKind, AssessmentStatus
from assessments.models import Assessment
from assessments.rules import may_undo, may_write
from core.errors import NotPermitted, Refused
from discharges.enums import StayStatus
from discharges.models import HospitalStay
from referrals.models import Allocation
from residents.models import Resident

NEEDED = {
    AssessmentKind.LIGHT_TOUCH: Permission.WORK_AT_HOSPITAL,
    AssessmentKind.FULL: Permission.ASSESS,
}


def check_can_assess(user: User, kind: AssessmentKind) -> None:
    """Raise NotPermitted unless the user's role holds assessments of this kind."""
    check_may(user, NEEDED[kind])


def can_assess(user: User, kind: AssessmentKind) -> bool:
    return user.may(NEEDED[kind])


def check_can_complete(user: User, assessment: Assessment) -> None:
    """Raise NotPermitted unless the user may hold an assessment of this kind, and a full one is theirs (ASM-1)."""
    check_can_assess(user, AssessmentKind(assessment.kind))
    if assessment.kind == AssessmentKind.FULL and not _is_theirs(user, assessment):
        raise NotPermitted(f"{assessment.assessor.name} holds this assessment. Ask them, or their manager.")


def check_can_write(user: User, assessment: Assessment) -> None:
    """Raise NotPermitted (ASM-1), and Refused once the full assessment is over."""
    check_can_complete(user, assessment)
    if assessment.status == AssessmentStatus.COMPLETED:
        raise Refused("This assessment is completed. Nothing more is written into it.")
    if assessment.status == AssessmentStatus.VOIDED:
        raise Refused("This assessment was entered in error. Nothing more is written into it.")


def can_write(user: User, assessment: Assessment) -> bool:
    """Whether the page is there to write into for this user, and not only to read."""
    return assessment.is_open and user.may(Permission.ASSESS) and _is_theirs(user, assessment)


def check_can_undo(user: User, assessment: Assessment, now: datetime) -> None:
    """Raise NotPermitted, and Refused for one that ASM-4 does not let the user open again."""
    check_can_assess(user, AssessmentKind.FULL)
    if not can_undo(user, assessment, now):
        raise Refused("Only who completed it opens it again, for 10 minutes. Say instead that it was entered in error.")


def can_undo(user: User, assessment: Assessment, now: datetime) -> bool:
    at = assessment.completed_at
    if assessment.kind != AssessmentKind.FULL or at is None or assessment.status != AssessmentStatus.COMPLETED:
        return False
    return may_undo(completed_it=assessment.completed_by_id == user.pk, completed_at=at, now=now)


def check_can_void(user: User, assessment: Assessment) -> None:
    """Raise NotPermitted unless the full assessment is the user's (ASM-1), or they completed it."""
    if assessment.completed_by_id != user.pk:
        check_can_complete(user, assessment)


def can_void(user: User, assessment: Assessment) -> bool:
    """Whether the user may say that a full assessment was entered in error."""
    theirs = assessment.completed_by_id == user.pk or _is_theirs(user, assessment)
    return user.may(Permission.ASSESS) and assessment.status != AssessmentStatus.VOIDED and theirs


def _is_theirs(user: User, assessment: Assessment) -> bool:
    if assessment.assessor_id == user.pk:
        return True
    held = Allocation.objects.open().filter(referral__clock__resident=assessment.resident_id, worker=user)
    return may_write(started_it=False, holds_review=held.exists(), manages=_manages(user, assessment.resident))


def _manages(user: User, resident: Resident) -> bool:
    """Whether the user manages a team of the person's locality; of somebody without one, any manager does."""
    if not user.may(Permission.ALLOCATE):
        return False
    return resident.locality_id is None or user.teams.filter(locality=resident.locality_id).exists()


def check_still_in_hospital(stay: HospitalStay, assessment: Assessment | None) -> None:
    """Raise Refused when the light-touch assessment of a stay is completed, or comes too late.

    It says whether somebody can safely go home: written afterwards, the record would say that it had
    been known before. What is known later is for the team that looks again within six weeks.
    """
    if assessment and assessment.status == AssessmentStatus.COMPLETED:
        raise Refused("This assessment is completed. What has changed since belongs into the next one.")
    if stay.status == StayStatus.ENDED:
        raise Refused(f"{stay.resident.display_name} has died. Nothing is assessed any more.")
    if not stay.is_in_hospital:
        raise Refused(f"{stay.resident.display_name} went home already. Tell the team that holds the six-week review.")

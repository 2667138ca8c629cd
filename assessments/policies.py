"""Who assesses: the hospital hub for a safe discharge, social workers and their managers in the community."""

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import Permission
from assessments.enums import AssessmentKind, AssessmentStatus
from assessments.models import Assessment
from core.errors import NotPermitted, Refused
from discharges.enums import StayStatus
from discharges.models import HospitalStay

NEEDED = {
    AssessmentKind.LIGHT_TOUCH: Permission.WORK_AT_HOSPITAL,
    AssessmentKind.FULL: Permission.LOG_CONVERSATION,
}


def check_can_assess(user: User, kind: AssessmentKind) -> None:
    """Raise NotPermitted unless the user's role holds assessments of this kind."""
    check_may(user, NEEDED[kind])


def can_assess(user: User, kind: AssessmentKind) -> bool:
    return user.may(NEEDED[kind])


def check_can_complete(user: User, assessment: Assessment) -> None:
    """Raise NotPermitted unless the user may hold an assessment of this kind."""
    check_can_assess(user, AssessmentKind(assessment.kind))


def can_complete(user: User, assessment: Assessment) -> bool:
    try:
        check_can_complete(user, assessment)
    except NotPermitted:
        return False
    return True


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

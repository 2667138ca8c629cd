"""Who assesses: the hospital hub for a safe discharge, social workers and their managers in the community."""

from accounts.models import User
from accounts.policies import check_may
from accounts.roles import Permission
from assessments.enums import AssessmentKind
from assessments.models import Assessment
from core.errors import NotPermitted

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

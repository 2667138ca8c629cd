"""Who sees what one worker holds."""

from accounts.models import User
from core.errors import NotPermitted
from localities.models import Team
from referrals.policies import can_allocate


def check_can_see_caseload(viewer: User, worker: User, team: Team) -> None:
    """Raise NotPermitted unless the viewer is the worker, or allocates in the team."""
    if viewer.pk != worker.pk and not can_allocate(viewer, team):
        raise NotPermitted(f"Only {worker.name} and a manager of the {team.name} see this list.")


def can_see_caseload(viewer: User, worker: User, team: Team) -> bool:
    try:
        check_can_see_caseload(viewer, worker, team)
    except NotPermitted:
        return False
    return True

"""A hand-off that goes with no referral, such as bridging that reablement follows."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from localities.models import Team
from referrals.enums import HandOffKind
from referrals.models import HandOff
from residents.models import Resident


@transaction.atomic
def write_hand_off_between(
    *, resident: Resident, from_team: Team, to_team: Team, reason: str, by: User
) -> HandOff:  # fmt: skip
    """Write that another team has taken a person over: it counts as every hand-off does (HAND-1)."""
    written = HandOff.objects.create(
        resident=resident, kind=HandOffKind.TEAM, from_team=from_team, to_team=to_team, reason=reason[:500],
        at=clock.now(), by=by,
    )  # fmt: skip
    record("resident.handed_over", by=by, subject=written, resident_id=resident.pk, team=to_team.slug)
    return written

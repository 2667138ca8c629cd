"""Where a referral could go from here, and how often the person was handed on already."""

from core import clock
from localities.models import Team
from localities.querysets import TeamQuerySet
from referrals.enums import ReferralStatus
from referrals.models import HandOff, Referral
from referrals.routing import Suggestion, suggest
from referrals.rules.handing import said_aloud
from residents.models import Resident

A_YEAR = 365  # days


def way_for(referral: Referral) -> Suggestion | None:
    """Where the router would send it now; its second choice when that is the team that has it. None when there is
    no other.
    """
    first = suggest(referral.resident, referral.need, urgency=referral.urgency)
    if referral.status == ReferralStatus.RETURNED or first.team != referral.team:
        return first
    return first.second


def teams_for(referral: Referral) -> TeamQuerySet:
    """Every team and service to which it may go by choice, by name."""
    teams: TeamQuerySet = Team.objects.order_by("name")
    return teams if referral.status == ReferralStatus.RETURNED else teams.exclude(pk=referral.team_id)


def said_before(referral: Referral) -> str:
    """Which hand-off the next one would be for the person, with this referral and in the last 12 months (HAND-3)."""
    felt = HandOff.objects.felt()
    with_this = felt.filter(referral=referral).count()
    return said_aloud(with_this, felt_in_a_year(referral.resident), referral.resident.display_name)


def felt_in_a_year(resident: Resident) -> int:
    """How often the person was handed on in the last 12 months, as they feel it (HAND-1)."""
    since = clock.start_of(clock.days_ago(A_YEAR))
    return HandOff.objects.felt().filter(resident=resident).since(since).count()

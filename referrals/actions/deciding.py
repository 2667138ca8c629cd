""" "I decide this": take what no rule sends to a team, so that two people do not decide about it at once."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.clock import london_time
from core.errors import ChangedMeanwhile, Refused
from localities.enums import TeamKind
from referrals.actions.steps import lock
from referrals.enums import ReferralStatus
from referrals.models import Referral
from referrals.policies import check_can_take_call
from referrals.rules.handing import decider_holds


@transaction.atomic
def claim_referral(*, referral: Referral, by: User, shown: str = "") -> Referral:
    """Take a referral that waits at Thurrock First, for half an hour (HAND-4); harmless twice. `shown` is the key of
    who was on it as the page showed: from them it can be taken over.

    Raises NotPermitted, Refused when nobody has to decide about it any more, and ChangedMeanwhile when somebody else
    took it since.
    """
    check_can_take_call(by)
    locked = lock(referral, None)
    here = locked.team.kind == TeamKind.THURROCK_FIRST and locked.status == ReferralStatus.AWAITING_ALLOCATION
    if not here:
        raise Refused(f"{locked.reference} does not wait for somebody to decide any more.")
    other = locked.claimed_by
    if other and decider_holds(locked.claimed_at, clock.now()) and str(other.pk) not in (str(by.pk), shown):
        assert locked.claimed_at is not None
        raise ChangedMeanwhile(f"{other.name} is on this since {london_time(locked.claimed_at)}.", locked)
    locked.claimed_at, locked.claimed_by = clock.now(), by
    locked.save(update_fields=["claimed_at", "claimed_by"])
    record("referral.claimed", by=by, subject=locked, resident_id=locked.resident_id)
    return locked

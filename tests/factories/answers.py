"""Answers to referrals, and hand-ons, for tests: through the same actions as the application."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from core import clock
from localities.models import Team
from referrals.actions import HandOver, hand_on, return_referral
from referrals.enums import Urgency
from referrals.models import HandOff, Referral
from referrals.routing import Suggestion

WHY = "She has moved in with her daughter in Grays."
NOT_OURS = "Her practice is in Grays, not in Tilbury."


def to_team(slug: str, because: str = "chosen by hand: she lives there now") -> Suggestion:
    """A team by choice."""
    return Suggestion(team=Team.objects.get(slug=slug), rule="ROU-11", because=because)


def hand(referral: Referral, slug: str, by: User, **told: Any) -> HandOff:
    """Hand a referral on as it stands now."""
    now = fresh(referral)
    facts: dict[str, Any] = {"why": WHY, "urgency": Urgency.TODAY} | told
    return hand_on(referral=now, to=to_team(slug), told=HandOver(**facts), by=by, version=now.version)


def give_back(referral: Referral, by: User, why: str = NOT_OURS) -> Referral:
    """Return a referral as it stands now."""
    now = fresh(referral)
    return return_referral(referral=now, words=why, by=by, version=now.version)


def fresh(referral: Referral) -> Referral:
    """The referral as it stands now, as its page reads it."""
    found: Referral = Referral.objects.for_page().get(pk=referral.pk)
    return found


def let_the_days_pass(referral: Referral, days: int = 1) -> date:
    """Move the day to answer so many days into the past; that day."""
    day = clock.today() - timedelta(days=days)
    Referral.objects.filter(pk=referral.pk).update(answer_by=day)
    return day

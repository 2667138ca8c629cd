"""What teams and workers are told. A reference and a link, never a name."""

from accounts.messages import tell_person, tell_team
from referrals.models import Allocation, Referral


def tell_team_of_new_referral(referral: Referral) -> None:
    """The receiving team hears that a referral came in."""
    urgent = referral.urgency_order <= 1
    words = f"New referral {referral.reference}: {referral.get_need_display().lower()}"
    tell_team(
        referral.team, key=f"referral-new:{referral.pk}:{referral.version}", words=words,
        link=referral.get_absolute_url(), urgent=urgent,
    )  # fmt: skip


def tell_worker_of_allocation(allocation: Allocation) -> None:
    """The worker hears that they hold a referral now."""
    words = f"{allocation.referral.reference} was allocated to you by {allocation.started_by.name}"
    link = allocation.referral.get_absolute_url()
    tell_person(allocation.worker, key=f"allocation:{allocation.pk}", words=words, link=link)


def tell_worker_of_ended_allocation(allocation: Allocation) -> None:
    """The worker hears that they no longer hold a referral."""
    words = f"{allocation.referral.reference} is no longer allocated to you"
    link = allocation.referral.get_absolute_url()
    tell_person(allocation.worker, key=f"allocation-ended:{allocation.pk}", words=words, link=link)

"""Who holds a referral and a person now."""

from accounts.models import User
from referrals.models import Allocation, Referral
from residents.banner import Banner, banner_of
from residents.models import Resident


def holder_of(referral: Referral) -> Allocation | None:
    """The allocation that holds a referral now, with its worker and who gave it; None while it waits."""
    return Allocation.objects.open().filter(referral=referral).select_related("worker", "started_by").first()


def banner_with_holder(resident: Resident, viewer: User) -> Banner:
    """The person banner with the key worker: of those whom the viewer may know, whoever was allocated to the person
    last and still is. Two queries.
    """
    known = Allocation.objects.visible_to(viewer).open().filter(resident=resident)
    allocations = known.select_related("worker", "referral__team")
    held = allocations.order_by("-started_at").first()
    if held is None:
        return banner_of(resident, viewer)
    return banner_of(resident, viewer, key_worker=held.worker.name, team=held.referral.team.name)

"""What stands beside a call: what is open, said and promised about the person, and where the call would go."""

from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404

from accounts.models import User
from core.shortcuts import get_visible_or_404
from referrals.models import Allocation, Referral
from referrals.routing import Suggestion, suggest
from residents.banner import Banner, banner_of
from residents.enums import Topic
from residents.heard import Heard, heard
from residents.models import Resident, Statement, TimelineEntry
from talking_shops.models import AgreedAction

SAID, HAPPENED, PROMISED = 3, 5, 5


@dataclass(frozen=True)
class Beside:
    """All about the person whom the call is about. `open_work` carries `holder`, a name or None."""

    resident: Resident
    banner: Banner
    said: list[Heard]
    open_work: list[Referral]
    events: list[TimelineEntry]
    promises: list[AgreedAction]
    suggestion: Suggestion


def person_of(reference: str, viewer: User) -> Resident | None:
    """The person with this reference, if they exist for the viewer. A draft may name somebody who no longer does."""
    if not reference:
        return None
    try:
        found: Resident = get_visible_or_404(Resident.objects.for_banner(), viewer, reference=reference)
    except Http404:
        return None
    return found


def beside(resident: Resident, need: str, viewer: User) -> Beside:
    """Read what stands beside the call, in six queries. `need` may be empty: then the route is by place alone."""
    words = Statement.objects.visible_to(viewer).current().filter(resident=resident)
    return Beside(
        resident=resident,
        banner=banner_of(resident),
        said=heard(words.about(Topic.STORY, Topic.MATTERS)[:SAID]),
        open_work=list(open_work_of(resident)),
        events=list(TimelineEntry.objects.visible_to(viewer).filter(resident=resident).newest_first()[:HAPPENED]),
        promises=list(AgreedAction.objects.open().filter(resident=resident).select_related("owner")[:PROMISED]),
        suggestion=suggest(resident, need),
    )


def open_work_of(resident: Resident) -> QuerySet[Referral]:
    """The person's open referrals, newest first, each with `holder`."""
    held = Allocation.objects.open().filter(referral=OuterRef("pk"))
    work: QuerySet[Referral] = Referral.objects.filter(resident=resident).open()
    holder = Subquery(held.values("worker__name")[:1])
    return work.annotate(holder=holder).select_related("team").order_by("-received_at")

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import ExpressionWrapper, F, Q

from accounts.roles import INTEGRATED
from core import clock
from referrals.enums import CallBackOutcome, PromiseStatus, ReferralStatus
from referrals.rules import LOOK_BACK

if TYPE_CHECKING:
    from accounts.models import User
    from localities.models import Team
    from referrals.models import Referral


class ContactQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Contacts are seen by the Council's and integrated staff."""
        return self if viewer.role in INTEGRATED else self.none()


class ReferralQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """All of them for integrated staff; for a partner those of a team in which they work now, while open and
        for 30 days after.
        """
        if viewer.role in INTEGRATED:
            return self
        teams = viewer.memberships.current().values("team_id")
        return self.filter(team__in=teams).filter(Q(closed_at__isnull=True) | Q(closed_at__gt=clock.now() - LOOK_BACK))

    def open(self) -> Self:
        return self.exclude(status=ReferralStatus.CLOSED)

    def awaiting_allocation(self) -> Self:
        """In the order of a queue: the most urgent first, then the longest waiting."""
        return self.filter(status=ReferralStatus.AWAITING_ALLOCATION).order_by("urgency_order", "received_at")

    def in_team(self, team: "Team") -> Self:
        return self.filter(team=team)

    def for_page(self) -> Self:
        """With all that its own page tells of it, in one query."""
        return self.select_related(
            "resident__practice", "resident__locality", "story__heard_by", "contact__taken_by", "team", "closed_by"
        )

    def for_queue(self) -> Self:
        """With the person and the story, for a row of a list."""
        return self.select_related("resident", "story", "team")


class CallBackQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Call-backs are seen by the Council's and integrated staff."""
        return self if viewer.role in INTEGRATED else self.none()

    def booked(self) -> Self:
        """Those still to be made, the soonest first."""
        return self.filter(outcome=CallBackOutcome.BOOKED).select_related("resident").order_by("day", "hour", "id")


class PromiseQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Promises are seen by the Council's and integrated staff."""
        return self if viewer.role in INTEGRATED else self.none()

    def unkept(self) -> Self:
        """Those that are open or broken: somebody still waits. The longest waiting first."""
        waiting = (PromiseStatus.OPEN, PromiseStatus.BROKEN)
        return self.filter(status__in=waiting).select_related("resident", "owner").order_by("due_on", "made_at")


class AllocationQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Those of the referrals that exist for the viewer."""
        if viewer.role in INTEGRATED:
            return self
        teams = viewer.memberships.current().values("team_id")
        seen = Q(referral__closed_at__isnull=True) | Q(referral__closed_at__gt=clock.now() - LOOK_BACK)
        return self.filter(referral__team__in=teams).filter(seen)

    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def of_worker(self, worker: "User") -> Self:
        """What a worker holds now, the longest held first."""
        return self.open().filter(worker=worker).select_related("resident", "referral__team").order_by("started_at")

    def held_by_inactive_staff(self) -> Self:
        """Open allocations whose worker has left: they show in the team's queue until somebody takes them."""
        return (
            self.open()
            .filter(worker__is_active=False)
            .select_related("resident", "worker", "referral__team")
            .order_by("started_at")
        )


# Somebody held the person before: another team, or another worker.
FELT = Q(from_team__isnull=False) & ~Q(from_team=F("to_team")) | Q(from_worker__isnull=False)


class HandOffQuerySet(models.QuerySet[Any]):
    def felt(self) -> Self:
        """Those that a person feels: somebody held them before. A first allocation is none."""
        return self.filter(FELT)

    def of_referral(self, referral: "Referral") -> Self:
        """The hand-offs of one referral, oldest first; `was_felt` tells which of them a person feels."""
        return (
            self.filter(referral=referral)
            .select_related("from_team", "to_team", "from_worker", "to_worker", "by")
            .annotate(was_felt=ExpressionWrapper(FELT, output_field=models.BooleanField()))
            .order_by("at", "id")
        )

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

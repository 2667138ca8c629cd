from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from accounts.roles import INTEGRATED, PARTNERS
from core import clock
from referrals.rules import LOOK_BACK
from services.enums import ProgrammeStatus

if TYPE_CHECKING:
    from accounts.models import User

LIVE = (ProgrammeStatus.PLANNED, ProgrammeStatus.RUNNING)


def to_look_at(viewer: "User", today: date) -> Q:
    """REAB-6 and REAB-7 as a condition; a partner is not asked what becomes of a programme (REAB-6)."""
    late = Q(status=ProgrammeStatus.PLANNED, starts_on__lt=today)
    asked = Q(status=ProgrammeStatus.RUNNING, asked_at__isnull=False)
    return late if viewer.role in PARTNERS else late | asked


class ProgrammeQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Those of people who exist: all for integrated staff; for a partner those of a team in which they work now,
        while they are planned or run and for 30 days after.
        """
        known = self.filter(resident__merged_into__isnull=True)
        if viewer.role in INTEGRATED:
            return known
        teams = viewer.memberships.current().values("team_id")
        lately = Q(status__in=LIVE) | Q(closed_at__gt=clock.now() - LOOK_BACK)
        return known.filter(lately, team_id__in=teams)

    def live(self) -> Self:
        """Planned or running: each has a place."""
        return self.filter(status__in=LIVE)

    def running(self) -> Self:
        return self.filter(status=ProgrammeStatus.RUNNING)

    def planned(self) -> Self:
        return self.filter(status=ProgrammeStatus.PLANNED)

    def to_look_at(self, viewer: "User", today: date) -> Self:
        """Those of which is asked what becomes of them (REAB-6), and planned ones whose day has passed (REAB-7)."""
        return self.filter(to_look_at(viewer, today))

    def free_period_over(self, today: date) -> Self:
        """Those that still run on day 42 or later (REAB-2)."""
        return self.running().filter(free_until__lte=today)

    def ending_by(self, today: date, days: int) -> Self:
        """Those that run and whose free period ends after `today`, within so many days."""
        return self.running().filter(free_until__gt=today, free_until__lte=today + timedelta(days=days))

    def for_page(self) -> Self:
        """With all that its own pages tell of it, in one query."""
        return self.select_related(
            "resident__practice", "resident__locality", "team", "worker", "from_stay", "ended_by", "planned_by"
        )


class PlacesQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> Self:
        """What each team says that it has on `day`: the latest statement from that day or before."""
        said = self.filter(from_on__lte=day).select_related("by")
        return said.order_by("team_id", "-from_on", "-at", "-id").distinct("team_id")

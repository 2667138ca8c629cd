from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from accounts.models import Membership
from accounts.roles import Role
from sealed.enums import ItemStatus

if TYPE_CHECKING:
    from accounts.models import User

TOO_LONG = timedelta(days=1)


class SealedItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """What the viewer wrote: nobody else reads or decides it."""
        return self.filter(owner=viewer)

    def needing(self, viewer: "User") -> Self:
        """What the viewer has to decide, in the order in which it was written."""
        return self.visible_to(viewer).filter(status=ItemStatus.NEEDS_YOU).order_by("written_at", "id")

    def unsettled(self) -> Self:
        """What waits for its writer."""
        return self.filter(status=ItemStatus.NEEDS_YOU)

    def waiting_too_long(self, now: datetime) -> Self:
        """What has waited for its writer for more than a day, the longest wait first."""
        return self.unsettled().filter(received_at__lt=now - TOO_LONG).order_by("received_at", "id")

    def answered_for_by(self, viewer: "User") -> Self:
        """What was written by those for whom the viewer answers: their own teams' people; a head of service: all."""
        if viewer.role == Role.HEAD_OF_SERVICE:
            return self
        if viewer.role != Role.LOCALITY_MANAGER:
            return self.none()
        teams = viewer.memberships.current().values("team_id")
        theirs = Membership.objects.current().filter(team_id__in=teams).values("user_id")
        return self.exclude(owner=viewer).filter(owner_id__in=theirs)

    def of_draft(self, owner: "User", draft: Any) -> Self:
        """What was taken up of one draft, part by part in the order in which the parts were begun."""
        return self.filter(owner=owner, draft=draft).order_by("written_at", "turn", "id")

    def kept(self) -> Self:
        """Taken up, and still with what was inside: their draft has not become something yet."""
        return self.filter(status=ItemStatus.TAKEN, contents__isnull=False)

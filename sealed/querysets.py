from typing import TYPE_CHECKING, Any, Self

from django.db import models

from sealed.enums import ItemStatus

if TYPE_CHECKING:
    from accounts.models import User


class SealedItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """What the viewer wrote: nobody else reads or decides it."""
        return self.filter(owner=viewer)

    def needing(self, viewer: "User") -> Self:
        """What the viewer has to decide, in the order in which it was written."""
        return self.visible_to(viewer).filter(status=ItemStatus.NEEDS_YOU).order_by("written_at", "id")

    def of_draft(self, owner: "User", draft: Any) -> Self:
        """What was taken up of one draft, part by part in the order in which the parts were begun."""
        return self.filter(owner=owner, draft=draft).order_by("written_at", "turn", "id")

    def kept(self) -> Self:
        """Taken up, and still with what was inside: their draft has not become something yet."""
        return self.filter(status=ItemStatus.TAKEN, contents__isnull=False)

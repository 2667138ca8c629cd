from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from accounts.models import User


class TapQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Taps that count: those that undo nothing and were not undone."""
        return self.filter(undoes__isnull=True, undone_by__isnull=True)

    def by_kind(self) -> dict[str, int]:
        """How many there are of each kind that was tapped at all."""
        return dict(self.order_by().values_list("kind").annotate(models.Count("pk")))


class AttendingQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Who of the services is at a session is no secret among those who may open it."""
        return self

    def on_the_list(self) -> Self:
        """Those not taken off, by service and name; who just came stands beside who was planned."""
        return self.filter(removed_at__isnull=True).select_related("user").order_by("service", "made_at", "id")

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from accounts.roles import INTEGRATED
from core import clock

if TYPE_CHECKING:
    from accounts.models import User


class SessionQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Talking Shops are public; everybody may see them."""
        return self

    def on(self, day: date) -> Self:
        """The sessions of a London day, in order of time."""
        start = clock.start_of(day)
        end = clock.start_of(day + timedelta(days=1))
        return (
            self.filter(starts_at__gte=start, starts_at__lt=end).select_related("venue__locality").order_by("starts_at")
        )


class ConversationQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Conversations with people who exist for the viewer; partners see none of them yet."""
        return self if viewer.role in INTEGRATED else self.none()

    def newest_first(self) -> Self:
        return self.select_related("worker", "session__venue").order_by("-held_on", "-id")


class AgreedActionQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        """Not done yet, soonest first; those without a date last."""
        return self.filter(done_at__isnull=True).order_by(models.F("due_on").asc(nulls_last=True), "id")

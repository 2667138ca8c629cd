from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models

from accounts.roles import INTEGRATED
from core import clock

if TYPE_CHECKING:
    from accounts.models import User
    from talking_shops.models import Conversation


class VenueQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Venues are public; everybody may see them."""
        return self

    def open(self) -> Self:
        """Where we still are."""
        return self.filter(models.Q(closed_on__isnull=True) | models.Q(closed_on__gt=clock.today()))


class SeriesQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Dates are public; everybody may see them."""
        return self

    def going_on(self) -> Self:
        """Series that have not come to their end."""
        return self.filter(models.Q(until_on__isnull=True) | models.Q(until_on__gte=clock.today()))


class SessionQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Talking Shops are public; everybody may see them."""
        return self

    def on(self, day: date) -> Self:
        """The sessions of a London day, in order of time."""
        return self.between(day, day)

    def between(self, first: date, last: date) -> Self:
        """The sessions from one London day to another, both included, in order of time."""
        start = clock.start_of(first)
        end = clock.start_of(last + timedelta(days=1))
        return (
            self.filter(starts_at__gte=start, starts_at__lt=end)
            .select_related("venue__locality")
            .order_by("starts_at", "venue__name")
        )

    def upcoming(self) -> Self:
        """The sessions that are on or still to come, also cancelled ones, in order of time."""
        return (
            self.filter(ends_at__gt=clock.now())
            .select_related("venue__locality")
            .order_by("starts_at", "venue__name", "pk")
        )

    def with_talked(self) -> Self:
        """Adds `talked`: how many conversations were logged at each session."""
        return self.annotate(talked=models.Count("conversations"))


class ConversationQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Conversations with people who exist for the viewer; partners see none of them yet."""
        return self if viewer.role in INTEGRATED else self.none()

    def newest_first(self) -> Self:
        return self.select_related("worker", "session__venue").order_by("-held_on", "-id")

    def for_page(self) -> Self:
        """With all that its own page tells of it, in one query."""
        return self.filter(resident__isnull=False).for_reading()

    def for_reading(self) -> Self:
        """As `for_page`, also those with somebody whom nobody knows yet."""
        return self.select_related("resident__practice", "resident__locality", "worker", "session__venue")

    def anonymous(self) -> Self:
        """Those of which nobody knows yet with whom they were."""
        return self.filter(resident__isnull=True).select_related("worker", "session__venue")

    def of_gathering(self, conversation: "Conversation") -> Self:
        """The parts of the others who were there, each on their own record."""
        if conversation.gathering is None:
            return self.none()
        parts = self.filter(gathering=conversation.gathering).exclude(pk=conversation.pk)
        return parts.select_related("resident").order_by("logged_at", "id")


class AgreedActionQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """What was agreed in conversations that the viewer may see; partners see none of it yet."""
        return self if viewer.role in INTEGRATED else self.none()

    def of_conversation(self, conversation: "Conversation") -> Self:
        """All that was agreed in one conversation, in the order in which it was written down."""
        return self.filter(conversation=conversation).select_related("owner", "done_by").order_by("id")

    def open(self) -> Self:
        """Not done yet and still to do, soonest first; those without a date last."""
        return self.filter(done_at__isnull=True, ended_at__isnull=True).order_by(
            models.F("due_on").asc(nulls_last=True), "id"
        )


class BookingQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Who comes to an event; partners see none of it."""
        return self if viewer.role in INTEGRATED else self.none()

    def with_a_place(self) -> Self:
        return self.filter(status="booked")

    def waiting(self) -> Self:
        """Those on the waiting list, who has waited longest first."""
        return self.filter(status="waiting").order_by("waiting_since", "id")

    def live(self) -> Self:
        """Those who have a place or wait for one."""
        return self.exclude(status="cancelled")

    def for_page(self) -> Self:
        """With all that the pages of an event tell of each, in one query."""
        return self.select_related("resident__merged_into", "meal", "ride", "session__venue")


class RideQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """How people come to an event; partners see none of it."""
        return self if viewer.role in INTEGRATED else self.none()


class NewsQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """What those who booked have to be told; partners see none of it."""
        return self if viewer.role in INTEGRATED else self.none()

    def to_tell(self) -> Self:
        """What nobody has told them yet and is still true, the oldest first. Of a place and a ride nobody is told while
        the event is cancelled.
        """
        still = self.filter(told_at__isnull=True, replaced_at__isnull=True)
        called_off = models.Q(kind__in=("place", "ride"), booking__session__status="cancelled")
        return still.exclude(called_off).order_by("at", "id")

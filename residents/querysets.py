from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q

from accounts.roles import INTEGRATED
from core import clock
from residents.enums import SPOKEN, PairStatus
from residents.rules.merging import UNDO_WITHIN

if TYPE_CHECKING:
    from accounts.models import User
    from residents.models import Statement


def shared_now(viewer: "User") -> Q:
    """That something has a share, which has not ended, with a team in which the viewer works now."""
    teams = viewer.memberships.current().values("team_id")
    lasts = Q(shares__ended_at__isnull=True) | Q(shares__ended_at__gt=clock.now())
    return Q(shares__team_id__in=teams) & lasts


class ResidentQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Those who exist for the viewer: everyone for the Council's and integrated staff.

        For a partner only the people referred to a team of theirs; for an auditor and an
        administrator, nobody. A record that was merged into another exists for nobody.
        """
        known = self.filter(merged_into__isnull=True)
        return known if viewer.role in INTEGRATED else known.shared_with(viewer)

    def shared_with(self, viewer: "User") -> Self:
        """People who are shared with a team in which the viewer works now."""
        shared = self.model._default_manager.filter(shared_now(viewer))
        return self.filter(pk__in=shared.order_by().values("pk"))

    def for_banner(self) -> Self:
        """With all that the person banner and a list row need, in one query."""
        return self.select_related("practice", "locality")


class PairQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """All for the Council's and integrated staff; partners never learn of them."""
        return self if viewer.role in INTEGRATED else self.none()

    def to_decide(self) -> Self:
        """Those that wait for somebody, the likeliest first; a pair whose one record was merged waits for nobody."""
        waiting = self.filter(status=PairStatus.OPEN)
        return waiting.filter(one__merged_into__isnull=True, other__merged_into__isnull=True).order_by(
            "-score", "found_at", "pk"
        )

    def of(self, resident_id: UUID) -> Self:
        """Those in which a person is one of the two."""
        return self.filter(Q(one=resident_id) | Q(other=resident_id))

    def for_page(self) -> Self:
        """With both people and who decided, in one query."""
        return self.select_related("one__locality", "one__practice", "other__locality", "other__practice", "decided_by")


class MergeQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """All for the Council's and integrated staff; partners never learn of them."""
        return self if viewer.role in INTEGRATED else self.none()

    def undoable(self) -> Self:
        """Those of the last 30 days that were not undone, newest first."""
        since = clock.start_of(clock.today() - UNDO_WITHIN)
        return self.filter(undone_at__isnull=True, at__gte=since).order_by("-at", "pk")

    def for_page(self) -> Self:
        """With both people and who merged them, in one query."""
        return self.select_related("survivor", "merged", "by", "undone_by")


class ShareQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Those with the teams in which the viewer works now."""
        return self.filter(team_id__in=viewer.memberships.current().values("team_id"))

    def live(self) -> Self:
        """Those that have not ended yet."""
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=clock.now()))


class StatementQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """All of them for integrated staff; for a partner only the stories that were sent to a team of theirs."""
        if viewer.role in INTEGRATED:
            return self
        sent = self.model._default_manager.filter(shared_now(viewer))
        return self.filter(pk__in=sent.order_by().values("pk"))

    def current(self) -> Self:
        """What holds now: every statement that no later one supersedes, newest first."""
        return self.filter(superseded_by__isnull=True).select_related("heard_by").order_by("-heard_at")

    def about(self, *topics: str) -> Self:
        return self.filter(topic__in=topics)

    def held_before(self, heard: "Statement", topics: Iterable[str]) -> Self:
        """What held under these topics when a statement was heard, and was said in something else (ASK-1)."""
        not_replaced_yet = Q(superseded_by__isnull=True) | Q(superseded_by__heard_at__gt=heard.heard_at)
        earlier = self.filter(resident=heard.resident_id, topic__in=topics, heard_at__lt=heard.heard_at)
        return earlier.filter(not_replaced_yet).exclude(source_id=heard.source_id)

    def re_asked(self) -> Self:
        """Those for which somebody was asked again, the latest first; what was taken off a record is nobody's."""
        return self.filter(re_asked=True, resident__isnull=False).order_by("-heard_at", "-id")


class TimelineQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """All of it for integrated staff; for a partner the events of the teams in which they work now."""
        if viewer.role in INTEGRATED:
            return self
        return self.filter(team_id__in=viewer.memberships.current().values("team_id"))

    def newest_first(self) -> Self:
        return self.select_related("team").order_by("-at", "-id")

    def last_spoken(self, resident_ids: list[UUID]) -> dict[UUID, datetime]:
        """For each of the people with whom anybody spoke: when last, in a contact or a conversation."""
        spoken = self.filter(resident_id__in=resident_ids, kind__in=SPOKEN)
        return dict(spoken.order_by("resident_id", "-at").distinct("resident_id").values_list("resident_id", "at"))

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, When

from accounts.roles import INTEGRATED
from core import clock
from referrals.enums import CallBackOutcome, CloseReason, PromiseStatus, ReferralStatus
from referrals.rules import LOOK_BACK

if TYPE_CHECKING:
    from accounts.models import User
    from localities.models import Team
    from referrals.models import Referral

WITH_ITS_TEAM = (ReferralStatus.AWAITING_ALLOCATION, ReferralStatus.ALLOCATED)
# Sent in error, and closed so by whoever sent it.
TAKEN_BACK = Q(close_reason=CloseReason.VOIDED, closed_by=F("sent_by"))
UNANSWERED = ~Q(status=ReferralStatus.CLOSED) & Q(answered_at__isnull=True)


class ContactQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Contacts are seen by the Council's and integrated staff."""
        return self if viewer.role in INTEGRATED else self.none()

    def standing(self) -> Self:
        """Those that whoever took the call has not taken back: what was sent again in better words counts once."""
        return self.filter(withdrawn_at__isnull=True)


class ReferralQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """All of them for integrated staff; for a partner those of a team in which they work now, while open and
        for 30 days after, but not what was returned, nor what its sender took back.
        """
        if viewer.role in INTEGRATED:
            return self
        teams = viewer.memberships.current().values("team_id")
        theirs = (
            self.filter(team__in=teams).exclude(status=ReferralStatus.RETURNED).exclude(close_reason=CloseReason.VOIDED)
        )
        return theirs.filter(Q(closed_at__isnull=True) | Q(closed_at__gt=clock.now() - LOOK_BACK))

    def open(self) -> Self:
        return self.exclude(status=ReferralStatus.CLOSED)

    def with_its_team(self) -> Self:
        """Those that wait in their team or are held there: neither returned nor closed."""
        return self.filter(status__in=WITH_ITS_TEAM)

    def awaiting_allocation(self) -> Self:
        """In the order of a queue: the most urgent first, then the longest waiting."""
        return self.filter(status=ReferralStatus.AWAITING_ALLOCATION).order_by("urgency_order", "received_at")

    def unanswered_first(self, today: date) -> Self:
        """In the order of a queue, but above all those that should have been answered before `today` (ANS-4), which
        `is_late` tells.
        """
        late = Case(When(answer_by__lt=today, then=True), default=False, output_field=models.BooleanField())
        return self.annotate(is_late=late).order_by("-is_late", "urgency_order", "received_at")

    def with_last_note(self, *kinds: str) -> Self:
        """With `last_kind` and `last_words` of the latest note of these kinds between the two teams."""
        notes = self.model.notes.rel.related_model._default_manager
        last = notes.filter(referral=OuterRef("pk"), kind__in=kinds).order_by("-at", "-id")
        return self.annotate(last_kind=Subquery(last.values("kind")[:1]), last_words=Subquery(last.values("words")[:1]))

    def unanswered(self, today: date) -> Self:
        """Those that should have been answered before `today` (London) and were not (ANS-4), the oldest first."""
        return self.filter(UNANSWERED, answer_by__lt=today).order_by("answer_by", "id")

    def came_back_to(self, user: "User", today: date) -> Self:
        """Returned, or not answered before `today`: those that `user` sent, and those that a team of theirs sent
        through somebody who has left (ANS-5). The most urgent first.
        """
        teams = user.memberships.current().values("team_id")
        gone = Q(sent_by__isnull=True) | Q(sent_by__is_active=False)
        return self._came_back(today).filter(Q(sent_by=user) | gone & Q(from_team__in=teams))

    def came_back_to_team(self, team: "Team | OuterRef", today: date) -> Self:
        """Returned, or not answered before `today`: all that `team` sent. The most urgent first."""
        return self._came_back(today).filter(from_team=team)

    def _came_back(self, today: date) -> Self:
        back = Q(status=ReferralStatus.RETURNED) | UNANSWERED & Q(answer_by__lt=today)
        return self.filter(back).order_by("urgency_order", "received_at")

    def in_team(self, team: "Team") -> Self:
        return self.filter(team=team)

    def for_page(self) -> Self:
        """With all that its own page tells of it, in one query."""
        return self.select_related(
            "resident__practice",
            "resident__locality",
            "story__heard_by",
            "contact__taken_by",
            "team",
            "from_team",
            "sent_by",
            "answered_by",
            "closed_by",
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

    def due(self, today: date, hour: int) -> Self:
        """Those whose hour has come: of an earlier day, or of this or an earlier hour of `today` (London)."""
        return self.filter(Q(day__lt=today) | Q(day=today, hour__lte=hour))


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


# Somebody held the person before: another team, or another worker (HAND-1).
FELT = Q(from_team__isnull=False) & ~Q(from_team=F("to_team")) | Q(from_worker__isnull=False)


class HandOffQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Hand-offs are undone by the Council's and integrated staff."""
        return self if viewer.role in INTEGRATED else self.none()

    def felt(self) -> Self:
        """Those that a person feels (HAND-1): somebody held them before, and it was no mistake that was undone.
        A first allocation is none.
        """
        return self.filter(self._felt())

    def _felt(self) -> Q:
        undone = self.model._default_manager.filter(undoes=OuterRef("pk"))
        return FELT & Q(undoes__isnull=True) & ~Q(Exists(undone))

    def of_referral(self, referral: "Referral") -> Self:
        """The hand-offs of one referral, oldest first; `was_felt` tells which of them a person feels."""
        return (
            self.filter(referral=referral)
            .select_related("from_team", "to_team", "from_worker", "to_worker", "by")
            .annotate(was_felt=ExpressionWrapper(self._felt(), output_field=models.BooleanField()))
            .order_by("at", "id")
        )

    def since(self, moment: datetime) -> Self:
        return self.filter(at__gte=moment)

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from accounts.models import Membership
from accounts.roles import INTEGRATED
from core import clock
from discharges.enums import ClockStatus, NoticeStatus, StayStatus, VisitStatus
from discharges.rules import last_day_to_ask, oldest_that_counts
from localities.places import bank_holidays
from referrals.models import Allocation

if TYPE_CHECKING:
    from accounts.models import User
    from localities.models import Locality


def past_expected(today: date) -> Q:
    """HUB-8 as a condition on stays of those in hospital."""
    last = last_day_to_ask(today, bank_holidays())
    return Q(expected_on__lte=last) & (Q(noted_on__isnull=True) | Q(noted_on__lte=last))


class StayQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Stays of people who exist for the viewer; partners see none.

        A stay that a merge left on a record that was merged into another exists for nobody.
        """
        return self.filter(resident__merged_into__isnull=True) if viewer.role in INTEGRATED else self.none()

    def in_hospital(self) -> Self:
        """Those still in hospital, the soonest expected home first."""
        return (
            self.filter(status=StayStatus.IN_HOSPITAL)
            .select_related("resident__locality")
            .order_by(models.F("expected_on").asc(nulls_last=True), "id")
        )

    def past_expected(self, today: date) -> Self:
        """Those in hospital of whom HUB-8 asks today whether they have gone home."""
        return self.filter(past_expected(today), status=StayStatus.IN_HOSPITAL)

    def with_asked_home(self, today: date) -> Self:
        """Each with `asked_home`: of how many of all of them HUB-8 asks today, counted by the same query."""
        return self.annotate(asked_home=models.Window(models.Count("id", filter=past_expected(today))))

    def not_asked_about(self) -> Self:
        """Those of whom the hub was not told yet that their expected day, as it is now, has passed."""
        return self.filter(Q(asked_home_for__isnull=True) | ~Q(asked_home_for=models.F("expected_on")))

    def for_page(self) -> Self:
        """With all that its own pages tell of it, in one query."""
        return self.select_related(
            "resident__practice", "resident__locality", "added_by", "continues", "discharge__clock__referral__team"
        )


class ClockQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Clocks of people who exist for the viewer; partners see none."""
        return self if viewer.role in INTEGRATED else self.none()

    def for_page(self) -> Self:
        """With all that the page of one review tells: visits, whether one counts, refusals, and why it is late."""
        return (
            self.with_facts()
            .select_related("resident__practice", "resident__locality", "referral__team")
            .prefetch_related(
                "visits__worker", "visits__made_by", "refusals__by", "refusals__withdrawn_by", "breach_reasons__by"
            )
        )

    def open(self) -> Self:
        """Running clocks, the soonest due first."""
        return self.filter(status=ClockStatus.OPEN).order_by("due_on", "id")

    def in_locality(self, locality: "Locality") -> Self:
        return self.filter(locality=locality)

    def went_home_since(self, day: date) -> Self:
        """The clocks of those who went home on `day` or later, the latest first, with person and team."""
        return (
            self.filter(discharge__discharged_on__gte=day)
            .exclude(status=ClockStatus.VOIDED)
            .select_related("resident", "referral__team", "discharge__stay")
            .order_by("-discharge__discharged_on", "-id")
        )

    def overdue_on(self, day: date) -> Self:
        """Open clocks whose day 42 lies before `day`."""
        return self.open().filter(due_on__lt=day)

    def with_allocation(self) -> Self:
        """Adds `is_allocated`: whether a worker who has not left holds the review."""
        held = Allocation.objects.open().filter(referral=OuterRef("referral_id"), worker__is_active=True).order_by()
        return self.annotate(is_allocated=Exists(held))

    def with_facts(self, today: date | None = None) -> Self:
        """Adds `is_allocated`, and `has_visit`: whether a visit counts on `today`, or the present day (VIS-1)."""
        visits = self.model._meta.get_field("visits").related_model._default_manager.counting_on(today or clock.today())
        return self.with_allocation().annotate(has_visit=Exists(visits.filter(clock=OuterRef("pk"))))

    def with_visit(self) -> Self:
        """Adds `visit_on` and `visit_status`: the visit to come, or the last one that was held."""
        visits = self.model._meta.get_field("visits").related_model._default_manager.standing()
        latest = visits.filter(clock=OuterRef("pk")).order_by("-planned_for", "-id")
        return self.annotate(
            visit_on=Subquery(latest.values("planned_for")[:1]), visit_status=Subquery(latest.values("status")[:1])
        )

    def with_cause(self) -> Self:
        """Adds `cause`: why the review is late, as it was said last; None while nobody has said it."""
        reasons = self.model._meta.get_field("breach_reasons").related_model._default_manager
        latest = reasons.filter(clock=OuterRef("pk")).order_by("-at", "-id")
        return self.annotate(cause=Subquery(latest.values("cause")[:1]))


class RefusalQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Refusals of people who exist for the viewer; partners see none."""
        return self if viewer.role in INTEGRATED else self.none()


class VisitQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Visits of people who exist for the viewer; partners see none."""
        return self if viewer.role in INTEGRATED else self.none()

    def for_page(self) -> Self:
        """With who goes, and the clock with its person and team."""
        return self.select_related(
            "worker", "made_by", "clock__referral__team", "clock__resident__practice", "clock__resident__locality"
        )

    def of_worker(self, worker: "User") -> Self:
        """The visits that a worker has before them, of reviews that are still open, the soonest first."""
        return self.planned().filter(worker=worker, clock__status=ClockStatus.OPEN)

    def standing(self) -> Self:
        """Those that are planned or were held."""
        return self.exclude(status=VisitStatus.CALLED_OFF)

    def counting_on(self, day: date) -> Self:
        """VIS-1 as a set: those that keep SIX-8's reminders away on `day`."""
        there = Membership.objects.current().filter(
            user=OuterRef("worker_id"), team=OuterRef("clock__referral__team_id")
        )
        theirs = Allocation.objects.open().filter(worker=OuterRef("worker_id"), referral=OuterRef("clock__referral_id"))
        goes = Q(worker__is_active=True) & (Exists(there) | Exists(theirs.order_by()))
        is_near = Q(status=VisitStatus.PLANNED, planned_for__gte=oldest_that_counts(day, bank_holidays()))
        return self.filter(Q(status=VisitStatus.HELD) | is_near & goes)

    def planned(self) -> Self:
        """Those to come, and those of which nobody has said whether they were held; the soonest first."""
        return self.filter(status=VisitStatus.PLANNED).order_by("planned_for", "at_time", "id")


class BlockerQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Those that hold somebody still, the oldest first."""
        return self.filter(cleared_at__isnull=True).order_by("raised_at", "id")


class HospitalNoticeQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Notices of wards, for integrated staff; partners see none."""
        return self if viewer.role in INTEGRATED else self.none()

    def waiting(self) -> Self:
        """Those of which nobody knows yet whom they are about, the oldest first."""
        return self.filter(status=NoticeStatus.WAITING).order_by("received_at", "id")


class NoticeFileQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: "User") -> Self:
        """Files of notices, for integrated staff; partners see none."""
        return self if viewer.role in INTEGRATED else self.none()

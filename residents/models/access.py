"""What a person needs so that they are understood and safe: access needs and alerts, each with a date to look again."""

from django.db import models

from accounts.models import User
from core.models import Record
from residents.enums import AccessKind, AlertFamily
from residents.models.person import Resident


class AccessNeed(Record):
    """One need under the Accessible Information Standard (DAPB1605 v4.0): identified, recorded, flagged, shared,
    met and reviewed.

    That somebody was asked and has none is `Resident.access_asked_on` without a need that holds.
    """

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="access_needs")
    kind = models.CharField(max_length=20, choices=AccessKind)
    detail = models.CharField(max_length=200, blank=True, help_text="such as: 18 point, on yellow paper")
    said_by = models.CharField(max_length=200, blank=True, help_text="who told us")
    may_share = models.BooleanField(null=True, help_text="whether it may go along to others; empty is not asked")
    how_met = models.CharField(max_length=300, blank=True)
    recorded_on = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "kind"], condition=models.Q(ended_on__isnull=True), name="access_need_once"
            ),
        ]
        indexes = [
            models.Index(fields=["review_on"], condition=models.Q(ended_on__isnull=True), name="access_need_to_review")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.detail}" if self.detail else self.get_kind_display()


class Alert(Record):
    """Something that whoever opens the record must see first, why, and until when. Nothing is eternal."""

    resident = models.ForeignKey(Resident, on_delete=models.PROTECT, related_name="alerts")
    family = models.CharField(max_length=10, choices=AlertFamily)
    words = models.CharField(max_length=120)
    reason = models.CharField(max_length=500)
    told_person = models.BooleanField(null=True, help_text="whether the person knows of it; empty is not said")
    started_on = models.DateField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        indexes = [
            models.Index(fields=["resident"], condition=models.Q(ended_on__isnull=True), name="alert_of_resident"),
            models.Index(fields=["review_on"], condition=models.Q(ended_on__isnull=True), name="alert_to_review"),
        ]

    def __str__(self) -> str:
        return self.words

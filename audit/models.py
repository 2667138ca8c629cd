"""Who saw and who did what. No foreign keys: the row outlives whatever it speaks of."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from core.models import AppendOnly


class Event(AppendOnly):
    """One thing that somebody did or looked at, in the transaction in which it happened."""

    at = models.DateTimeField()
    actor_id = models.UUIDField()
    actor_label = models.CharField(max_length=200)
    actor_role = models.CharField(max_length=40)
    verb = models.CharField(max_length=60, help_text="noun.verb in the past tense: resident.viewed")
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    resident_id = models.UUIDField(null=True, help_text="the person whose record it touches, when there is one")
    reason = models.CharField(max_length=500, blank=True)
    detail = models.JSONField(default=dict)

    class Meta(AppendOnly.Meta):
        indexes = [
            models.Index(fields=["resident_id", "-at"], name="event_resident_at"),
            models.Index(fields=["actor_id", "-at"], name="event_actor_at"),
            models.Index(fields=["-at"], name="event_at"),
            GinIndex(
                fields=["detail"],
                opclasses=["jsonb_path_ops"],
                condition=models.Q(verb="list.viewed"),
                name="event_list_residents",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verb} by {self.actor_label}"

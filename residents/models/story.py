"""What a person says, once and in their words; and what happened to them, one row for each event."""

from django.db import models

from accounts.models import User
from core.models import AppendOnly
from localities.models import Team
from residents.enums import Channel, SaidBy, TimelineKind, Topic
from residents.models.person import Resident
from residents.querysets import StatementQuerySet, TimelineQuerySet


class Statement(AppendOnly):
    """What somebody said, in their words, once. Forms, letters, banner and assessments are views of statements.

    It is never changed: a correction is a new statement that supersedes it.
    """

    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="statements", help_text="null: taken off the record"
    )
    topic = models.CharField(max_length=20, choices=Topic)
    words = models.TextField()
    said_by = models.CharField(max_length=20, choices=SaidBy)
    said_by_name = models.CharField(max_length=200, blank=True)
    heard_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()
    channel = models.CharField(max_length=20, choices=Channel)
    source_type = models.CharField(max_length=60, help_text="what it was said in: referrals.contact, …")
    source_id = models.UUIDField()
    team = models.ForeignKey(
        Team, on_delete=models.PROTECT, null=True, db_index=False, related_name="+", help_text="the hearer's then"
    )
    re_asked = models.BooleanField(
        default=False, db_default=False, help_text="ASK-1: the person had told us of this already, and was asked again"
    )
    visibility = models.CharField(max_length=20, default="team", help_text="team: everybody who may open the person")
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    objects = StatementQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        indexes = [
            models.Index(fields=["resident", "topic", "-heard_at"], name="statement_resident_topic"),
            models.Index(
                fields=["team", "-heard_at"], condition=models.Q(re_asked=True), name="statement_re_asked_by_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_topic_display()}: {self.words[:60]}"

    @property
    def speaker(self) -> str:
        """Who said it: "Maria Hughes (family)", "The person"."""
        said_by = self.get_said_by_display()
        return f"{self.said_by_name} ({said_by.lower()})" if self.said_by_name else said_by


class Confirmation(AppendOnly):
    """That somebody said of an earlier statement: still true."""

    statement = models.ForeignKey(
        Statement,
        on_delete=models.PROTECT,
        null=True,
        related_name="confirmations",
        help_text="null: it was said of somebody else",
    )
    source_type = models.CharField(max_length=60, blank=True, db_default="", help_text="what it was said in")
    source_id = models.UUIDField(null=True, help_text="null: kept before this was written down")
    heard_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()

    class Meta(AppendOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"still true: {self.statement_id}"


class TimelineEntry(AppendOnly):
    """One event in a person's life with us, written by the action that made it, in its transaction."""

    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="timeline", help_text="null: taken off the record"
    )
    kind = models.CharField(max_length=20, choices=TimelineKind)
    at = models.DateTimeField(help_text="when it happened")
    time_known = models.BooleanField(default=True, help_text="False: only the date is known")
    recorded_at = models.DateTimeField()
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    by_label = models.CharField(max_length=200)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="+")
    source_type = models.CharField(max_length=60)
    source_id = models.UUIDField()

    objects = TimelineQuerySet.as_manager()

    class Meta(AppendOnly.Meta):
        indexes = [models.Index(fields=["resident", "-at", "-id"], name="timeline_of_resident")]

    def __str__(self) -> str:
        return self.title

"""What every table stands on, and the three mechanisms that keep work from being lost:
drafts, receipts of posted forms, and heartbeats of the processes that must not stop."""

from uuid import UUID

import pgtrigger
from django.db import models

from core.identifiers import uuid7


class Record(models.Model):
    """A row with a UUIDv7 key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class AppendOnly(Record):
    """A row that, once written, is never changed or removed: the database forbids both."""

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


class Draft(Record):
    """What somebody has typed into a form and not yet sent.

    `owner_id` is the id of a user (no foreign key: core knows nobody). `form` names the page,
    `subject` what it is about ("new", or the id of a record). `page` is the opening of that page whose script
    saved last, and `turn` which of its saves that was.
    """

    owner_id = models.UUIDField()
    form = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    fields = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    page = models.CharField(max_length=40, blank=True, db_default="")
    turn = models.PositiveIntegerField(default=0, db_default=0)
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "form", "subject"], name="one_draft_per_form_and_subject"),
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_saved_at")]

    def __str__(self) -> str:
        return f"draft of {self.form} ({self.subject})"


class Receipt(Record):
    """That a form or an API call with this token was carried out, once, and with what answer."""

    owner_id = models.UUIDField()
    token = models.CharField(max_length=100)
    body_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    location = models.CharField(max_length=500, blank=True)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "token"], name="one_receipt_per_token"),
        ]
        indexes = [models.Index(fields=["at"], name="receipt_at")]

    def __str__(self) -> str:
        return f"receipt {self.token}"


class Heartbeat(models.Model):
    """When a process or a job that must not stop last showed that it had not."""

    name = models.CharField(max_length=60, primary_key=True)
    beat_at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.name} at {self.beat_at:%Y-%m-%d %H:%M:%S}"


def no_owner() -> UUID:
    """The owner of what belongs to no person, such as a system job."""
    return UUID(int=0)

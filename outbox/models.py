"""The queue of record: what must be done later is a row here, written in the transaction that decided it."""

from django.db import models

from core.models import Record
from outbox.enums import OPEN, JobStatus


class Job(Record):
    """One thing to be done once. `kind` names its handler in settings.OUTBOX_HANDLERS; `payload` holds ids only."""

    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    dedupe_key = models.CharField(max_length=150, null=True, help_text="two jobs with one key are one job")
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.WAITING)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    begun = models.PositiveSmallIntegerField(default=0, help_text="how often a worker took it up")
    tries = models.PositiveSmallIntegerField(default=0, help_text="how often its handler failed")
    last_error = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dedupe_key"], name="one_job_per_dedupe_key"),
            models.CheckConstraint(
                condition=models.Q(status=JobStatus.DONE, done_at__isnull=False)
                | (~models.Q(status=JobStatus.DONE) & models.Q(done_at__isnull=True)),
                name="job_done_has_its_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(status=JobStatus.WAITING), name="job_waiting_due"),
            models.Index(fields=["sent_at"], condition=models.Q(status=JobStatus.SENT), name="job_sent_at"),
            models.Index(fields=["made_at"], condition=models.Q(status=JobStatus.DEAD), name="job_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.status})"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class Effect(models.Model):
    """That a job's effect has happened. The primary key is the job's id, so it can be recorded only once."""

    job_id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"effect of {self.job_id}"

"""Enqueue, perform, give up. The sweeper is in sweeper.py.

1. An action writes a job in its own transaction (`enqueue`). Nothing is published there.
2. The sweeper publishes hints (job ids) to the broker, at most 100 in flight, again after 10 s.
3. A worker locks the row, runs the handler and records the effect in one transaction (`perform`).
A hint may be lost or come fifty times: the row decides.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from audit.actions import SYSTEM, record
from core import clock
from core.logs import in_short
from outbox.enums import JobStatus
from outbox.models import Effect, Job

logger = logging.getLogger(__name__)

MOST_TRIES = 5
MOST_BEGUN = 20
DONE_KEPT = timedelta(days=90)
AT_ONCE = 1000
BACK_OFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))


def enqueue(kind: str, *, dedupe_key: str | None = None, due_at: datetime | None = None, **payload: Any) -> None:
    """Write down that `kind` must be done, at once or from `due_at` on. `payload` holds ids and dates, as text.

    Raises LookupError when no handler is named for `kind` in settings.OUTBOX_HANDLERS. A second
    job with the same `dedupe_key` is not written.
    """
    _check_kind(kind)
    now = clock.now()
    job = Job(kind=kind, payload=payload, dedupe_key=dedupe_key, made_at=now, due_at=due_at or now)
    Job.objects.bulk_create([job], ignore_conflicts=True)


def _check_kind(kind: str) -> None:
    if kind not in settings.OUTBOX_HANDLERS:
        raise LookupError(f"settings.OUTBOX_HANDLERS names no handler for {kind}")


def enqueue_many(kind: str, jobs: Iterable[tuple[str, dict[str, str]]]) -> None:
    """Write many jobs of one kind: pairs of dedupe key and payload. Raises LookupError as `enqueue` does."""
    _check_kind(kind)
    now = clock.now()
    rows = [Job(kind=kind, payload=payload, dedupe_key=key, made_at=now, due_at=now) for key, payload in jobs]
    Job.objects.bulk_create(rows, ignore_conflicts=True)


def amend(kind: str, *, of: dict[str, str], **more: str) -> int:
    """Add `more` to the payload of every job of `kind` that is not done and whose payload holds what `of` says.

    It waits for a worker that has such a job in hand, which is done then and left as it is. How many were amended.
    """
    undone = Q(status=JobStatus.WAITING) | Q(status=JobStatus.SENT) | Q(status=JobStatus.DEAD)
    jobs = list(Job.objects.select_for_update().filter(undone, kind=kind, payload__contains=of).order_by("pk"))
    for job in jobs:
        job.payload |= more
    return Job.objects.bulk_update(jobs, ["payload"])


def perform(job_id: UUID) -> bool:
    """Do the job once. Returns whether this call did it; False when it is done, or in other hands.

    A handler's exception undoes everything it did, is kept on the row, and the job waits longer
    before each new try; after the fifth it is dead, and on the operators' list.
    """
    if not begin(job_id):
        return False
    try:
        with transaction.atomic():
            job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id).first()
            if job is None or not job.is_open:
                return False
            handler_of(job.kind)(**job.payload)
            Effect.objects.create(job_id=job.pk, at=clock.now())
            job.status = JobStatus.DONE
            job.done_at = clock.now()
            job.save(update_fields=["status", "done_at"])
            return True
    except Exception as error:
        logger.exception("outbox job %s failed", job_id)
        note_failure(job_id, error)
        return False


@transaction.atomic
def begin(job_id: UUID) -> bool:
    """Count that a worker takes the job up; False when it is done, in other hands, or given up.

    A job that ends its worker (out of memory, over the time limit) raises nothing that could be
    counted; so its beginnings are, and after the twentieth it is given up like one that fails.
    """
    job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id).first()
    if job is None or not job.is_open:
        return False
    job.begun += 1
    if job.begun <= MOST_BEGUN:
        job.save(update_fields=["begun"])
        return True
    job.last_error = f"begun {MOST_BEGUN} times and never ended: it may end the worker that takes it up"
    _give_up(job)
    job.save(update_fields=["begun", "last_error", "status"])
    return False


def _give_up(job: Job) -> None:
    job.status = JobStatus.DEAD
    record("outbox.given_up", by=SYSTEM, subject=job, kind=job.kind, tries=job.tries)


def handler_of(kind: str) -> Callable[..., object]:
    """The action that settings.OUTBOX_HANDLERS names for `kind`."""
    handler: Callable[..., object] = import_string(settings.OUTBOX_HANDLERS[kind])
    return handler


@transaction.atomic
def note_failure(job_id: UUID, error: Exception) -> None:
    """Keep the failure on the row and set the next try, or give the job up to a person."""
    job = Job.objects.select_for_update().get(pk=job_id)
    if not job.is_open:
        return
    job.tries += 1
    job.last_error = in_short(error)[:1000]
    if job.tries >= MOST_TRIES:
        _give_up(job)
    else:
        job.status = JobStatus.WAITING
        job.due_at = clock.now() + BACK_OFF[job.tries - 1]
    job.save(update_fields=["tries", "last_error", "status", "due_at"])


@transaction.atomic
def revive(*, job_id: UUID, by: Any, reason: str) -> Job:
    """Put a dead job back into the queue, once its cause is mended."""
    job = Job.objects.select_for_update().get(pk=job_id, status=JobStatus.DEAD)
    job.status = JobStatus.WAITING
    job.tries = job.begun = 0
    job.due_at = clock.now()
    job.save(update_fields=["status", "tries", "begun", "due_at"])
    record("outbox.revived", by=by, subject=job, reason=reason)
    return job


def purge_done() -> int:
    """Remove the jobs that were done more than 90 days ago, with their effects; how many. Safe to repeat.

    A hint that comes later still finds no job, and does nothing. What was given up stays until somebody looks.
    """
    old = Job.objects.filter(status=JobStatus.DONE, done_at__lt=clock.now() - DONE_KEPT).order_by("pk")
    purged = 0
    while keys := list(old.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            Job.objects.filter(pk__in=keys).delete()
            Effect.objects.filter(pk__in=keys).delete()
        purged += len(keys)
    return purged

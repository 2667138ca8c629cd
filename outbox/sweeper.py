"""The bounded sweeper: turns due rows into hints on the broker.

Bounds: at most 100 jobs in flight, each until it is done, and a hint is sent again only after 10
seconds, in which even two slow workers come to the last of a hundred. Without them a slow broker
or worker makes the sweeper resend faster than the queue drains, and it never empties. Only the
holder of a database lock sweeps, so that two sweepers are one.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import QuerySet

from core import clock
from core.actions import beat
from outbox.enums import JobStatus
from outbox.models import Job

logger = logging.getLogger(__name__)

MOST_IN_FLIGHT = 100
RESEND_AFTER = timedelta(seconds=10)
LEADER_LOCK = 7_240_114
PAUSE_SECONDS = 0.25
BEAT_SECONDS = 10.0

Publish = Callable[[UUID], None]


def sweep(publish: Publish) -> int:
    """Publish a hint for each due job that fits into the window; the number of hints sent.

    A publish that fails stops the round: the rows stay, and the next round comes to them again.
    """
    job_ids = claim_due_jobs()
    sent = 0
    for job_id in job_ids:
        try:
            publish(job_id)
        except Exception as error:
            logger.warning("broker does not take hints (%s); %s rows wait", error, len(job_ids) - sent)
            _put_back(job_ids[sent:])
            break
        sent += 1
    return sent


@transaction.atomic
def claim_due_jobs() -> list[UUID]:
    """Mark jobs as sent, and return their ids: lost hints again, then due jobs for which the window has room.

    A job stays in the window until it is done, however often its hint is sent; one that a worker
    holds at this moment is passed over.
    """
    now = clock.now()
    in_flight = Job.objects.filter(status=JobStatus.SENT)
    room = MOST_IN_FLIGHT - in_flight.count()
    lost = _take(in_flight.filter(sent_at__lt=now - RESEND_AFTER).order_by("sent_at"), MOST_IN_FLIGHT)
    due = _take(Job.objects.filter(status=JobStatus.WAITING, due_at__lte=now).order_by("due_at"), room)
    Job.objects.filter(pk__in=lost + due).update(status=JobStatus.SENT, sent_at=now)
    return lost + due


def _take(jobs: QuerySet[Job], most: int) -> list[UUID]:
    return list(jobs.select_for_update(skip_locked=True).values_list("pk", flat=True)[: max(most, 0)])


def _put_back(job_ids: list[UUID]) -> None:
    Job.objects.filter(pk__in=job_ids, status=JobStatus.SENT).update(status=JobStatus.WAITING, sent_at=None)


def run_for_ever(publish: Publish, stop: Callable[[], bool]) -> None:
    """Sweep until `stop()`; waits while another sweeper leads, and outlives a lost database."""
    last_beat = 0.0
    while not stop():
        try:
            if lead():
                if time.monotonic() - last_beat > BEAT_SECONDS:
                    beat("outbox sweeper", **backlog())
                    last_beat = time.monotonic()
                if sweep(publish):
                    continue
        except (OperationalError, InterfaceError) as error:
            logger.warning("database does not answer (%s); trying again", error)
            connection.close()
        time.sleep(PAUSE_SECONDS)


def backlog() -> dict[str, float | int]:
    """How long the oldest due job has waited, in seconds, and how many were given up: the operators' two numbers."""
    now = clock.now()
    oldest = Job.objects.filter(status=JobStatus.WAITING, due_at__lte=now).order_by("due_at").first()
    waited = (now - oldest.due_at).total_seconds() if oldest else 0.0
    return {"oldest_waited_seconds": round(waited, 1), "given_up": Job.objects.filter(status=JobStatus.DEAD).count()}


def lead() -> bool:
    """Whether this process holds the sweeper's lock; it is kept as long as the connection lives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
            " AND pid = pg_backend_pid() AND granted) OR pg_try_advisory_lock(%s)",
            [LEADER_LOCK, LEADER_LOCK],
        )
        return bool(cursor.fetchone()[0])

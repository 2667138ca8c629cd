"""Celery's door to the outbox: a hint is a job's id, and the row decides whether there is anything to do."""

from uuid import UUID

from core.jobs import task
from outbox import actions


@task("outbox.perform")
def perform(job_id: str) -> None:
    """Do the job with this id, unless it is done."""
    actions.perform(UUID(job_id))


def publish(job_id: UUID) -> None:
    """Send one hint; raises when the broker does not take it. Only the sweeper calls this, never a request."""
    perform.apply_async(args=[str(job_id)], expires=60)


@task("outbox.tidy")
def tidy() -> None:
    """Remove what was done long ago."""
    actions.purge_done()

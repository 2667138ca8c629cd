from celery import shared_task

from core import actions


@shared_task(name="core.beat", ignore_result=True)
def beat() -> None:
    """Show that beat fires and a worker picks up: the heartbeat that /readyz reads."""
    actions.beat("celery beat")


@shared_task(name="core.tidy", ignore_result=True)
def tidy() -> None:
    """Remove drafts and receipts that nobody will come back to."""
    actions.purge_old_drafts_and_receipts()

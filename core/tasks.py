from core import actions
from core.jobs import task


@task("core.beat")
def beat() -> None:
    """Show that beat fires and a worker picks up: the heartbeat that /readyz reads."""
    actions.beat("celery beat")


@task("core.tidy")
def tidy() -> None:
    """Remove drafts, receipts and sessions that nobody will come back to."""
    actions.purge_what_is_over()

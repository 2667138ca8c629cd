from core.jobs import task
from referrals.actions import break_promises_due


@task("referrals.break_promises")
def break_promises() -> None:
    """Mark every promise whose day is over and that nobody kept."""
    break_promises_due()

from core.jobs import task
from referrals.actions import break_promises_due, tell_of_silence


@task("referrals.break_promises")
def break_promises() -> None:
    """Mark every promise whose day is over and that nobody kept."""
    break_promises_due()


@task("referrals.tell_of_silence")
def tell_of_unanswered() -> None:
    """Tell both sides of every referral that was not answered by its day."""
    tell_of_silence()

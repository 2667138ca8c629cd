from core.jobs import task
from talking_shops.actions import (
    give_up_silent_decisions,
    give_up_silent_questions,
    give_up_silent_receipts,
    make_sessions,
    show_quarters,
)


@task("talking_shops.make_sessions")
def write_out_dates() -> None:
    """Write out the dates of every series for 400 days ahead."""
    make_sessions()


@task("talking_shops.tell_of_unsent")
def tell_of_unsent() -> None:
    """Tell the workers of every message that has not left for an hour."""
    give_up_silent_receipts()
    give_up_silent_decisions()
    give_up_silent_questions()


@task("talking_shops.show_quarters")
def show_results() -> None:
    """Put together the results of every quarter that is over and is not shown yet."""
    show_quarters()

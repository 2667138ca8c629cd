from core.jobs import task
from talking_shops.actions import make_sessions


@task("talking_shops.make_sessions")
def write_out_dates() -> None:
    """Write out the dates of every series for 400 days ahead."""
    make_sessions()

from core.jobs import task
from services.actions import tell_of_free_periods


@task("services.tell_of_free_periods")
def tell_of_day_42() -> None:
    """Tell of every programme whose free six weeks are over and that still runs."""
    tell_of_free_periods()

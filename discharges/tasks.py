from core.jobs import task
from discharges import sweep


@task("discharges.sweep_six_weeks")
def sweep_six_weeks() -> None:
    """Queue every step of the six-week rule that is due and has not happened."""
    sweep.sweep()

from celery import shared_task

from discharges import sweep


@shared_task(name="discharges.sweep_six_weeks", ignore_result=True)
def sweep_six_weeks() -> None:
    """Queue every step of the six-week rule that is due and has not happened."""
    sweep.sweep()

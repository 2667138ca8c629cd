from core.jobs import long_task, task
from discharges import sweep
from discharges.actions import ask_whether_home, prove_six_weeks, remind_of_waiting_notices, tell_of_untold_breaches


@long_task("discharges.sweep_six_weeks")
def sweep_six_weeks() -> None:
    """Queue every step of the six-week rule that is due and has not happened."""
    sweep.sweep()


@long_task("discharges.prove_six_weeks")
def prove() -> None:
    """Look whether every discharge has a clock that stands as the rules say."""
    prove_six_weeks()


@task("discharges.tell_of_untold_breaches")
def tell_of_untold() -> None:
    """Tell administrators of breaches that were told to nobody."""
    tell_of_untold_breaches()


@task("discharges.ask_whether_home")
def ask_of_expected_days() -> None:
    """Ask the hub about everybody whose expected day has passed and of whom nobody has said more."""
    ask_whether_home()


@task("discharges.remind_of_waiting_notices")
def remind() -> None:
    """Tell the hub of notices of wards that have waited longer than a working day."""
    remind_of_waiting_notices()

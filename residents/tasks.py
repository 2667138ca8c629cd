from core.jobs import task
from residents import actions


@task("residents.find_duplicates")
def find_duplicates() -> None:
    """Gather what came late of recent merges; keep every pair that may be one person and that nobody decided yet."""
    actions.gather_all()
    actions.find_duplicates()

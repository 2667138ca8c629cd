from core.jobs import task
from residents import actions


@task("residents.find_duplicates")
def find_duplicates() -> None:
    """Keep every pair of records that may be one person and that nobody decided yet."""
    actions.find_duplicates()

"""ALE: alerts. Nothing is eternal, and few are shown at once, so that each is read."""

from datetime import date

from core.rulebook import rule
from residents.ages import a_year_after

CHIPS = 3


@rule("ALE-1", source="ux.md §4.2: nothing is eternal")
def alert_review_by(started_on: date) -> date:
    """Every alert has a day on which somebody looks at it again, a year after it started or was looked at, at most."""
    return a_year_after(started_on)


@rule("ALE-2", source="ux.md §4.2: overdue review shows")
def is_review_overdue(review_on: date, today: date) -> bool:
    """A review that was not held by the end of its day is overdue, and the alert or need is marked so, and holds on."""
    return review_on < today


@rule("ALE-3", source="ux.md §4.2: max 3 chips in banner, then “and 2 more”")
def chips_shown(chips: list[str]) -> tuple[list[str], int]:
    """The banner shows at most three alerts, safety before status, and says how many more there are."""
    return chips[:CHIPS], max(0, len(chips) - CHIPS)

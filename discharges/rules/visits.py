"""VIS-1: when a visit for a six-week review keeps SIX-8's reminders away."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from core.rulebook import rule
from core.working_days import add_working_days

DAYS_TO_RECORD = 2


@dataclass(frozen=True)
class VisitFacts:
    """One visit that was not called off. `by_active` says that the account of its worker is open, `of_team` that they
    work today in the team that holds the review now, `holds_it` that the review is allocated to them.
    """

    planned_for: date
    is_held: bool
    by_active: bool
    of_team: bool
    holds_it: bool


@rule("VIS-1", source="SIX-8: no visit planned; two working days to record one are a proposal, to be agreed")
def keeps_reminders_away(visit: VisitFacts, today: date, holidays: Set[date]) -> bool:
    """A visit that was held counts. A planned one counts only while its worker is here and works in the team that holds
    the review now, or has the review allocated to them; and once its day has passed, for two working days, in which
    somebody says whether it was held. A visit that does not count stops no reminder that none is planned.
    """
    if visit.is_held:
        return True
    somebody_goes = visit.by_active and (visit.of_team or visit.holds_it)
    return somebody_goes and visit.planned_for >= oldest_that_counts(today, holidays)


def oldest_that_counts(today: date, holidays: Set[date]) -> date:
    """The earliest planned day that counts on `today` without having been held (VIS-1)."""
    day = today
    while add_working_days(day - timedelta(days=1), DAYS_TO_RECORD, holidays) >= today:
        day -= timedelta(days=1)
    return day

"""FIG-1: whether a review was held in time, for the share of a week and the list of late ones."""

from datetime import date

from core.rulebook import rule
from discharges.enums import ClockStatus
from discharges.rules.six_weeks import Standing


@rule("FIG-1", source="issue 4: the share met within 42 days by week; a breach stays one whatever happens after it")
def was_in_time(due_on: date, stands: Standing, today: date) -> bool | None:
    """A review counts once, in the week of its due date: as in time when it was held by day 42; as not in time when it
    was held later, is still not held after it, or ended after it (a readmission, death, move or refusal), for day 42
    had passed by then. One that ended by day 42, was entered in error, or is neither held nor due yet counts neither
    way.
    """
    if stands.status == ClockStatus.VOIDED:
        return None
    if stands.status == ClockStatus.OPEN:
        return False if today > due_on else None
    if stands.on is None:
        raise ValueError("What is met or ended has a day.")
    if stands.status == ClockStatus.MET:
        return stands.on <= due_on
    return False if stands.on > due_on else None

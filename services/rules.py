"""REAB: the free six weeks, what is straight from hospital, what is a hand-off, how many places are free, and what a
programme asks whose discharge was an error.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from core.rulebook import rule
from services.enums import FreePeriod, ProgrammeKind

FREE_DAYS = timedelta(days=42)
WARN_DAYS = timedelta(days=7)
NEXT_DAY = timedelta(days=1)


@rule("REAB-1", source="Care Act 2014 s2 and SI 2014/2673 reg 4: the first 6 weeks may not be charged")
def free_until(starts_on: date) -> date:
    """Reablement and bridging are free until day 42, the day on which they start being day 0, in Europe/London dates.
    A weekend or bank holiday moves nothing.
    """
    return starts_on + FREE_DAYS


@rule("REAB-2", source="issue 4: day-42 flag for the free period; R24")
def free_period(free_until_day: date, today: date) -> FreePeriod:
    """From day 35 a programme that still runs is marked: its free period ends soon. From day 42 on it is marked as past
    the free period, and its worker and the managers are told once.
    """
    if today >= free_until_day:
        return FreePeriod.OVER
    return FreePeriod.ENDING if today >= free_until_day - WARN_DAYS else FreePeriod.FREE


@rule("REAB-3", source="R24: pull into reablement, people pulled directly from hospital; issue 4")
def is_straight_from_hospital(starts_on: date, discharged_on: date | None) -> bool:
    """Somebody comes straight from hospital when their programme starts on the day of their discharge or on the day
    after it.
    """
    return discharged_on is not None and discharged_on <= starts_on <= discharged_on + NEXT_DAY


@rule("REAB-4", source="R24, R25: bridging where reablement has no capacity; each change of team is felt")
def is_hand_off(kind: ProgrammeKind, team: object, next_team: object) -> bool:
    """Bridging that another team follows is a hand-off for the person, and is counted as one."""
    return kind == ProgrammeKind.BRIDGING and next_team is not None and next_team != team


@rule("REAB-5", source="R24: capacity board")
def free_places(places: int, running: int, promised: int) -> int:
    """Free are the places that a team says it has, less the people who have one and those to whom one is promised.
    Below nothing, the team has promised more than it has.
    """
    return places - running - promised


@rule("REAB-6", source="issue 4: a discharge entered in error is voided; whoever visits finds out first")
def asks_what_becomes(starts_on: date, voided_on: date, others: Iterable[date]) -> bool:
    """When a discharge turns out to have been entered in error, a programme that runs and began within six weeks after
    it, with no other discharge between, asks its team what becomes of it; of a provider's programme, which must not
    learn of the hospital, the managers are asked. It never ends by itself: somebody may be visiting.
    """
    between = any(voided_on <= other <= starts_on for other in others)
    return voided_on <= starts_on <= voided_on + FREE_DAYS and not between


@rule("REAB-7", source="a proposal: a place that is promised and not used is kept from somebody else")
def is_late_to_start(starts_on: date, today: date) -> bool:
    """A programme that was planned to start on a day that has passed, and has not started, is marked on the board."""
    return starts_on < today

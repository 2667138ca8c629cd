"""LIFE: what a death or a move out of the borough ends, and what opens again when it was recorded in error."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from core.rulebook import rule
from residents.enums import Ending, LifeKind

LOOK_ON = timedelta(days=30)


@rule("LIFE-1", source="issue 3: a death ends what should end; ux.md §4.1; SIX-6")
def ended_by_death() -> frozenset[Ending]:
    """A death ends everything that was still to be done for the person: referrals with their workers, the six-week
    review, the stay in hospital, reablement and bridging, promises, call-backs, what workers had agreed to do, places
    at community events, reviews of access needs, and what partners may see. Alerts go on until somebody looks at them:
    they may be about the house.
    """
    return frozenset(Ending)


@rule("LIFE-2", source="issue 3: a move ends what should end; SIX-6; standards.md §9: needs are shared onward")
def ended_by_move() -> frozenset[Ending]:
    """A move out of the borough ends the same, except that a stay in hospital goes on until they go home, and
    access needs hold wherever the person lives: letters still go to them.
    """
    return frozenset(Ending) - {Ending.STAY, Ending.ACCESS_NEED}


@rule("LIFE-3", source="issue 3: recorded once; NHS data dictionary: person death date")
def is_possible_day(day: date, born_on: date | None, today: date) -> bool:
    """Nobody dies or moves on a day that has not come, nor before they were born."""
    return day <= today and (born_on is None or day >= born_on)


@rule("LIFE-4", source="issue 3: and can be corrected; reliability.md: undo what was done, and nothing else")
def opens_again(what: Ending, still_holds: Iterable[LifeKind]) -> bool:
    """When a death or a move was recorded in error, what it ended opens again as it stood and nothing else does;
    what another event that holds would have ended too stays ended.
    """
    return not any(what in ENDED_BY[kind]() for kind in still_holds)


@rule("LIFE-5", source="R28: partners see what is shared; the 30 days after a referral is closed")
def partners_look_until(recorded_at: datetime) -> datetime:
    """A partner with whom the person was shared may look for 30 days more, and then no longer."""
    return recorded_at + LOOK_ON


@rule("LIFE-6", source="issue 3: death, recorded once, ends what should end; ux.md §4.1: letters and calls are stopped")
def may_begin(*, has_died: bool, with_family: bool) -> bool:
    """For somebody who has died nothing new begins: nothing is promised to them, nobody is to ring them, and nothing
    is sent to a team. What their family says is still recorded, and what is promised to the family says to whom.
    """
    return with_family or not has_died


@rule("LIFE-7", source="issue 4; Care Act 2014 s39: ordinary residence is where somebody lives now")
def is_possible_return(back_on: date, left_on: date, today: date) -> bool:
    """Somebody who moved out of the borough and lives here again is back from a day on which it is known, which has
    come and is not before the move. The move was true: what it ended stays ended, and what is needed begins anew. When
    the return was recorded in error, it is taken back and the move holds again.
    """
    return left_on <= back_on <= today


ENDED_BY = {LifeKind.DIED: ended_by_death, LifeKind.MOVED: ended_by_move}

"""LOAD: how much one worker can hold."""

from datetime import timedelta
from decimal import Decimal

from core.rulebook import rule

# A partner may look at what it held for so long after it is closed.
LOOK_BACK = timedelta(days=30)
FULL_TIME_HOURS = Decimal(37)
PEOPLE_FULL_TIME = 20


@rule("LOAD-1", source="a proposal for the council to set; ux.md §5.3 asks for weights to be simple")
def room_for(hours_a_week: Decimal) -> int:
    """A full-time worker holds up to 20 people at a time, a part-time worker in proportion to the hours, rounded
    down.
    """
    return int(PEOPLE_FULL_TIME * hours_a_week / FULL_TIME_HOURS)

"""RES: whom this service is for."""

from datetime import date

from core.rulebook import rule
from residents.ages import age_on

GROWN_UP = 18


@rule("RES-1", source="R1: first point of contact for adults 18+ living in Thurrock")
def is_too_young(born_on: date, today: date) -> bool:
    """Thurrock First is for adults: somebody who is not 18 yet is not added, and the caller is told who helps.

    Children's services: the Multi-Agency Safeguarding Hub, or out of hours the Emergency Duty Team.
    """
    return age_on(born_on, today) < GROWN_UP

"""What a discharge would set going, said before the button is pressed."""

from dataclasses import dataclass
from datetime import date

from core import clock
from discharges import rules
from localities.models import Team
from localities.places import bank_holidays
from referrals.enums import Need
from referrals.routing import suggest_by_place
from residents.models import Resident


@dataclass(frozen=True)
class Outlook:
    """The review in the community: when it will be due, by when to plan it, whose it will be, and why theirs."""

    discharged_on: date
    due_on: date
    plan_by: date
    is_overdue: bool
    team: Team
    because: str

    @property
    def is_planned_earlier(self) -> bool:
        """Whether day 42 is not a working day, so that the review is planned before it (SIX-2)."""
        return self.plan_by != self.due_on


def outlook_for(resident: Resident, discharged_on: date) -> Outlook:
    """What follows when `resident` goes home on `discharged_on`; nothing is written."""
    route = suggest_by_place(resident, Need.AFTER_HOSPITAL)
    return Outlook(
        discharged_on=discharged_on,
        due_on=rules.due_on(discharged_on),
        plan_by=rules.plan_by(discharged_on, bank_holidays()),
        is_overdue=rules.born_overdue(discharged_on, clock.today()),
        team=route.team,
        because=route.because,
    )

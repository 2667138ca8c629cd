"""Makes programmes of reablement and bridging for tests, through the same actions as the application."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from core import clock
from localities.models import Team
from residents.models import Resident
from services.actions import Plan, add_goal, plan_programme
from services.enums import ProgrammeKind
from services.models import Goal, Programme

WANTS = "I want to make my own breakfast again."


def make_programme(resident: Resident, by: User, *, days_ago: int = 0, **differently: Any) -> Programme:
    """Reablement with the Joint Reablement Team that started so many days ago; negative: that is planned."""
    facts: dict[str, Any] = {"kind": ProgrammeKind.REABLEMENT, "team": "joint-reablement", "hours": Decimal("7.0")}
    facts |= {"starts_on": _day(days_ago)} | differently
    team = Team.objects.get(slug=facts.pop("team"))
    return plan_programme(resident=resident, plan=Plan(team=team, **facts), by=by)


def make_bridging(resident: Resident, by: User, *, days_ago: int = 0, **differently: Any) -> Programme:
    """Bridging by the Bridging service."""
    facts = {"kind": ProgrammeKind.BRIDGING, "team": "bridging-service"} | differently
    return make_programme(resident, by, days_ago=days_ago, **facts)


def make_goal(resident: Resident, by: User) -> Goal:
    """A goal of reablement that is planned for tomorrow."""
    return add_goal(programme=make_programme(resident, by, days_ago=-1), words=WANTS, by=by)


def _day(days_ago: int) -> date:
    return clock.days_ago(days_ago)

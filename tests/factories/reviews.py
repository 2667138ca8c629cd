"""Makes what happens on the way to a six-week review: a visit, a refusal."""

from datetime import timedelta
from typing import Any

from accounts.models import User
from core import clock
from discharges.actions import Conversation, Going, plan_visit, record_refusal
from discharges.enums import Answered, Step, StepOutcome
from discharges.models import ClockStep, Refusal, ReviewVisit, SixWeekClock, StepCarriedOut

THEIR_WORDS = "I am managing, thank you, and I want no more people in the house."


def make_visit(running: SixWeekClock, worker: User, *, days: int = 1, by: User | None = None) -> ReviewVisit:
    """A visit in so many days, planned by who goes."""
    return plan_visit(running=running, going=Going(clock.today() + timedelta(days=days), worker), by=by or worker)


def make_refusal(running: SixWeekClock, by: User, **differently: Any) -> Refusal:
    """Somebody who can decide, and is not at risk, said no today."""
    answers: dict[str, Any] = {"has_capacity": Answered.YES, "at_risk_of_abuse": Answered.NO} | differently
    return record_refusal(running=running, told=Conversation(clock.today(), THEIR_WORDS, **answers), by=by)


def make_breach_told(running: SixWeekClock, *, told: int = 0, days_ago: int = 0) -> StepCarriedOut:
    """The breach of a review, told to so many people so many days ago."""
    now = clock.now() - timedelta(days=days_ago)
    step = ClockStep.objects.create(
        clock=running, step=Step.BREACH, discharged_on=running.discharged_on, due_on=running.due_on, at=now
    )
    return StepCarriedOut.objects.create(step=step, outcome=StepOutcome.TOLD, told=told, at=now)

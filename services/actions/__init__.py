"""Writes of reablement and bridging: programmes, their goals, and the places of a team."""

from services.actions.ending import End, end_programme
from services.actions.free_periods import tell_of_free_periods
from services.actions.goals import add_goal, review_goal
from services.actions.mending import correct_programme, let_run_on
from services.actions.places import say_places
from services.actions.planning import Plan, cancel_programme, change_programme, plan_programme, start_programme

__all__ = [
    "End",
    "Plan",
    "add_goal",
    "cancel_programme",
    "change_programme",
    "correct_programme",
    "end_programme",
    "let_run_on",
    "plan_programme",
    "review_goal",
    "say_places",
    "start_programme",
    "tell_of_free_periods",
]

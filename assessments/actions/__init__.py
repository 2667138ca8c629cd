"""Writes of assessments: the light-touch one on the ward, the full one in the community, and how either ends."""

from assessments.actions.completing import complete, undo_completion, void
from assessments.actions.full import Assessed, Found, FoundNeed, complete_full, save_full, start_full
from assessments.actions.growing import grow_from_conversation
from assessments.actions.light_touch import Facts, Told, complete_light_touch, save_light_touch

__all__ = [
    "Assessed",
    "Facts",
    "Found",
    "FoundNeed",
    "Told",
    "complete",
    "complete_full",
    "complete_light_touch",
    "grow_from_conversation",
    "save_full",
    "save_light_touch",
    "start_full",
    "undo_completion",
    "void",
]

"""Writes of the way home: the hospital list, discharges, the six-week clock and its steps."""

from discharges.actions.discharging import (
    WentHome,
    correct_discharge,
    receive_discharge,
    record_discharge,
    void_discharge,
)
from discharges.actions.planning import (
    clear_blocker,
    plan_discharge,
    raise_blocker,
    tell_somebody,
    undo_clear_blocker,
    undo_telling,
)
from discharges.actions.refusing import Conversation, record_refusal, withdraw_refusal
from discharges.actions.settling import meet_review, settle_clocks
from discharges.actions.stays import add_stay, note_light_touch, void_stay
from discharges.actions.stepping import carry_out_steps

__all__ = [
    "Conversation",
    "WentHome",
    "add_stay",
    "carry_out_steps",
    "clear_blocker",
    "correct_discharge",
    "meet_review",
    "note_light_touch",
    "plan_discharge",
    "raise_blocker",
    "receive_discharge",
    "record_discharge",
    "record_refusal",
    "settle_clocks",
    "tell_somebody",
    "undo_clear_blocker",
    "undo_telling",
    "void_discharge",
    "void_stay",
    "withdraw_refusal",
]

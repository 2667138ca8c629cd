"""Writes of the way home: put on the hospital list, discharge, start, meet and end the clock, carry out its steps."""

from discharges.actions.hospital import (
    WentHome,
    add_stay,
    carry_out_steps,
    meet_review,
    note_light_touch,
    receive_discharge,
    record_discharge,
    void_discharge,
)

__all__ = [
    "WentHome",
    "add_stay",
    "carry_out_steps",
    "meet_review",
    "note_light_touch",
    "receive_discharge",
    "record_discharge",
    "void_discharge",
]

"""Writes of the way home: the hospital list, discharges, the six-week clock and its steps."""

from discharges.actions.alarming import tell_of_untold_breaches
from discharges.actions.asking_home import ask_whether_home, note_still_there
from discharges.actions.changing_steps import change_step
from discharges.actions.discharging import (
    RingTheHub,
    WentHome,
    ask_to_put_right,
    correct_discharge,
    receive_discharge,
    record_discharge,
    void_discharge,
)
from discharges.actions.lateness import give_breach_reason
from discharges.actions.notice_effects import Undecided
from discharges.actions.notice_files import drop_file, resume_file, send_file, take_up_file
from discharges.actions.notice_rows import check_rows, is_worked_on, read_row, take_up_rows
from discharges.actions.notice_waiting import remind_of_waiting_notices
from discharges.actions.notices import match_notice, receive_notice, set_aside, take_back
from discharges.actions.planning import (
    clear_blocker,
    plan_discharge,
    raise_blocker,
    tell_somebody,
    undo_clear_blocker,
    undo_telling,
)
from discharges.actions.proving import prove_six_weeks, settle_what_stands_otherwise
from discharges.actions.refusing import Conversation, record_refusal, withdraw_refusal
from discharges.actions.settling import meet_review, settle_clocks
from discharges.actions.stays import add_stay, note_light_touch, say_where_they_live, void_stay
from discharges.actions.stepping import carry_out_steps
from discharges.actions.visiting import Going, call_off_visit, hold_visit, move_visit, plan_visit

__all__ = [
    "Conversation",
    "Going",
    "RingTheHub",
    "Undecided",
    "WentHome",
    "add_stay",
    "ask_to_put_right",
    "ask_whether_home",
    "call_off_visit",
    "carry_out_steps",
    "change_step",
    "check_rows",
    "clear_blocker",
    "correct_discharge",
    "drop_file",
    "give_breach_reason",
    "hold_visit",
    "is_worked_on",
    "match_notice",
    "meet_review",
    "move_visit",
    "note_light_touch",
    "note_still_there",
    "plan_discharge",
    "plan_visit",
    "prove_six_weeks",
    "raise_blocker",
    "read_row",
    "receive_discharge",
    "receive_notice",
    "record_discharge",
    "record_refusal",
    "remind_of_waiting_notices",
    "resume_file",
    "say_where_they_live",
    "send_file",
    "set_aside",
    "settle_clocks",
    "settle_what_stands_otherwise",
    "take_back",
    "take_up_file",
    "take_up_rows",
    "tell_of_untold_breaches",
    "tell_somebody",
    "undo_clear_blocker",
    "undo_telling",
    "void_discharge",
    "void_stay",
    "withdraw_refusal",
]

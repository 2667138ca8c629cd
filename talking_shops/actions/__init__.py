"""Writes of Talking Shops: log a conversation, add to it, tick off what was agreed."""

from talking_shops.actions.agreed import ENDERS, tick_off, tick_with_promise, untick
from talking_shops.actions.anonymous import log_anonymous, make_known
from talking_shops.actions.attending import put_on_list, say_where
from talking_shops.actions.belonging import make_unknown, move_conversation
from talking_shops.actions.conversations import CHANNELS, Agreed, Talk, amend_conversation, log_conversation
from talking_shops.actions.dates import (
    Single,
    cancel_session,
    move_session,
    plan_session,
    reinstate_session,
    skip_session,
)
from talking_shops.actions.device import UNFINISHED, take_up_talk
from talking_shops.actions.footfall import take_up_tap, tap, undo_tap, write_note
from talking_shops.actions.gathering import gathering_of, say_effect
from talking_shops.actions.planning import change_series, end_series, make_series
from talking_shops.actions.rota import put_in_rota, take_out_of_rota
from talking_shops.actions.series_dates import make_sessions
from talking_shops.actions.venues import change_venue, check_venue, close_venue, make_venue, reopen_venue

__all__ = [
    "CHANNELS",
    "ENDERS",
    "UNFINISHED",
    "Agreed",
    "Single",
    "Talk",
    "amend_conversation",
    "cancel_session",
    "change_series",
    "change_venue",
    "check_venue",
    "close_venue",
    "end_series",
    "gathering_of",
    "log_anonymous",
    "log_conversation",
    "make_known",
    "make_series",
    "make_sessions",
    "make_unknown",
    "make_venue",
    "move_conversation",
    "move_session",
    "plan_session",
    "put_in_rota",
    "put_on_list",
    "reinstate_session",
    "reopen_venue",
    "say_effect",
    "say_where",
    "skip_session",
    "take_out_of_rota",
    "take_up_talk",
    "take_up_tap",
    "tap",
    "tick_off",
    "tick_with_promise",
    "undo_tap",
    "untick",
    "write_note",
]

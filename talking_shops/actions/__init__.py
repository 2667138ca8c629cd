"""Writes of Talking Shops: log a conversation, add to it, tick off what was agreed; count who comes to a session and
who holds it."""

from talking_shops.actions.agreed import ENDERS, tick_off, tick_with_promise, untick
from talking_shops.actions.anonymous import log_anonymous, make_known
from talking_shops.actions.asking import (
    Answers,
    answer_feedback,
    ask_for_feedback,
    give_up_silent_questions,
    say_may_ask,
    send_question,
    write_down_feedback,
)
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
from talking_shops.actions.device import take_up_talk
from talking_shops.actions.footfall import take_up_tap, tap, undo_tap, write_note
from talking_shops.actions.gathering import gathering_of, say_effect
from talking_shops.actions.planning import change_series, end_series, make_series
from talking_shops.actions.proposing import (
    give_up_silent_decisions,
    is_told_by_message,
    leave_out,
    open_again,
    propose_by_link,
    propose_for_them,
    take_in,
    tell_decision,
)
from talking_shops.actions.receipts import Giving, give_receipt, give_up_silent_receipts, message_of, send_receipt
from talking_shops.actions.rota import put_in_rota, take_out_of_rota
from talking_shops.actions.series_dates import make_sessions
from talking_shops.actions.venues import change_venue, check_venue, close_venue, make_venue, reopen_venue

__all__ = [
    "CHANNELS",
    "ENDERS",
    "Agreed",
    "Answers",
    "Giving",
    "Single",
    "Talk",
    "amend_conversation",
    "answer_feedback",
    "ask_for_feedback",
    "cancel_session",
    "change_series",
    "change_venue",
    "check_venue",
    "close_venue",
    "end_series",
    "gathering_of",
    "give_receipt",
    "give_up_silent_decisions",
    "give_up_silent_questions",
    "give_up_silent_receipts",
    "is_told_by_message",
    "leave_out",
    "log_anonymous",
    "log_conversation",
    "make_known",
    "make_series",
    "make_sessions",
    "make_unknown",
    "make_venue",
    "message_of",
    "move_conversation",
    "move_session",
    "open_again",
    "plan_session",
    "propose_by_link",
    "propose_for_them",
    "put_in_rota",
    "put_on_list",
    "reinstate_session",
    "reopen_venue",
    "say_effect",
    "say_may_ask",
    "say_where",
    "send_question",
    "send_receipt",
    "skip_session",
    "take_in",
    "take_out_of_rota",
    "take_up_talk",
    "take_up_tap",
    "tap",
    "tell_decision",
    "tick_off",
    "tick_with_promise",
    "undo_tap",
    "untick",
    "write_down_feedback",
    "write_note",
]

"""Writes of Talking Shops: log a conversation, add to it, tick off what was agreed; count who comes to a session and
who holds it; book places at events."""

from talking_shops.actions.agreed import ENDERS, let_fall, tick_off, tick_with_promise, untick
from talking_shops.actions.anonymous import log_anonymous, make_known
from talking_shops.actions.arriving import ask_what_became
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
from talking_shops.actions.event_booking import Wish, book_place, cancel_booking, change_booking, take_back_booking
from talking_shops.actions.event_day import (
    Dish,
    add_meal,
    fill_places,
    remove_meal,
    say_came,
    say_event_places,
    say_not_told,
    say_told,
    tell_booked,
)
from talking_shops.actions.event_rides import RideWish, book_ride, cannot_ride
from talking_shops.actions.event_texts import send_news, text_news
from talking_shops.actions.footfall import take_up_tap, tap, undo_tap, write_note
from talking_shops.actions.gathering import gathering_of, say_effect
from talking_shops.actions.noting import take_up_note
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
from talking_shops.actions.showing import show_quarters, show_quarters_at_release
from talking_shops.actions.venues import change_venue, check_venue, close_venue, make_venue, reopen_venue

__all__ = [
    "CHANNELS",
    "ENDERS",
    "Agreed",
    "Answers",
    "Dish",
    "Giving",
    "RideWish",
    "Single",
    "Talk",
    "Wish",
    "add_meal",
    "amend_conversation",
    "answer_feedback",
    "ask_for_feedback",
    "ask_what_became",
    "book_place",
    "book_ride",
    "cancel_booking",
    "cancel_session",
    "cannot_ride",
    "change_booking",
    "change_series",
    "change_venue",
    "check_venue",
    "close_venue",
    "end_series",
    "fill_places",
    "gathering_of",
    "give_receipt",
    "give_up_silent_decisions",
    "give_up_silent_questions",
    "give_up_silent_receipts",
    "is_told_by_message",
    "leave_out",
    "let_fall",
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
    "remove_meal",
    "reopen_venue",
    "say_came",
    "say_effect",
    "say_event_places",
    "say_may_ask",
    "say_not_told",
    "say_told",
    "say_where",
    "send_news",
    "send_question",
    "send_receipt",
    "show_quarters",
    "show_quarters_at_release",
    "skip_session",
    "take_back_booking",
    "take_in",
    "take_out_of_rota",
    "take_up_note",
    "take_up_talk",
    "take_up_tap",
    "tap",
    "tell_booked",
    "tell_decision",
    "text_news",
    "tick_off",
    "tick_with_promise",
    "undo_tap",
    "untick",
    "write_down_feedback",
    "write_note",
]

"""Writes of the front door and the teams: take a contact, send a referral, allocate, undo, close."""

from referrals.actions.adding import add_to_open_work
from referrals.actions.agreeing import follow_agreed
from referrals.actions.allocating import allocate, undo_allocation
from referrals.actions.answering import (
    accept,
    answer_question,
    ask,
    return_referral,
    send_again,
    tell_of_silence,
)
from referrals.actions.between_teams import write_hand_off_between
from referrals.actions.call_backs import (
    book_call_back,
    claim_call_back,
    claim_next,
    end_call_back,
    reopen_call_back,
    try_again,
)
from referrals.actions.closing import close, end_referral
from referrals.actions.contacts import Sent, Told, advise_contact, receive_referral, route_contact, send_onward
from referrals.actions.deciding import claim_referral
from referrals.actions.handing_on import HandOver, hand_on, undo_hand_on
from referrals.actions.parking import park_call, take_up_call
from referrals.actions.promising import (
    break_promises_due,
    change_day,
    give_promise,
    keep_promise,
    make_promise,
    reopen_promise,
    withdraw_promise,
)
from referrals.actions.reviews import move_review, reopen_review
from referrals.actions.sending import send_referral
from referrals.actions.steps import PARTNER_KINDS
from referrals.actions.withdrawing import withdraw_contact

__all__ = [
    "PARTNER_KINDS",
    "HandOver",
    "Sent",
    "Told",
    "accept",
    "add_to_open_work",
    "advise_contact",
    "allocate",
    "answer_question",
    "ask",
    "book_call_back",
    "break_promises_due",
    "change_day",
    "claim_call_back",
    "claim_next",
    "claim_referral",
    "close",
    "end_call_back",
    "end_referral",
    "follow_agreed",
    "give_promise",
    "hand_on",
    "keep_promise",
    "make_promise",
    "move_review",
    "park_call",
    "receive_referral",
    "reopen_call_back",
    "reopen_promise",
    "reopen_review",
    "return_referral",
    "route_contact",
    "send_again",
    "send_onward",
    "send_referral",
    "take_up_call",
    "tell_of_silence",
    "try_again",
    "undo_allocation",
    "undo_hand_on",
    "withdraw_contact",
    "withdraw_promise",
    "write_hand_off_between",
]

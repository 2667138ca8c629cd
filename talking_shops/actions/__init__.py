"""Writes of Talking Shops: log a conversation, add to it, tick off what was agreed."""

from talking_shops.actions.agreed import ENDERS, tick_off, untick
from talking_shops.actions.anonymous import log_anonymous, make_known
from talking_shops.actions.conversations import CHANNELS, Agreed, Talk, amend_conversation, log_conversation
from talking_shops.actions.device import UNFINISHED, take_up_talk

__all__ = [
    "CHANNELS",
    "ENDERS",
    "UNFINISHED",
    "Agreed",
    "Talk",
    "amend_conversation",
    "log_anonymous",
    "log_conversation",
    "make_known",
    "take_up_talk",
    "tick_off",
    "untick",
]

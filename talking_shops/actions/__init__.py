"""Writes of Talking Shops: log a conversation, add to it, tick off what was agreed."""

from talking_shops.actions.agreed import ENDERS, tick_off, untick
from talking_shops.actions.conversations import CHANNELS, Agreed, Talk, amend_conversation, log_conversation

__all__ = [
    "CHANNELS",
    "ENDERS",
    "Agreed",
    "Talk",
    "amend_conversation",
    "log_conversation",
    "tick_off",
    "untick",
]

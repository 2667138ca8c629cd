"""Talking Shops and community events: where and when, who came, what was said there and on visits, and what came
of it."""

from talking_shops.models.after import Feedback, ProposedChange, ShownQuarter, WalkAwayReceipt
from talking_shops.models.conversations import AgreedAction, Conversation, ConversationPart
from talking_shops.models.events import Booking, Meal, News, Ride
from talking_shops.models.footfall import Attending, SessionNote, Tap
from talking_shops.models.places import Series, Session, Venue

__all__ = [
    "AgreedAction",
    "Attending",
    "Booking",
    "Conversation",
    "ConversationPart",
    "Feedback",
    "Meal",
    "News",
    "ProposedChange",
    "Ride",
    "Series",
    "Session",
    "SessionNote",
    "ShownQuarter",
    "Tap",
    "Venue",
    "WalkAwayReceipt",
]

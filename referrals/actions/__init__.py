"""Writes of the front door and the teams: take a contact, send a referral, allocate, undo, close."""

from referrals.actions.allocating import allocate, undo_allocation
from referrals.actions.closing import close, end_referral
from referrals.actions.contacts import Sent, Told, advise_contact, receive_referral, route_contact
from referrals.actions.sending import PARTNER_KINDS, send_referral

__all__ = [
    "PARTNER_KINDS",
    "Sent",
    "Told",
    "advise_contact",
    "allocate",
    "close",
    "end_referral",
    "receive_referral",
    "route_contact",
    "send_referral",
    "undo_allocation",
]

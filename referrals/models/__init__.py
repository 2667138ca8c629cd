"""Contacts with the front door, referrals, allocations, hand-offs and promises."""

from referrals.models.contact import CallBack, Contact
from referrals.models.promise import Promise
from referrals.models.referral import Allocation, HandOff, Referral, ReferralNote

__all__ = ["Allocation", "CallBack", "Contact", "HandOff", "Promise", "Referral", "ReferralNote"]

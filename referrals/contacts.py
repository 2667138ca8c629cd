"""What the page of a contact says: who rang, what was heard, and where it went."""

from typing import Any

from accounts.models import User
from core import clock
from referrals.contact_policies import can_take_back, can_withdraw
from referrals.enums import ContactOutcome, Need, NoteKind, Urgency
from referrals.models import Contact, Referral
from residents.heard import Heard, heard
from residents.models import Statement

SPEAKING = {True: "Yes", False: "No", None: None}


def caller_of(contact: Contact) -> str:
    """Who was on the line: "Maria Hughes (daughter or son)", "GP or practice"."""
    relation = contact.get_relation_display()
    return f"{contact.caller_name} ({relation[0].lower()}{relation[1:]})" if contact.caller_name else relation


def contact_facts(contact: Contact) -> list[dict[str, Any]]:
    """Rows of the summary list; what is None was not asked."""
    number = {
        "Safe to ring this number": SPEAKING[contact.caller_safe_to_call],
        "Safe to text it": SPEAKING[contact.caller_safe_to_text],
    }
    onward = {"Why it was not for us": contact.get_onward_display(), "Told to ring": contact.onward_to}
    rows = {
        "Who was calling": caller_of(contact),
        "Telephone": contact.caller_phone or None,
        **(number if contact.caller_phone else {}),
        "May speak for the person": SPEAKING[contact.may_speak_for],
        **_asked_of(contact),
        "Taken by": contact.taken_by.name,
        "How it ended": ContactOutcome(contact.outcome).label,
        **(onward if contact.onward else {}),
    }
    return [{"key": key, "value": value} for key, value in rows.items()]


def _asked_of(contact: Contact) -> dict[str, str]:
    """What it is about, and how urgent; of a call that went to no team, which need not say, only what was said."""
    sent = contact.outcome in (ContactOutcome.ROUTED, ContactOutcome.ADDED)
    need = {"What it is about": contact.get_need_display()} if sent or contact.need != Need.OTHER else {}
    urgency = {"How urgent": contact.get_urgency_display()} if sent or contact.urgency != Urgency.NO_RUSH else {}
    return need | urgency


def said_in(contact: Contact) -> list[Heard]:
    """What the contact added to the person's story, in the order in which it was heard."""
    if contact.resident_id is None:
        return []
    said = Statement.objects.filter(
        resident_id=contact.resident_id, source_type=contact._meta.label_lower, source_id=contact.pk
    )
    return heard(said.select_related("heard_by").order_by("heard_at", "id"))


def can_be_taken_back(contact: Contact, sent: list[Referral], viewer: User) -> bool:
    """Whether what the call was sent as, or what it added, can still be taken back by the viewer."""
    added = added_to(contact)
    if added is not None:
        return can_take_back(viewer, contact, added, clock.now())
    return any(can_withdraw(viewer, contact, one, clock.now()) for one in sent[:1])


def added_to(contact: Contact) -> Referral | None:
    """The open work that the contact was added to, when that is how it ended."""
    if contact.outcome != ContactOutcome.ADDED:
        return None
    added = {"notes__kind": NoteKind.ADDED, "notes__by": contact.taken_by_id, "notes__at": contact.taken_at}
    return Referral.objects.filter(resident=contact.resident_id, **added).select_related("team").first()


def sent_from(contact: Contact) -> list[Referral]:
    """The referrals that the contact became."""
    return list(contact.referrals.select_related("team").order_by("received_at"))

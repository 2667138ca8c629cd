"""Take back what was sent from a call, or added, a moment ago: the words go back to the console."""

from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.actions import save_draft
from referrals.actions.adding import take_back_addition
from referrals.actions.closing import end_referral
from referrals.actions.parking import park_call
from referrals.actions.steps import PARTNER_KINDS, lock
from referrals.contact_policies import check_can_withdraw
from referrals.enums import CloseReason
from referrals.models import Contact, Referral
from referrals.parking import FORM, NEW
from residents.actions import end_share
from residents.enums import Topic
from residents.models import Statement

TOLD = {True: "yes", False: "no", None: "not_asked"}


@transaction.atomic
def withdraw_contact(*, contact: Contact, by: User) -> Referral:
    """Close what a call was sent as, as entered in error, or take back what it added, and put its words into the
    console again, with the call that is being written meanwhile parked. What was heard stays heard: when it is sent
    again, new words replace it.

    Harmless when it was taken back already. Raises NotPermitted, and Refused when somebody acted on it, or ten
    minutes have passed (HAND-2).
    """
    referral = contact.referrals.order_by("received_at").first()
    taken_back = _take_back(contact, referral, by) if referral else take_back_addition(contact, by)
    if contact.withdrawn_at is None:
        contact.withdrawn_at = clock.now()
        contact.save(update_fields=["withdrawn_at"])
        record("contact.withdrawn", by=by, subject=contact, resident_id=contact.resident_id)
        park_call(by=by)
        save_draft(owner_id=by.pk, form=FORM, subject=NEW, fields=words_of_call(contact), version=None)
    return taken_back


def _take_back(contact: Contact, referral: Referral, by: User) -> Referral:
    locked = lock(referral, None)
    contact.refresh_from_db(fields=["withdrawn_at"])
    if contact.withdrawn_at:
        return locked
    check_can_withdraw(by, contact, locked, clock.now())
    if locked.team.kind in PARTNER_KINDS:  # it was no work of theirs: they do not look for 30 days more
        others = Referral.objects.with_its_team().filter(resident=locked.resident, team=locked.team)
        end_share(
            resident=locked.resident, team=locked.team, by=by, at=clock.now(), unless=others.exclude(pk=locked.pk)
        )
    return end_referral(referral=locked, reason=CloseReason.VOIDED, by=by)


def words_of_call(contact: Contact) -> dict[str, Any]:
    """What was typed in a call, as the console's draft keeps it. What was promised stays promised, and is left out."""
    assert contact.resident is not None
    source = {"source_type": contact._meta.label_lower, "source_id": contact.pk}
    said = dict(Statement.objects.filter(resident=contact.resident, **source).values_list("topic", "words"))
    return {
        "person": contact.resident.reference,
        "started_at": contact.started_at.isoformat(),
        "story": said.get(Topic.STORY, ""),
        "matters": said.get(Topic.MATTERS, ""),
        "relation": contact.relation,
        "caller_name": contact.caller_name,
        "caller_phone": contact.caller_phone,
        "safe_to_call": TOLD[contact.caller_safe_to_call],
        "safe_to_text": TOLD[contact.caller_safe_to_text],
        "may_speak_for": TOLD[contact.may_speak_for],
        "need": contact.need,
        "urgency": contact.urgency,
        "advice": contact.advice,
    }

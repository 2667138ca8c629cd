"""Take back what was sent from a call a moment ago: the words go back to the console."""

from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.actions import save_draft
from core.errors import Refused
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
    """Close what a call was sent as, as entered in error, and put its words back into the console, with the call that
    is being written meanwhile parked. What was heard stays heard: when it is sent again, new words replace it.

    Harmless when it was taken back already. Raises NotPermitted, and Refused when somebody acted on it, or ten
    minutes have passed (HAND-2).
    """
    referral = contact.referrals.order_by("received_at").first()
    if referral is None:
        raise Refused("This call was not sent to a team. Nothing was taken back.")
    locked = lock(referral, None)
    if locked.close_reason == CloseReason.VOIDED:
        return locked
    check_can_withdraw(by, contact, locked, clock.now())
    if locked.team.kind in PARTNER_KINDS:  # it was no work of theirs: they do not look for 30 days more
        others = Referral.objects.with_its_team().filter(resident=locked.resident, team=locked.team)
        end_share(
            resident=locked.resident, team=locked.team, by=by, at=clock.now(), unless=others.exclude(pk=locked.pk)
        )
    closed = end_referral(referral=locked, reason=CloseReason.VOIDED, by=by)
    record("contact.withdrawn", by=by, subject=contact, resident_id=contact.resident_id)
    park_call(by=by)
    save_draft(owner_id=by.pk, form=FORM, subject=NEW, fields=words_of_call(contact), version=None)
    return closed


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

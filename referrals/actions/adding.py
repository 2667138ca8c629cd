"""Add what was heard to work that a team has open already: no new referral, and nobody is handed on."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from localities.enums import TeamKind
from localities.models import Team
from referrals import messages
from referrals.actions.contacts import Sent, Told, keep_contact, keep_story, promise_to
from referrals.actions.steps import PARTNER_KINDS, lock, move, write_note
from referrals.contact_policies import check_can_take_back
from referrals.contacts import added_to
from referrals.enums import URGENT_FIRST, ContactOutcome, NoteKind, ReferralStatus, Urgency
from referrals.holders import holder_of
from referrals.models import Contact, Referral
from referrals.policies import check_can_take_call
from referrals.querysets import WITH_ITS_TEAM
from residents.actions import note_event, share
from residents.enums import TimelineKind
from residents.models import Statement

ADDED_IN_ERROR = "What was added by the contact before this was added in error."


@transaction.atomic
def add_to_open_work(*, referral: Referral, told: Told, by: User) -> Sent:
    """Keep a contact and its story, and tell the team that has work open with the person, or whoever holds it there.

    The work becomes as urgent as what was added, never less. Raises NotPermitted when `by` takes no calls, and
    Refused when the team has it no longer.
    """
    check_can_take_call(by)
    locked = lock(referral, None)
    if locked.status not in WITH_ITS_TEAM:
        raise Refused(f"{locked.reference} is not open with {locked.team.spoken} any more. Nothing was added.")
    contact = keep_contact(
        resident=locked.resident, told=told, by=by, outcome=ContactOutcome.ADDED, advice=told.advice_given
    )
    story = keep_story(contact, told, by)
    words = "\n\n".join(part for part in (told.story, told.matters) if part)
    front_door = Team.objects.the_only(TeamKind.THURROCK_FIRST)
    earlier = {"version": locked.version, "urgency": locked.urgency}
    note = write_note(
        locked, NoteKind.ADDED, words, team=front_door, by=by, at=contact.taken_at, earlier=earlier
    )  # fmt: skip
    raised = _raise_urgency(locked, told.urgency)
    record(
        "referral.added_to", by=by, subject=locked, resident_id=locked.resident_id, contact=contact.reference,
        urgency=raised,
    )  # fmt: skip
    _announce(locked, story, by, raised)
    messages.tell_of_addition(locked, holder_of(locked), str(note.pk))
    promise_to(contact, told, by, locked)
    return Sent(contact, locked)


def _announce(referral: Referral, story: Statement | None, by: User, raised: str) -> None:
    """On the person's timeline, and to a partner that may read what was added."""
    spoken = referral.team.spoken
    more = f". It is more urgent now: {referral.get_urgency_display().lower()}" if raised else ""
    note_event(
        referral.resident, TimelineKind.REFERRAL, f"Added to referral {referral.reference}", by=by, source=referral,
        detail=f"{spoken[:1].upper()}{spoken[1:]} was told{more}.", team=referral.team,
    )  # fmt: skip
    if referral.team.kind in PARTNER_KINDS:
        reason = f"Referral {referral.reference}"
        share(resident=referral.resident, team=referral.team, by=by, reason=reason, story=story)


def _raise_urgency(locked: Referral, urgency: str) -> str:
    """Make a locked referral as urgent as what was added, when that is more; the new urgency, "" when it stays."""
    order = URGENT_FIRST.index(Urgency(urgency))
    raised = order < locked.urgency_order
    if raised:
        locked.urgency, locked.urgency_order = urgency, order
    move(locked, ReferralStatus(locked.status), "urgency", "urgency_order")
    return urgency if raised else ""


def take_back_addition(contact: Contact, by: User) -> Referral:
    """Say at the open work that what a contact added was an error; it is as urgent as before. The words stay there,
    and say so.
    """
    found = added_to(contact)
    if found is None:
        raise Refused("This call was not sent to a team. Nothing was taken back.")
    locked = lock(found, None)
    contact.refresh_from_db(fields=["withdrawn_at"])
    if contact.withdrawn_at:
        return locked
    note = locked.notes.get(kind=NoteKind.ADDED, by=contact.taken_by, at=contact.taken_at)
    check_can_take_back(by, contact, locked, note, clock.now())
    assert note.earlier is not None
    locked.urgency = note.earlier["urgency"]
    locked.urgency_order = URGENT_FIRST.index(Urgency(locked.urgency))
    move(locked, ReferralStatus(locked.status), "urgency", "urgency_order")
    write_note(locked, NoteKind.TAKEN_BACK, ADDED_IN_ERROR, team=note.team, by=by)
    note_event(
        locked.resident, TimelineKind.REFERRAL, f"Taken back from referral {locked.reference}", by=by, source=locked,
        detail=ADDED_IN_ERROR, team=locked.team,
    )  # fmt: skip
    messages.tell_of_addition(locked, holder_of(locked), f"{note.pk}:back", "What another contact added is taken back")
    return locked

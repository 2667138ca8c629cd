"""Writes of the front door and the teams: take a contact, send a referral, allocate, undo, close."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.text import Truncator

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import ChangedMeanwhile, Refused
from localities.enums import TeamKind
from localities.models import Team
from referrals import messages
from referrals.enums import (
    URGENT_FIRST,
    WHOSE_WORDS,
    CloseReason,
    ContactOutcome,
    HandOffKind,
    ReferralSource,
    ReferralStatus,
    Relation,
    Urgency,
)
from referrals.models import Allocation, Contact, HandOff, Referral
from referrals.policies import (
    UNDONE,
    check_can_allocate,
    check_can_hold,
    check_can_send_in,
    check_can_take_call,
    check_can_work_on,
    check_undone_already,
)
from referrals.routing import Suggestion, suggest
from referrals.rules import LOOK_BACK
from referrals.states import REFERRAL
from referrals.workload import worker_before
from residents.actions import end_share, hear, note_event, share
from residents.enums import Channel, TimelineKind, Topic
from residents.models import Resident, Statement
from talking_shops.models import Conversation

PARTNER_KINDS = (TeamKind.CARERS, TeamKind.PROVIDER)


@dataclass(frozen=True)
class Told:
    """What was heard in a contact, before anything is decided. `story` and `matters` are kept as statements.

    `advice` is what was advised on the way, when the contact is sent on all the same.
    """

    story: str
    need: str
    urgency: str
    matters: str = ""
    advice: str = ""
    relation: str = Relation.SELF
    caller_name: str = ""
    caller_phone: str = ""
    may_speak_for: bool | None = None
    channel: str = Channel.PHONE
    started_at: datetime | None = None


@dataclass(frozen=True)
class Sent:
    """What taking a contact made: the contact, and the referral when it was sent on."""

    contact: Contact
    referral: Referral | None


@transaction.atomic
def route_contact(*, resident: Resident, told: Told, by: User) -> Sent:
    """Keep a contact and its story, and send it to the team that the router names.

    Raises NotPermitted when `by` takes no calls.
    """
    check_can_take_call(by)
    held_by = Team.objects.the_only(TeamKind.THURROCK_FIRST)
    return _route(resident=resident, told=told, by=by, source=ReferralSource.CONTACT, from_team=held_by)


@transaction.atomic
def receive_referral(*, resident: Resident, told: Told, by: User) -> Sent:
    """Keep a referral that another system sends in, and send it to the team that the router names.

    Nobody here held it before, so its hand-off is from no team. Raises NotPermitted when `by` is not
    a system that sends referrals.
    """
    check_can_send_in(by)
    through = replace(told, channel=Channel.SYSTEM)
    return _route(resident=resident, told=through, by=by, source=ReferralSource.SYSTEM, from_team=None)


def _route(*, resident: Resident, told: Told, by: User, source: ReferralSource, from_team: Team | None) -> Sent:
    contact = _keep_contact(resident=resident, told=told, by=by, outcome=ContactOutcome.ROUTED, advice=told.advice)
    story = _keep_story(contact, told, by)
    referral = send_referral(
        resident=resident,
        source=source,
        contact=contact,
        story=story,
        need=told.need,
        urgency=told.urgency,
        from_team=from_team,
        by=by,
    )
    return Sent(contact, referral)


@transaction.atomic
def advise_contact(*, resident: Resident | None, told: Told, advice: str, by: User) -> Sent:
    """Keep a contact that ended with information and advice; it may be about nobody whom we know.

    Without a person what was told has nobody's record to stand in: it is kept with the advice on the contact.
    """
    check_can_take_call(by)
    words = advice if resident else "\n\n".join(part for part in (told.story, told.matters, advice) if part)
    contact = _keep_contact(resident=resident, told=told, by=by, outcome=ContactOutcome.ADVICE, advice=words)
    if resident:
        _keep_story(contact, told, by)
    return Sent(contact, None)


def _keep_contact(*, resident: Resident | None, told: Told, by: User, outcome: ContactOutcome, advice: str) -> Contact:
    now = clock.now()
    contact = Contact.objects.create(
        resident=resident,
        channel=told.channel,
        relation=told.relation,
        caller_name=told.caller_name,
        caller_phone=told.caller_phone,
        may_speak_for=told.may_speak_for,
        need=told.need,
        urgency=told.urgency,
        advice=advice,
        outcome=outcome,
        locality=resident.locality if resident else None,
        started_at=told.started_at or now,
        taken_at=now,
        taken_by=by,
    )
    resident_id = resident.pk if resident else None
    record("contact.taken", by=by, subject=contact, resident_id=resident_id, outcome=outcome)
    if resident:
        caller = f"{contact.caller_name or contact.get_relation_display()} rang Thurrock First"
        title = caller if contact.channel == Channel.PHONE else "Contact with Thurrock First"
        note_event(
            resident, TimelineKind.CONTACT, title, by=by, source=contact, at=contact.started_at,
            detail=Truncator(told.story).chars(300),
        )  # fmt: skip
    return contact


def _keep_story(contact: Contact, told: Told, by: User) -> Statement | None:
    assert contact.resident is not None
    said = {
        "resident": contact.resident,
        "by": by,
        "source": contact,
        "said_by": WHOSE_WORDS[Relation(told.relation)],
        "said_by_name": told.caller_name,
        "channel": told.channel,
    }
    if told.matters:
        hear(topic=Topic.MATTERS, words=told.matters, **said)  # type: ignore[arg-type]
    return hear(topic=Topic.STORY, words=told.story, **said) if told.story else None  # type: ignore[arg-type]


@transaction.atomic
def send_referral(
    *,
    resident: Resident,
    source: ReferralSource,
    need: str,
    urgency: str,
    by: User,
    story: Statement | None = None,
    contact: Contact | None = None,
    conversation: Conversation | None = None,
    from_team: Team | None = None,
    suggestion: Suggestion | None = None,
) -> Referral:
    """Send a need to the team that the router names, with the rule and the reason, and write the hand-off.

    `from_team` is the team that held it so far; None when nobody did. The caller has checked who may.
    """
    chosen = suggestion or suggest(resident, need)
    referral = Referral.objects.create(
        resident=resident,
        source=source,
        contact=contact,
        conversation=conversation,
        story=story,
        need=need,
        urgency=urgency,
        urgency_order=URGENT_FIRST.index(Urgency(urgency)),
        team=chosen.team,
        rule=chosen.rule,
        because=chosen.because,
        received_at=clock.now(),
    )
    record("referral.sent", by=by, subject=referral, resident_id=resident.pk, team=chosen.team.slug, rule=chosen.rule)
    reason = f"{chosen.rule}: {chosen.because}"[:500]
    _hand_off(referral, kind=HandOffKind.TEAM, by=by, reason=reason, from_team=from_team)
    note_event(
        resident, TimelineKind.REFERRAL, f"Referral {referral.reference}", by=by, source=referral,
        detail=f"Sent to {chosen.team.spoken}, because {chosen.because}.", team=chosen.team,
    )  # fmt: skip
    if chosen.team.kind in PARTNER_KINDS:
        share(resident=resident, team=chosen.team, by=by, reason=f"Referral {referral.reference}", story=story)
    messages.tell_team_of_new_referral(referral)
    return referral


def _hand_off(
    referral: Referral,
    *,
    kind: HandOffKind,
    by: User,
    reason: str,
    from_team: Team | None = None,
    from_worker: User | None = None,
    to_worker: User | None = None,
) -> HandOff:
    return HandOff.objects.create(
        resident=referral.resident, referral=referral, kind=kind, from_team=from_team, to_team=referral.team,
        from_worker=from_worker, to_worker=to_worker, reason=reason, at=clock.now(), by=by,
    )  # fmt: skip


@transaction.atomic
def allocate(*, referral: Referral, worker: User, by: User, version: int, note: str = "") -> Allocation:
    """Give a referral to a worker of its team; from another worker, when one holds it already.

    `version` is the version that the page showed. Raises NotPermitted, WrongState, Refused when the
    worker is not in the team or holds it already, and ChangedMeanwhile when somebody acted since.
    """
    check_can_allocate(by, referral.team)
    check_can_hold(worker, referral)
    locked = _lock(referral, version)
    step = REFERRAL.transition("allocate", locked.status)
    earlier = locked.allocations.open().select_related("worker").first()
    if earlier and earlier.worker_id == worker.pk:
        raise Refused(f"{worker.name} holds this already.")
    if earlier:
        _end(earlier, by)
        messages.tell_worker_of_ended_allocation(earlier)
    _move(locked, ReferralStatus(step.target))
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, worker=str(worker.pk))
    return _hold(locked, worker, by=by, note=note, reason=note or "Allocated to a worker of the team", last=earlier)


def _hold(referral: Referral, worker: User, *, by: User, note: str, reason: str, last: Allocation | None) -> Allocation:
    """From now on `worker` holds the referral; write the hand-off and tell them."""
    allocation = Allocation.objects.create(
        referral=referral, resident=referral.resident, worker=worker, note=note, started_at=clock.now(), started_by=by
    )
    before = last.worker if last else None
    _hand_off(referral, kind=HandOffKind.WORKER, by=by, reason=reason, from_worker=before, to_worker=worker)
    note_event(
        referral.resident, TimelineKind.ALLOCATION, f"Allocated to {worker.name}", by=by, source=allocation,
        detail=note, team=referral.team,
    )  # fmt: skip
    messages.tell_worker_of_allocation(allocation)
    return allocation


@transaction.atomic
def undo_allocation(*, allocation: Allocation, by: User) -> Referral:
    """Give a referral back: to the worker from whom the allocation took it, else to its team's queue.

    Harmless when it waits in the queue already; Refused when it has since been closed or given to somebody.
    """
    check_can_allocate(by, allocation.referral.team)
    locked = _lock(allocation.referral, None)
    current = Allocation.objects.select_for_update().get(pk=allocation.pk)
    if current.ended_at is not None:
        check_undone_already(locked, current)
        return locked
    before = worker_before(current)
    step = REFERRAL.transition("give back" if before else "undo allocation", locked.status)
    _end(current, by)
    _move(locked, ReferralStatus(step.target))
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, worker=str(current.worker_id))
    note_event(
        locked.resident, TimelineKind.ALLOCATION, f"No longer allocated to {current.worker.name}", by=by,
        source=current, team=locked.team,
    )  # fmt: skip
    messages.tell_worker_of_ended_allocation(current)
    if before:
        _hold(locked, before, by=by, note="", reason=UNDONE, last=current)
    return locked


@transaction.atomic
def close(*, referral: Referral, reason: CloseReason, by: User, version: int | None = None) -> Referral:
    """End the team's work on a referral, by the team's choice, with the reason.

    Raises NotPermitted, WrongState, ChangedMeanwhile, and Refused for a review after a discharge,
    which ends only when its six-week clock does.
    """
    check_can_work_on(by, referral)
    if referral.source == ReferralSource.DISCHARGE:
        raise Refused("A review after a discharge ends when it is held, or for a reason of the six-week rule.")
    return end_referral(referral=referral, reason=reason, by=by, version=version)


@transaction.atomic
def end_referral(*, referral: Referral, reason: CloseReason, by: User, version: int | None = None) -> Referral:
    """End a referral as a consequence of something else, such as a held review; the caller has checked who may.

    A partner that holds nothing else of the person's may look for 30 days more.
    """
    locked = _lock(referral, version)
    step = REFERRAL.transition("close", locked.status)
    for allocation in locked.allocations.open():
        _end(allocation, by)
    locked.closed_at = clock.now()
    locked.closed_by = by
    locked.close_reason = reason
    _move(locked, ReferralStatus(step.target), "closed_at", "closed_by", "close_reason")
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, reason=reason.label)
    note_event(
        locked.resident, TimelineKind.REFERRAL, f"Referral {locked.reference} closed", by=by, source=locked,
        detail=reason.label, team=locked.team,
    )  # fmt: skip
    if locked.team.kind in PARTNER_KINDS:
        here = Referral.objects.open().filter(resident=locked.resident, team=locked.team)
        end_share(resident=locked.resident, team=locked.team, by=by, at=locked.closed_at + LOOK_BACK, unless=here)
    return locked


def _lock(referral: Referral, version: int | None) -> Referral:
    locked: Referral = (
        Referral.objects.select_for_update(of=("self",)).select_related("resident", "team").get(pk=referral.pk)
    )
    if version is not None and locked.version != version:
        raise ChangedMeanwhile(f"{locked.reference} was changed while this page was open.", locked)
    return locked


def _move(referral: Referral, status: ReferralStatus, *changed: str) -> None:
    referral.status = status
    referral.version += 1
    referral.save(update_fields=["status", "version", *changed])


def _end(allocation: Allocation, by: User) -> None:
    allocation.ended_at = clock.now()
    allocation.ended_by = by
    allocation.save(update_fields=["ended_at", "ended_by"])

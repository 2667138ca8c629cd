"""A change that the person wants in what we wrote down: asked for, taken in or left out, and told."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import SYSTEM, record
from core import clock
from core.errors import Refused
from core.transitions import Transition
from outbox.notify import Message, NotTaken, send
from residents.actions import hear, note_event
from residents.enums import Channel, TimelineKind
from residents.models import Resident, Statement
from talking_shops.actions.conversations import CHANNELS
from talking_shops.actions.locking import lock_with_people
from talking_shops.after_messages import (
    ask_later,
    decision_key,
    send_decision_later,
    tell_not_arrived,
    tell_not_known,
    tell_not_sent,
    tell_of_change,
    words_of_decision,
)
from talking_shops.after_policies import check_can_decide
from talking_shops.enums import Place, ProposalStatus, ReceiptForm
from talking_shops.models import Conversation, ConversationPart, ProposedChange, WalkAwayReceipt
from talking_shops.policies import check_can_log
from talking_shops.receipts import why_not_reach
from talking_shops.rules.receipts import link_holds, must_be_told
from talking_shops.states import PROPOSED_CHANGE

MOST_WAITING = 20
LONGEST = 5_000
SUBJECT = "What you told us"
NOT_THEIRS = "Their receipt belongs to another record: the conversation was moved."
NOBODY_HEARD = "GOV.UK Notify has not answered for an hour."
BY_MESSAGE = (ReceiptForm.TEXT, ReceiptForm.EMAIL)


@transaction.atomic
def propose_by_link(*, receipt: WalkAwayReceipt, words: str) -> ProposedChange:
    """Keep what somebody says through the link of their receipt; the same words once. The worker is told.

    Raises Refused when the link holds no longer (RCP-5), when nothing is said, or when very much waits already.
    """
    locked: WalkAwayReceipt = WalkAwayReceipt.objects.select_for_update(of=("self",)).get(pk=receipt.pk)
    if not (locked.is_theirs and link_holds(locked.made_at, clock.now())):
        raise Refused("This link holds no longer. Please ring us.")
    waiting = ProposedChange.objects.filter(receipt=locked).waiting()
    again: ProposedChange | None = waiting.filter(words=_said(words)).first()
    if again:
        return again
    if waiting.count() >= MOST_WAITING:
        raise Refused("We have not read all that you told us yet. Please ring us.")
    return _keep(locked.conversation, words, receipt=locked)


@transaction.atomic
def propose_for_them(
    *, conversation: Conversation, words: str, by: User, statement: Statement | None = None
) -> ProposedChange:
    """Keep what somebody says on the telephone or face to face. Raises NotPermitted, and Refused for nothing."""
    check_can_log(by)
    newest = WalkAwayReceipt.objects.of_conversation(conversation).theirs().first()
    return _keep(conversation, words, receipt=newest, by=by, statement=statement)


def _said(words: str) -> str:
    said = words.strip()
    if not said:
        raise Refused("Say what is wrong.")
    if len(said) > LONGEST:
        raise Refused(f"This is longer than {LONGEST:,} characters. Please ring us, or send it in two parts.")
    return said


def _keep(
    conversation: Conversation, words: str, *, receipt: WalkAwayReceipt | None, by: User | None = None,
    statement: Statement | None = None,
) -> ProposedChange:  # fmt: skip
    change = ProposedChange.objects.create(
        resident=conversation.resident, conversation=conversation, receipt=receipt, statement=statement,
        words=_said(words), at=clock.now(), taken_by=by,
    )  # fmt: skip
    record("proposed_change.made", by=by or SYSTEM, subject=change, resident_id=conversation.resident_id)
    _note(change, "They asked for a change in what we wrote down", by)
    if by is None or by.pk != conversation.worker_id:
        tell_of_change(change)
    return change


@transaction.atomic
def take_in(
    *, change: ProposedChange, topic: str, by: User, replaces: Statement | None = None, told_how: str = ""
) -> ProposedChange:
    """Take a change into the record in their words, in the place of what it `replaces`.

    Raises NotPermitted, WrongState, and Refused when what it replaces was replaced by somebody else.
    """
    locked, step = _begin(change, "take in", by)
    held = locked.conversation
    if held.resident is None:
        ConversationPart.objects.create(conversation=held, topic=topic, words=locked.words, heard_at=locked.at)
    else:
        channel = CHANNELS[Place(held.place)] if locked.taken_by_id else Channel.LINK
        locked.became = hear(
            resident=held.resident, topic=topic, words=locked.words, supersedes=replaces, by=by, source=held,
            channel=channel, heard_at=locked.at, still_true=_known(held.resident, topic),
        )  # fmt: skip
        locked.statement = replaces or locked.statement
    return _decide(locked, step, by, because="", told_how=told_how)


def _known(resident: Resident, topic: str) -> list[Statement]:
    """What is known already: nobody asked again, they came to us by themselves (ASK-1)."""
    return list(Statement.objects.filter(resident=resident).about(topic).current())


@transaction.atomic
def leave_out(*, change: ProposedChange, because: str, by: User, told_how: str = "") -> ProposedChange:
    """Leave a change out of the record, with the reason that they are told.

    Raises NotPermitted, WrongState, and Refused without a reason, or when nobody says how they are told (RCP-6).
    """
    locked, step = _begin(change, "leave out", by)
    if not because.strip():
        raise Refused("Say why it is not taken into the record.")
    if must_be_told(taken=False, by_message=is_told_by_message(locked), said_how=bool(told_how)):
        raise Refused("Say how you told them.")
    return _decide(locked, step, by, because=because.strip(), told_how=told_how)


@transaction.atomic
def open_again(*, change: ProposedChange, by: User) -> ProposedChange:
    """Let a change that was left out wait again. Raises NotPermitted and WrongState."""
    locked, step = _begin(change, "open again", by)
    locked.status, locked.decided_at, locked.decided_by, locked.because = step.target, None, None, ""
    locked.told_how, locked.told_at, locked.arrived_at, locked.failed_because = "", None, None, ""
    locked.left_at, locked.not_known_at = None, None
    locked.save()
    record(step.event, by=by, subject=locked, resident_id=locked.conversation.resident_id)
    return locked


def is_told_by_message(change: ProposedChange) -> bool:
    """Whether they get the decision the way their receipt came: while its link holds, for they said then that it is
    safe to write to them there.
    """
    given = change.receipt
    return _came_by_message(change) and given is not None and link_holds(given.made_at, clock.now())


def _came_by_message(change: ProposedChange) -> bool:
    given = change.receipt
    return given is not None and given.is_theirs and given.form in BY_MESSAGE and bool(given.sent_to)


def _begin(change: ProposedChange, verb: str, by: User) -> tuple[ProposedChange, Transition]:
    """Lock the person, the conversation and then the change: whoever moves the conversation locks in this order."""
    lock_with_people(Conversation.objects.get(pk=change.conversation_id))
    found = ProposedChange.objects.select_for_update(of=("self",)).select_related(
        "conversation__worker", "conversation__resident", "receipt"
    )
    locked: ProposedChange = found.get(pk=change.pk)
    check_can_decide(by, locked)
    return locked, PROPOSED_CHANGE.transition(verb, locked.status)


def _decide(locked: ProposedChange, step: Transition, by: User, *, because: str, told_how: str) -> ProposedChange:
    now = clock.now()
    locked.status, locked.decided_at, locked.decided_by, locked.because = step.target, now, by, because
    locked.resident = locked.conversation.resident
    locked.told_how, locked.told_at = told_how, now if told_how else None
    locked.save()
    record(step.event, by=by, subject=locked, resident_id=locked.conversation.resident_id)
    taken = locked.status == ProposalStatus.TAKEN
    _note(locked, "Put right in their words" if taken else "Not changed, although they asked", by)
    if not told_how and _came_by_message(locked):
        send_decision_later(locked)
    return locked


def _note(change: ProposedChange, title: str, by: User | None) -> None:
    resident: Resident | None = change.conversation.resident
    if resident:
        detail = change.because or change.words
        note_event(
            resident, TimelineKind.CONVERSATION, title, by=by or SYSTEM, source=change.conversation, detail=detail
        )


@transaction.atomic
def tell_decision(*, change: str) -> None:
    """Tell them by message what became of it; the outbox calls this. Harmless when they were told, or when it is open
    again. Raises NoAnswer when it is to be tried again.
    """
    row: ProposedChange = ProposedChange.objects.select_for_update(of=("self",)).get(pk=UUID(change))
    if row.status == ProposalStatus.WAITING or row.told_at or row.failed_because or row.receipt is None:
        return
    theirs, now = row.receipt.is_theirs, is_told_by_message(row)
    why = why_not_reach(row.conversation.resident, row.receipt.sent_to, asked_now=now) if theirs else NOT_THEIRS
    if why:
        _fail(row, why)
        return
    subject = SUBJECT if row.receipt.form == ReceiptForm.EMAIL else ""
    try:
        send(Message(row.receipt.sent_to, words_of_decision(row), decision_key(row), subject=subject))
    except NotTaken as refusal:
        _fail(row, str(refusal))
        return
    row.told_at = clock.now()
    row.save(update_fields=["told_at"])
    ask_later("decision", row.pk, decision_key(row), taken_at=row.told_at)


def under_way(key: UUID, reference: str) -> ProposedChange | None:
    """One whose decision was sent, of which nobody knows yet whether it arrived, locked; None for any other, and for
    one that was decided again since.
    """
    row: ProposedChange = ProposedChange.objects.select_for_update(of=("self",)).get(pk=key)
    by_message = row.told_at is not None and not row.told_how and row.decided_at is not None
    is_it = by_message and row.receipt is not None and row.receipt.is_theirs and decision_key(row) == reference
    return row if is_it and not (row.arrived_at or row.failed_because or row.not_known_at) else None


def note_arrived(row: ProposedChange) -> None:
    """Keep that the decision is there."""
    row.arrived_at = clock.now()
    row.save(update_fields=["arrived_at"])
    record("proposed_change.arrived", by=SYSTEM, subject=row, resident_id=row.conversation.resident_id)


def note_not_arrived(row: ProposedChange, why: str) -> None:
    """They were not told after all: keep why, and that it had left, and tell who decided."""
    row.told_at, row.left_at = None, row.told_at
    row.save(update_fields=["told_at", "left_at"])
    _keep_why(row, why)
    key, link = f"decision:{decision_key(row)}", row.get_absolute_url()
    what = "what became of the change"
    tell_not_arrived(what, row.conversation, key=key, why=why, link=link, by=row.decided_by)


def note_not_known(row: ProposedChange) -> None:
    """Keep that nobody knows whether the decision is there, and tell who decided."""
    row.not_known_at = clock.now()
    row.save(update_fields=["not_known_at"])
    record("proposed_change.not_known", by=SYSTEM, subject=row, resident_id=row.conversation.resident_id)
    key, link = f"decision:{decision_key(row)}", row.get_absolute_url()
    tell_not_known("what became of the change", row.conversation, key=key, link=link, by=row.decided_by)


def _keep_why(row: ProposedChange, why: str) -> None:
    row.failed_because = why[:300]
    row.save(update_fields=["failed_because"])
    record("proposed_change.not_told", by=SYSTEM, subject=row, resident_id=row.conversation.resident_id)


def _fail(row: ProposedChange, why: str) -> None:
    _keep_why(row, why)
    link, key = row.get_absolute_url(), f"decision:{decision_key(row)}"
    tell_not_sent("what became of the change", row.conversation, key=key, link=link, by=row.decided_by)


@transaction.atomic
def give_up_silent_decisions() -> int:
    """Say of every decision that nobody was told of for an hour that no message will; how many."""
    silent = list(ProposedChange.objects.select_for_update(of=("self",), skip_locked=True).silent()[:500])
    for row in silent:
        _fail(row, NOBODY_HEARD)
    return len(silent)

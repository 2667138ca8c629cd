"""Ask those who agreed what they thought of a conversation, and keep what they answer (R19)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import SYSTEM, record
from core import clock
from core.errors import Refused
from outbox.notify import Message, NotTaken, is_connected, send
from talking_shops.after_messages import (
    ask_later,
    question_key,
    send_question_later,
    tell_not_arrived,
    tell_not_known,
    tell_not_sent,
    words_of_question,
)
from talking_shops.enums import FeedbackBy, MayAsk
from talking_shops.links import FEEDBACK, digest_of, token_of
from talking_shops.models import Conversation, Feedback
from talking_shops.policies import check_can_log
from talking_shops.receipts import why_not_reach
from talking_shops.rules.feedback import can_answer, is_answer, why_not_ask

SUBJECT = "What did you think?"
NOT_CONNECTED = "Text messages and e-mail are not connected here. Ask by telephone or on paper."
NOT_THEIRS = "The conversation is on another record now."
NOBODY_HEARD = "GOV.UK Notify has not answered for an hour."
ANSWERED = "This was answered already. Thank you."
TOO_LATE = "This link holds no longer."


@dataclass(frozen=True)
class Answers:
    """What somebody thought, each from 1 to 5 (FB-1), None where they left it out."""

    listened: int | None = None
    understood: int | None = None
    helped: int | None = None
    words: str = ""
    may_quote: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.words.strip() and all(one is None for one in (self.listened, self.understood, self.helped))


@transaction.atomic
def say_may_ask(*, conversation: Conversation, may_ask: str, by: User) -> Conversation:
    """Keep what they answered to whether we may ask what they thought; harmless when it stands there already."""
    check_can_log(by)
    locked: Conversation = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation.pk)
    if locked.may_ask != may_ask:
        locked.may_ask = may_ask
        locked.save(update_fields=["may_ask"])
        record("conversation.may_ask", by=by, subject=locked, resident_id=locked.resident_id, may_ask=may_ask)
    return locked


@transaction.atomic
def ask_for_feedback(*, conversation: Conversation, to: str, is_safe: bool, by: User) -> Feedback:
    """Send somebody who agreed a link to three questions; one that was sent before is replaced.

    Raises NotPermitted, and Refused when they may not be asked (FB-2) or not there (RCP-2).
    """
    check_can_log(by)
    held = _lock(conversation)
    if not is_connected():
        raise Refused(NOT_CONNECTED)
    if why := why_not_reach(held.resident, to, asked_now=is_safe):
        raise Refused(why)
    feedback = _asked(held, FeedbackBy.LINK)
    feedback.sent_to, feedback.sent_at, feedback.arrived_at, feedback.failed_because = to, None, None, ""
    feedback.not_known_at = None
    feedback.token_digest = digest_of(token_of(FEEDBACK, feedback.pk))
    feedback.save()
    record("feedback.asked", by=by, subject=feedback, resident_id=held.resident_id, how=FeedbackBy.LINK)
    send_question_later(feedback)
    return feedback


@transaction.atomic
def write_down_feedback(*, conversation: Conversation, asked_by: str, answers: Answers, by: User) -> Feedback:
    """Keep what somebody answered on the telephone or on paper. Raises as `ask_for_feedback` does."""
    check_can_log(by)
    held = _lock(conversation)
    feedback = _asked(held, asked_by)
    feedback.written_by = by
    _keep(feedback, answers)
    record("feedback.answered", by=by, subject=feedback, how=asked_by)
    return feedback


@transaction.atomic
def answer_feedback(*, feedback: Feedback, answers: Answers) -> Feedback:
    """Keep what somebody answered through their link, once; sending it again changes nothing.

    Raises Refused after 60 days (FB-3) and when nothing is answered.
    """
    locked: Feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    if locked.answered_at:
        return locked
    if locked.token_digest is None or not can_answer(locked.asked_at, clock.now()):
        raise Refused(TOO_LATE)
    _keep(locked, answers)
    record("feedback.answered", by=SYSTEM, subject=locked, how=locked.asked_by)
    return locked


def _lock(conversation: Conversation) -> Conversation:
    found = Conversation.objects.select_for_update(of=("self",)).select_related("resident", "worker")
    held: Conversation = found.get(pk=conversation.pk)
    answered = Feedback.objects.filter(conversation=held, answered_at__isnull=False).exists()
    has_died = held.resident is not None and held.resident.is_deceased
    if why := why_not_ask(MayAsk(held.may_ask), has_died=has_died, answered=answered):
        raise Refused(why)
    return held


def _asked(held: Conversation, how: str) -> Feedback:
    """The one row of a conversation, asked for now."""
    feedback = Feedback.objects.filter(conversation=held).first() or Feedback(conversation=held)
    feedback.asked_by, feedback.asked_at, feedback.locality = how, clock.now(), held.locality
    return feedback


def _keep(feedback: Feedback, answers: Answers) -> None:
    given = (answers.listened, answers.understood, answers.helped)
    if answers.is_empty or not all(map(is_answer, given)):
        raise Refused("Answer at least one of the questions, from 1 to 5.")
    feedback.listened, feedback.understood, feedback.helped = given
    feedback.words, feedback.may_quote = answers.words.strip(), answers.may_quote and bool(answers.words.strip())
    feedback.answered_at = clock.now()
    feedback.save()


@transaction.atomic
def send_question(*, feedback: str) -> None:
    """Send the link; the outbox calls this. Harmless when it was sent, answered or given up. Raises NoAnswer."""
    row: Feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=UUID(feedback))
    if row.sent_at or row.answered_at or row.failed_because or row.asked_by != FeedbackBy.LINK:
        return
    held = Conversation.objects.select_related("resident", "worker").get(pk=row.conversation_id)
    if why := _why_not_now(row, held):
        _fail(row, held, why)
        return
    subject = SUBJECT if "@" in row.sent_to else ""
    try:
        send(Message(row.sent_to, words_of_question(row), question_key(row), subject=subject))
    except NotTaken as refusal:
        _fail(row, held, str(refusal))
        return
    row.sent_at = clock.now()
    row.save(update_fields=["sent_at"])
    ask_later("question", row.pk, question_key(row), taken_at=row.sent_at)


def under_way(key: UUID, reference: str) -> Feedback | None:
    """One whose link was sent, of which nobody knows yet whether it arrived, locked; None for any other, and for one
    that was answered or asked again since.
    """
    row: Feedback = Feedback.objects.select_for_update(of=("self",)).get(pk=key)
    is_it = row.token_digest is not None and row.sent_at is not None and question_key(row) == reference
    settled = row.answered_at or row.arrived_at or row.failed_because or row.not_known_at
    return row if is_it and not settled else None


def note_arrived(row: Feedback) -> None:
    """Keep that the link is there."""
    row.arrived_at = clock.now()
    row.save(update_fields=["arrived_at"])
    record("feedback.arrived", by=SYSTEM, subject=row, resident_id=row.conversation.resident_id)


def note_not_arrived(row: Feedback, why: str) -> None:
    """Keep why the link is not there, and tell the worker."""
    held = row.conversation
    _keep_why(row, held, why)
    key, link = f"feedback:{question_key(row)}", held.get_absolute_url()
    tell_not_arrived("the question what they thought", held, key=key, why=why, link=link)


def note_not_known(row: Feedback) -> None:
    """Keep that nobody knows whether the link is there, and tell the worker."""
    held = row.conversation
    row.not_known_at = clock.now()
    row.save(update_fields=["not_known_at"])
    record("feedback.not_known", by=SYSTEM, subject=row, resident_id=held.resident_id)
    key, link = f"feedback:{question_key(row)}", held.get_absolute_url()
    tell_not_known("the question what they thought", held, key=key, link=link)


def _why_not_now(row: Feedback, held: Conversation) -> str:
    if row.token_digest is None:
        return NOT_THEIRS
    may_ask = why_not_ask(MayAsk(held.may_ask), has_died=False, answered=False)
    return may_ask or why_not_reach(held.resident, row.sent_to, asked_now=True)


def _keep_why(row: Feedback, held: Conversation, why: str) -> None:
    row.failed_because = why[:300]
    row.save(update_fields=["failed_because"])
    record("feedback.not_sent", by=SYSTEM, subject=row, resident_id=held.resident_id)


def _fail(row: Feedback, held: Conversation, why: str) -> None:
    _keep_why(row, held, why)
    link = held.get_absolute_url()
    tell_not_sent("the question what they thought", held, key=f"feedback:{question_key(row)}", link=link)


@transaction.atomic
def give_up_silent_questions() -> int:
    """Say of every link that has not left for an hour that it will not, and tell the worker; how many."""
    silent = list(Feedback.objects.select_for_update(of=("self",), skip_locked=True).silent()[:500])
    for row in silent:
        held = Conversation.objects.select_related("resident", "worker").get(pk=row.conversation_id)
        _fail(row, held, NOBODY_HEARD)
    return len(silent)

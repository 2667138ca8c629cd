"""What people and staff are told after a conversation. Each function writes an outbox job and sends nothing."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from accounts.messages import tell_person, tell_team
from accounts.models import User
from core import clock
from core.words import long_date
from localities.models import Team
from outbox.actions import enqueue
from talking_shops.links import FEEDBACK, link_of
from talking_shops.models import Conversation, Feedback, ProposedChange, WalkAwayReceipt

# When it is asked what became of a message, after GOV.UK Notify took it. It tries for three days; then nobody asks on.
ASKED_AFTER = (
    timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8), timedelta(hours=26),
    timedelta(hours=74),
)  # fmt: skip
NEVER_SAID = "GOV.UK Notify has not said for three days."


def ask_later(what: str, key: UUID, reference: str, *, taken_at: datetime, turn: int = 0) -> bool:
    """Have it asked what became of a message; False when it was asked for the last time."""
    if turn >= len(ASKED_AFTER):
        return False
    enqueue(
        "message.ask", due_at=taken_at + ASKED_AFTER[turn], what=what, key=str(key), reference=reference,
        taken_at=taken_at.isoformat(), turn=turn,
    )  # fmt: skip
    return True


def send_receipt_later(receipt: WalkAwayReceipt) -> None:
    enqueue("receipt.send", dedupe_key=f"receipt:{receipt.pk}", receipt=str(receipt.pk))


def send_decision_later(change: ProposedChange) -> None:
    enqueue("proposed_change.tell", dedupe_key=f"decision:{decision_key(change)}", change=str(change.pk))


def send_question_later(feedback: Feedback) -> None:
    enqueue("feedback.ask", dedupe_key=f"feedback:{question_key(feedback)}", feedback=str(feedback.pk))


def decision_key(change: ProposedChange) -> str:
    """The same for one deciding of a change; deciding it again is another."""
    return f"{change.pk}-{change.decided_at:%Y%m%d%H%M%S%f}"


def question_key(feedback: Feedback) -> str:
    """The same for one asking."""
    return f"{feedback.pk}-{feedback.asked_at:%Y%m%d%H%M%S%f}"


def tell_of_change(change: ProposedChange) -> None:
    """Tell whoever decides it; when they work here no longer, the team of the locality."""
    conversation = change.conversation
    words = f"{_who(conversation)}: something is to be put right in what we wrote down"
    _tell(conversation, key=f"proposed-change:{change.pk}", words=words, link=change.get_absolute_url())


def tell_not_sent(what: str, conversation: Conversation, *, key: str, link: str, by: User | None = None) -> None:
    """Tell whoever wanted something sent that it was not; nobody, when who was to have it has died."""
    if _has_died(conversation):
        return
    words = f"{_who(conversation)}: {what} could not be sent. Tell them in another way"
    _tell(conversation, key=f"not-sent:{key}", words=words, link=link, to=by)


def tell_not_arrived(
    what: str, conversation: Conversation, *, key: str, why: str, link: str, by: User | None = None
) -> None:
    """Tell whoever wanted something sent that it left and did not arrive, and what to do; nobody, when who was to have
    it has died.
    """
    if _has_died(conversation):
        return
    words = f"{_who(conversation)}: {what} did not arrive. {why} Tell them in another way"
    _tell(conversation, key=f"not-arrived:{key}", words=words[:300], link=link, to=by)


def tell_not_known(what: str, conversation: Conversation, *, key: str, link: str, by: User | None = None) -> None:
    """Tell whoever wanted something sent that nobody knows whether it arrived; nobody, when who was to have it has
    died.
    """
    if _has_died(conversation):
        return
    words = f"{_who(conversation)}: nobody knows whether {what} arrived. {NEVER_SAID} Ask them"
    _tell(conversation, key=f"not-known:{key}", words=words, link=link, to=by)


def _tell(conversation: Conversation, *, key: str, words: str, link: str, to: User | None = None) -> None:
    person = to if to and to.is_active else conversation.worker
    if person.is_active:
        tell_person(person, key=key, words=words, link=link)
        return
    for team in Team.objects.filter(locality=conversation.locality, locality__isnull=False).order_by("slug"):
        tell_team(team, key=f"{key}:{team.slug}", words=words, link=link)


def _has_died(conversation: Conversation) -> bool:
    return conversation.resident is not None and conversation.resident.is_deceased


def _who(conversation: Conversation) -> str:
    return conversation.resident.display_name if conversation.resident else conversation.called or "Somebody"


def words_of_decision(change: ProposedChange) -> str:
    """What the person is told. It names nobody, for somebody else may read it."""
    day = long_date(clock.london_date(change.at))
    told = f"Thurrock Council: you told us on {day} that something was wrong in what we wrote down."
    if change.status == "taken":
        return f"{told} We have put it right in your words."
    return f"{told} We have not changed it, because: {change.because} Ring {settings.HELP_PHONE} to talk about it."


def words_of_question(feedback: Feedback) -> str:
    """The question. It says neither who was spoken with nor what about."""
    link = link_of(FEEDBACK, feedback.pk, feedback.token_digest)
    return (
        "Thurrock Council: you said that we may ask what you thought of our conversation. "
        f"Three short questions, without your name: {link} or ring {settings.HELP_PHONE}."
    )

"""Makes what comes after a conversation for tests, through the same actions as the application."""

from typing import Any

from accounts.models import User
from core import clock
from outbox.actions import perform
from outbox.enums import JobStatus
from outbox.models import Job
from residents.models import PhoneNumber, Resident
from talking_shops.actions import Giving, give_receipt, propose_by_link, say_may_ask
from talking_shops.enums import MayAsk, ReceiptForm
from talking_shops.links import FEEDBACK, digest_of, token_of
from talking_shops.models import Conversation, Feedback, ProposedChange, WalkAwayReceipt
from tests.factories.field import make_conversation

SENDING = ("receipt.send", "proposed_change.tell", "feedback.ask")
NUMBER = "07700900123"
WRONG = "I never said that I am lonely. I said that I miss the choir."


def make_receipt(conversation: Conversation, by: User, **given: Any) -> WalkAwayReceipt:
    """A printed page, unless `given` says otherwise."""
    return give_receipt(conversation=conversation, giving=Giving(**({"form": ReceiptForm.PRINT} | given)), by=by)


def make_text(conversation: Conversation, by: User) -> WalkAwayReceipt:
    """A receipt that is to be sent to a number of which they said that it is safe."""
    return make_receipt(conversation, by, form=ReceiptForm.TEXT, to=NUMBER, is_safe=True)


def make_change(conversation: Conversation, by: User, words: str = WRONG) -> ProposedChange:
    """What somebody says through the link of the page that `by` gave them."""
    return propose_by_link(receipt=make_receipt(conversation, by), words=words)


def make_willing(resident: Resident, by: User) -> Conversation:
    """A conversation with somebody who agreed to be asked what they thought."""
    return say_may_ask(conversation=make_conversation(resident, by), may_ask=MayAsk.YES, by=by)


def has_phone(resident: Resident, *, safe_to_text: bool | None) -> None:
    """Their one number, and what they said of texting there."""
    PhoneNumber.objects.create(
        resident=resident, number=NUMBER, is_main=True, safe_to_text=safe_to_text, started_on=resident.added_at.date(),
        noted_by=resident.added_by,
    )  # fmt: skip
    type(resident).objects.filter(pk=resident.pk).update(phone=NUMBER, safe_to_text=safe_to_text)
    resident.refresh_from_db()


def deliver(*kinds: str) -> list[str]:
    """Do what waits to be sent, or what waits of these kinds, once; the state of each job afterwards."""
    jobs = list(Job.objects.filter(kind__in=kinds or SENDING, status=JobStatus.WAITING).order_by("made_at", "pk"))
    for job in jobs:
        perform(job.pk)
        job.refresh_from_db()
    return [job.status for job in jobs]


def make_link(conversation: Conversation) -> Feedback:
    """A link to the three questions, as somebody has it who agreed to be asked."""
    asked = Feedback(
        conversation=conversation, locality=conversation.locality, asked_by="link", asked_at=clock.now(), sent_to=NUMBER
    )
    asked.token_digest = digest_of(token_of(FEEDBACK, asked.pk))
    asked.save()
    return asked

"""Give somebody what was agreed on one page in their own words; send it when they want it sent."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import SYSTEM, record
from core import clock
from core.errors import Refused
from outbox.notify import Message, NotTaken, is_connected, send
from residents.actions import note_event
from residents.enums import TimelineKind
from talking_shops.actions.asking import say_may_ask
from talking_shops.actions.locking import lock_with_people
from talking_shops.actions.remembering import keep_that_safe, remember_wish
from talking_shops.after_messages import ask_later, send_receipt_later, tell_not_arrived, tell_not_known, tell_not_sent
from talking_shops.after_policies import check_can_give
from talking_shops.enums import MayAsk, ReceiptForm
from talking_shops.links import RECEIPT, digest_of, token_of
from talking_shops.models import Conversation, WalkAwayReceipt
from talking_shops.receipts import (
    email_of,
    link_to_put_right,
    page_from,
    page_of,
    text_of,
    why_not_reach,
)

NOT_CONNECTED = "Text messages and e-mail are not connected here. Give them a printed page."
NOT_THEIRS = "Its conversation is on another record now."
NOBODY_HEARD = "GOV.UK Notify has not answered for an hour."
SENT = (ReceiptForm.TEXT, ReceiptForm.EMAIL)


@dataclass(frozen=True)
class Giving:
    """In which form somebody takes it away. `to` is a number or an address, of which they said now that it is safe
    when `is_safe`; `may_ask` is what they answered to whether we may ask what they thought; `remember` that they want
    to have things in writing like this from now on.
    """

    form: str
    to: str = ""
    is_safe: bool = False
    may_ask: str = MayAsk.NOT_ASKED
    remember: bool = False


@transaction.atomic
def give_receipt(*, conversation: Conversation, giving: Giving, by: User) -> WalkAwayReceipt:
    """Keep what somebody takes away, and have it sent when it is to be sent.

    Raises NotPermitted, and Refused when they have died, when nothing can be sent from here, or when it would go where
    it may not go (RCP-2).
    """
    check_can_give(by, conversation)
    held, _ = lock_with_people(conversation)
    _check(held, giving)
    wanted = giving.form != ReceiptForm.NOT_WANTED
    receipt = WalkAwayReceipt(
        conversation=held, form=giving.form, words=page_of(held).kept() if wanted else {},
        sent_to=giving.to if giving.form in SENT else "", made_at=clock.now(), made_by=by,
    )  # fmt: skip
    receipt.token_digest = digest_of(token_of(RECEIPT, receipt.pk)) if wanted else None
    receipt.save(force_insert=True)
    record("receipt.given", by=by, subject=receipt, resident_id=held.resident_id, form=giving.form)
    _keep_answers(receipt, held, giving, by)
    if held.resident:
        title = f"Receipt of the conversation: {receipt.get_form_display().lower()}"
        note_event(held.resident, TimelineKind.CONVERSATION, title, by=by, source=held)
    if receipt.is_sent:
        send_receipt_later(receipt)
    return receipt


def _check(held: Conversation, giving: Giving) -> None:
    if held.resident and held.resident.is_deceased:
        raise Refused(f"{held.resident.display_name} has died.")
    if giving.form in SENT and not is_connected():
        raise Refused(NOT_CONNECTED)
    if giving.form in SENT and (why := why_not_reach(held.resident, giving.to, asked_now=giving.is_safe)):
        raise Refused(why)


def _keep_answers(receipt: WalkAwayReceipt, held: Conversation, giving: Giving, by: User) -> None:
    """What they answered stands in the record, so that nobody asks again; and on the receipt, what of it is new there,
    for the record may be the wrong one.
    """
    if giving.may_ask != MayAsk.NOT_ASKED:
        say_may_ask(conversation=held, may_ask=giving.may_ask, by=by)
    if held.resident is None:
        return
    receipt.taught = keep_that_safe(held.resident, giving.form, giving.to, by)
    if giving.remember:
        receipt.taught |= remember_wish(held.resident, giving.form, giving.to, by)
    receipt.save(update_fields=["taught"])


@transaction.atomic
def send_receipt(*, receipt: str) -> None:
    """Send one by text message or e-mail; the outbox calls this. Harmless when it was sent or given up.

    What has become unsafe since is not sent. Raises NoAnswer when it is to be tried again.
    """
    row: WalkAwayReceipt = WalkAwayReceipt.objects.select_for_update(of=("self",)).get(pk=UUID(receipt))
    if row.sent_at or row.failed_because:
        return
    held = Conversation.objects.select_related("resident", "worker").get(pk=row.conversation_id)
    not_now = why_not_reach(held.resident, row.sent_to, asked_now=True) if row.is_theirs else NOT_THEIRS
    if not_now:
        _fail(row, held, not_now)
        return
    try:
        send(message_of(row))
    except NotTaken as refusal:
        _fail(row, held, str(refusal))
        return
    row.sent_at = clock.now()
    row.save(update_fields=["sent_at"])
    record("receipt.sent", by=SYSTEM, subject=row, resident_id=held.resident_id)
    ask_later("receipt", row.pk, str(row.pk), taken_at=row.sent_at)


def under_way(key: UUID, reference: str) -> WalkAwayReceipt | None:
    """One that was sent and of which nobody knows yet whether it arrived, locked; None for any other."""
    row: WalkAwayReceipt = WalkAwayReceipt.objects.select_for_update(of=("self",)).get(pk=key)
    settled = row.arrived_at or row.failed_because or row.not_known_at
    return row if row.is_theirs and row.sent_at and not settled else None


def note_arrived(row: WalkAwayReceipt) -> None:
    """Keep that it is there."""
    row.arrived_at = clock.now()
    row.save(update_fields=["arrived_at"])
    record("receipt.arrived", by=SYSTEM, subject=row, resident_id=row.conversation.resident_id)


def note_not_arrived(row: WalkAwayReceipt, why: str) -> None:
    """Keep why it is not there, and tell who gave it."""
    held = row.conversation
    _keep_why(row, held, why)
    link = row.get_absolute_url()
    tell_not_arrived("the receipt", held, key=f"receipt:{row.pk}", why=why, link=link, by=row.made_by)


def note_not_known(row: WalkAwayReceipt) -> None:
    """Keep that nobody knows whether it is there, and tell who gave it."""
    held, link = row.conversation, row.get_absolute_url()
    row.not_known_at = clock.now()
    row.save(update_fields=["not_known_at"])
    record("receipt.not_known", by=SYSTEM, subject=row, resident_id=held.resident_id)
    tell_not_known("the receipt", held, key=f"receipt:{row.pk}", link=link, by=row.made_by)


def message_of(receipt: WalkAwayReceipt) -> Message:
    """The message that a receipt leaves as."""
    page, link = page_from(receipt.words), link_to_put_right(receipt)
    if receipt.form == ReceiptForm.TEXT:
        return Message(receipt.sent_to, text_of(page, link).words, str(receipt.pk))
    subject, words = email_of(page, link)
    return Message(receipt.sent_to, words, str(receipt.pk), subject=subject)


def _keep_why(row: WalkAwayReceipt, held: Conversation, why: str) -> None:
    row.failed_because = why[:300]
    row.save(update_fields=["failed_because"])
    record("receipt.not_sent", by=SYSTEM, subject=row, resident_id=held.resident_id)


def _fail(row: WalkAwayReceipt, held: Conversation, why: str) -> None:
    _keep_why(row, held, why)
    tell_not_sent("the receipt", held, key=f"receipt:{row.pk}", link=row.get_absolute_url(), by=row.made_by)


@transaction.atomic
def give_up_silent_receipts() -> int:
    """Say of every receipt that has not left for an hour that it will not, and tell who gave it; how many."""
    silent = list(WalkAwayReceipt.objects.select_for_update(of=("self",), skip_locked=True).silent()[:500])
    for row in silent:
        held = Conversation.objects.select_related("resident", "worker").get(pk=row.conversation_id)
        _fail(row, held, NOBODY_HEARD)
    return len(silent)

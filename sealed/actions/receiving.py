"""Take in what devices send, once each."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from accounts.models import User
from audit.actions import record
from audit.models import Event
from core import clock
from core.errors import NotPermitted, Refused
from sealed.actions.keeping import keep_contents
from sealed.contents import without_nul
from sealed.enums import ItemStatus
from sealed.handlers import handler_of
from sealed.keys import private_half
from sealed.models import SealedItem
from sealed.opening import Envelope, Opened, Unopenable, open_envelope
from sealed.states import SEALED_ITEM

logger = logging.getLogger(__name__)

DRAFT_LOCKS = 840_055  # the advisory locks of drafts: two turns of one part come one after the other
BREAKS_FOR = timedelta(days=1)
ANOTHER = "Something else was sent under this item's id before."
UNFIT = "It holds a character that cannot be kept (the NUL character), shown here as \u2400."
BROKEN = "Something is wrong on our side, and this could not be taken up for a day. Your words are here."


@dataclass(frozen=True)
class Receipt:
    """What the device may say of an item: where it is, why, and what it has become."""

    state: str
    digest: str
    because: str = ""
    result: dict[str, Any] | None = None


def receive_item(*, envelope: Envelope, by: User) -> Receipt:
    """Take one item up, once: the same item again gets the same receipt. What its handler refuses is kept for its
    writer, opened; an older turn of a part of which a later one came already changes nothing.

    Raises Unopenable, and keeps nothing, for what `by` did not seal, or other bytes under a known id; and whatever a
    broken handler raises, until a day after it was written or first came: then it is kept for its writer too. That it
    came is kept whatever becomes of it, for the clock of a device may be ahead by years.
    """
    try:
        return _received(envelope, by)
    except (Unopenable, OperationalError, InterfaceError):
        raise
    except Exception:
        _note_first_sight(envelope, by)
        raise


@transaction.atomic
def _note_first_sight(envelope: Envelope, by: User) -> None:
    """Write down, once, that an item came and could not be taken up."""
    if _first_sight(envelope.id, by) is None:
        record("sealed.broke", by=by, subject=SealedItem(pk=envelope.id), kind=envelope.kind)


def _first_sight(item_id: UUID, by: User) -> datetime | None:
    came = Event.objects.filter(actor_id=by.pk, verb="sealed.broke", subject_id=item_id)
    first: datetime | None = came.order_by("at").values_list("at", flat=True).first()
    return first


@transaction.atomic
def _received(envelope: Envelope, by: User) -> Receipt:
    digest = sha256(envelope.associated(by.pk) + envelope.sealed).hexdigest()
    if (known := SealedItem.objects.filter(pk=envelope.id).first()) is not None:
        return _again(known, digest, by)
    opened = open_envelope(envelope, by.pk, private_half(envelope.key))
    hold_draft(by, opened.draft)
    try:
        with transaction.atomic():
            item = _written_down(opened, digest, by)
    except IntegrityError:
        return _again(SealedItem.objects.get(pk=envelope.id), digest, by)
    return _take_up(item, opened, by)


def _again(known: SealedItem, digest: str, by: User) -> Receipt:
    """The same receipt for the same bytes, also when their key is gone by now."""
    if known.owner_id != by.pk or known.digest != digest:
        raise Unopenable(ANOTHER)
    return _receipt_of(known)


def hold_draft(by: User, draft: UUID) -> None:
    """What is done about one draft on a device at this moment comes one after the other, until the transaction ends:
    ask for it before any row of it is locked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [DRAFT_LOCKS, f"{by.pk} {draft}"])


def _written_down(opened: Opened, digest: str, by: User) -> SealedItem:
    """Its row first: whoever sends the same item now waits for it. Raises IntegrityError when it is known."""
    item = SealedItem(
        id=opened.id, owner=by, kind=opened.kind, schema=opened.schema, draft=opened.draft, part=opened.part,
        turn=opened.turn, digest=digest, written_at=opened.written_at, received_at=clock.now(),
    )  # fmt: skip
    item.save(force_insert=True)
    return item


def _take_up(item: SealedItem, opened: Opened, by: User) -> Receipt:
    of_part = SealedItem.objects.filter(owner=by, draft=item.draft, part=item.part)
    if of_part.filter(turn__gt=item.turn).exclude(status=ItemStatus.LET_GO).exists():
        item.result = {"replaced": True}
        item.save(update_fields=["result"])
        return _receipt_of(item)
    for earlier in of_part.filter(turn__lt=item.turn, status=ItemStatus.NEEDS_YOU):
        _replace(earlier, by)
    try:
        with transaction.atomic():
            item.result = _result_of(opened, by)
    except (Refused, NotPermitted) as refusal:
        _leave(item, opened.body, str(refusal), by)
    item.save(update_fields=["status", "because", "result"])
    return _receipt_of(item)


def _replace(earlier: SealedItem, by: User) -> None:
    """What needed its writer is in a later turn of its part: the writer has gone on with it."""
    step = SEALED_ITEM.transition("take up", earlier.status)
    earlier.status, earlier.because, earlier.contents = ItemStatus(step.target), "", None
    earlier.result = {"replaced": True}
    earlier.save(update_fields=["status", "because", "contents", "result"])
    record(step.event, by=by, subject=earlier, kind=earlier.kind)


def _result_of(opened: Opened, by: User) -> dict[str, Any]:
    if without_nul(opened.body) != opened.body:
        raise Refused(UNFIT)
    try:
        with transaction.atomic():
            return handler_of(opened.kind)(item=opened, by=by)
    except (Refused, NotPermitted, OperationalError, InterfaceError):
        raise  # the last two pass: the database is away
    except Exception:
        now = clock.now()
        if now - min(opened.written_at, _first_sight(opened.id, by) or now) < BREAKS_FOR:
            raise
        logger.exception("a sealed item could not be taken up for a day: it is left to its writer")
        raise Refused(BROKEN) from None


def _leave(item: SealedItem, body: Mapping[str, Any], because: str, by: User) -> None:
    """Keep what was refused, with its reason, for its writer."""
    step = SEALED_ITEM.transition("refuse", item.status)
    item.status, item.because = ItemStatus(step.target), because[:300]
    keep_contents(item_id=item.pk, contents=without_nul(body))
    record(step.event, by=by, subject=item, kind=item.kind)


def _receipt_of(item: SealedItem) -> Receipt:
    return Receipt(item.status, item.digest, item.because, item.result)

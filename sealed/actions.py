"""Take in what devices send, once each; renew the keys to which they seal."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import NotPermitted, Refused
from sealed.enums import ItemStatus
from sealed.keys import locked_away, newest_key, private_half
from sealed.models import SealedItem, SealingKey
from sealed.opening import CURVE, Envelope, Opened, Unopenable, open_envelope, public_point, to_text
from sealed.states import SEALED_ITEM

logger = logging.getLogger(__name__)

RENEWED_AFTER = timedelta(days=30)
KEPT_AFTER_THAT = timedelta(days=60)
ANOTHER = "Something else was sent under this item's id before."


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

    Raises Unopenable, and keeps nothing, for what `by` did not seal, or other bytes under a known id.
    """
    opened = open_envelope(envelope, by.pk, private_half(envelope.key))
    digest = sha256(envelope.associated(by.pk) + envelope.sealed).hexdigest()
    try:
        with transaction.atomic():
            return _take_up(_written_down(opened, digest, by), opened, by)
    except IntegrityError:
        return _again(envelope, digest, by)


def _again(envelope: Envelope, digest: str, by: User) -> Receipt:
    known = SealedItem.objects.filter(pk=envelope.id).first()
    if known is None or known.owner_id != by.pk or known.digest != digest:
        raise Unopenable(ANOTHER)
    return _receipt_of(known)


def _written_down(opened: Opened, digest: str, by: User) -> SealedItem:
    """Its row first: whoever sends the same item now waits for it. Raises IntegrityError when it is known."""
    item = SealedItem(
        id=opened.id, owner=by, kind=opened.kind, schema=opened.schema, draft=opened.draft, part=opened.part,
        turn=opened.turn, digest=digest, written_at=opened.written_at, received_at=clock.now(),
    )  # fmt: skip
    item.save(force_insert=True)
    return item


def _take_up(item: SealedItem, opened: Opened, by: User) -> Receipt:
    later = SealedItem.objects.filter(owner=by, draft=item.draft, part=item.part, turn__gt=item.turn)
    if later.exclude(status=ItemStatus.NEEDS_YOU).exists():
        item.result = {"replaced": True}
        item.save(update_fields=["result"])
        return _receipt_of(item)
    try:
        with transaction.atomic():
            item.result = _handler_of(opened.kind)(item=opened, by=by)
    except (Refused, NotPermitted) as refusal:
        step = SEALED_ITEM.transition("refuse", item.status)
        item.status, item.because = ItemStatus(step.target), str(refusal)[:300]
        keep_contents(item=opened, contents=opened.body)
        record(step.event, by=by, subject=item, kind=item.kind)
    item.save(update_fields=["status", "because", "result"])
    return _receipt_of(item)


def keep_contents(*, item: Opened, contents: Mapping[str, Any]) -> None:
    """Keep `contents` with an item until all of its draft has become something: its handler asks for it."""
    SealedItem.objects.filter(pk=item.id).update(contents=dict(contents))


def drop_contents(*, draft: UUID, by: User) -> None:
    """All of a draft has become something: what its items held is not kept with them any longer."""
    SealedItem.objects.filter(owner=by, draft=draft, status=ItemStatus.TAKEN).update(contents=None)


def _handler_of(kind: str) -> Any:
    """Who takes up a kind of item. Raises Refused when nobody does: an older or a newer page wrote it."""
    name = settings.SEALED_HANDLERS.get(kind)
    if name is None:
        raise Refused("This version of Thurrock Care does not know what kind of item this is.")
    return import_string(name)


def _receipt_of(item: SealedItem) -> Receipt:
    return Receipt(item.status, item.digest, item.because, item.result)


@transaction.atomic
def try_again(*, item: SealedItem, by: User) -> SealedItem:
    """Take up what was refused, now that what stood in its way may be gone; its writer asks for it.

    Raises NotPermitted for somebody else, WrongState, and what its handler refuses.
    """
    locked = _lock(item, by)
    step = SEALED_ITEM.transition("take up", locked.status)
    opened = Opened(
        locked.pk, locked.kind, locked.schema, locked.draft, locked.part, locked.turn, locked.written_at,
        locked.contents or {},
    )  # fmt: skip
    SealedItem.objects.filter(pk=locked.pk).update(contents=None)
    locked.result = _handler_of(locked.kind)(item=opened, by=by)
    locked.status, locked.because = ItemStatus(step.target), ""
    locked.save(update_fields=["status", "because", "result"])
    record(step.event, by=by, subject=locked, kind=locked.kind)
    return locked


@transaction.atomic
def let_go(*, item: SealedItem, by: User) -> SealedItem:
    """Let an item go that cannot be taken up: its writer has kept its words elsewhere, or they are not needed.

    Raises NotPermitted for somebody else, and WrongState.
    """
    locked = _lock(item, by)
    step = SEALED_ITEM.transition("let go", locked.status)
    locked.status, locked.contents = ItemStatus(step.target), None
    locked.save(update_fields=["status", "contents"])
    record(step.event, by=by, subject=locked, kind=locked.kind)
    return locked


def _lock(item: SealedItem, by: User) -> SealedItem:
    locked: SealedItem = SealedItem.objects.select_for_update().get(pk=item.pk)
    if locked.owner_id != by.pk:
        raise NotPermitted("Only who wrote this can decide what becomes of it.")
    return locked


@transaction.atomic
def renew_keys() -> SealingKey:
    """See that there is a key younger than 30 days, retire the one before, and destroy the private halves of those
    that were retired 60 days ago; safe to repeat.
    """
    now = clock.now()
    old = SealingKey.objects.filter(retired_at__lt=now - KEPT_AFTER_THAT, destroyed_at__isnull=True)
    old.update(private_key="", destroyed_at=now)
    newest = newest_key()
    if newest is not None and now - newest.made_at < RENEWED_AFTER:
        return newest
    try:
        return _next_key(newest.number + 1 if newest else 1, now)
    except IntegrityError:
        return SealingKey.objects.latest("number")


@transaction.atomic
def _next_key(number: int, now: datetime) -> SealingKey:
    """A new pair; the one before is retired. Raises IntegrityError when somebody makes the same one at this moment."""
    private = ec.generate_private_key(CURVE)
    made: SealingKey = SealingKey.objects.create(
        number=number, public_key=to_text(public_point(private)), private_key=locked_away(private), made_at=now
    )
    SealingKey.objects.filter(number__lt=number, retired_at__isnull=True).update(retired_at=now)
    return made

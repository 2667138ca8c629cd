"""What becomes of an item that was refused: its writer decides, and whoever answers for them may read it."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core.errors import NotPermitted
from sealed.actions.keeping import keep_contents
from sealed.enums import ItemStatus
from sealed.handlers import about_whom, handler_of
from sealed.models import SealedItem
from sealed.opening import Opened
from sealed.policies import check_may_read
from sealed.states import SEALED_ITEM


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
    keep_contents(item_id=locked.pk, contents=None)
    locked.result = handler_of(locked.kind)(item=opened, by=by)
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


@transaction.atomic
def read_for_writer(*, item: SealedItem, by: User) -> SealedItem:
    """Open the words of an item that has waited for its writer for more than a day; who opened them, and about whom
    they are, is written down.

    Raises NotPermitted for whoever does not answer for the writer, or may not see whom the words are about.
    """
    check_may_read(by, item)
    resident_id = about_whom(item, by)
    record(
        "sealed.read_for_writer", by=by, subject=item, resident_id=resident_id, kind=item.kind,
        writer=str(item.owner_id),
    )  # fmt: skip
    return item


def _lock(item: SealedItem, by: User) -> SealedItem:
    locked: SealedItem = SealedItem.objects.select_for_update().get(pk=item.pk)
    if locked.owner_id != by.pk:
        raise NotPermitted("Only who wrote this can decide what becomes of it.")
    return locked

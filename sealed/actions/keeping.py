"""Keep what is inside an item that was taken up, until all of its draft has become something: its handler asks."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from accounts.models import User
from sealed.enums import ItemStatus
from sealed.models import SealedItem


def keep_contents(*, item_id: UUID, contents: Mapping[str, Any] | None) -> None:
    """Keep `contents` with an item from now on; None: no longer."""
    SealedItem.objects.filter(pk=item_id).update(contents=None if contents is None else dict(contents))


def drop_contents(*, draft: UUID, by: User) -> None:
    """All of a draft has become something: what its items held is not kept with them any longer."""
    SealedItem.objects.filter(owner=by, draft=draft, status=ItemStatus.TAKEN).update(contents=None)

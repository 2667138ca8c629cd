"""Who takes up a kind of item (settings.SEALED_HANDLERS), and who knows the people that items are about
(settings.SEALED_ABOUT): by name, for they stand on floors above.
"""

from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from core.errors import Refused
from sealed.models import SealedItem
from sealed.opening import Opened


class Handler(Protocol):
    """Makes of an item what it is and returns the receipt; raises Refused or NotPermitted to leave it to its writer."""

    def __call__(self, *, item: Opened, by: User) -> dict[str, Any]: ...


def handler_of(kind: str) -> Handler:
    """Who takes up a kind of item. Raises Refused when nobody does: an older or a newer page wrote it."""
    name = settings.SEALED_HANDLERS.get(kind)
    if name is None:
        raise Refused("This version of Thurrock Care does not know what kind of item this is.")
    handler: Handler = import_string(name)
    return handler


def about_whom(item: SealedItem, by: User) -> UUID | None:
    """The person whom an item is about, as it or another part of its draft says; None: it says nobody.

    Raises NotPermitted when `by` may not see them.
    """
    others = SealedItem.objects.filter(owner=item.owner_id, draft=item.draft).exclude(pk=item.pk)
    said = [item.contents, *others.order_by("pk").values_list("contents", flat=True)]
    reference = next((str(one["person"]) for one in said if one and one.get("person")), "")
    found: UUID | None = import_string(settings.SEALED_ABOUT)(reference=reference, by=by) if reference else None
    return found

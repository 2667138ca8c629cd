"""Who takes up a kind of item: settings.SEALED_HANDLERS names them, for they stand on floors above."""

from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from accounts.models import User
from core.errors import Refused
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

"""Handlers of sealed items, for tests of what comes before them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, OperationalError
from django.test import override_settings

from accounts.models import User
from core.errors import NotPermitted, Refused, WrongState
from sealed.opening import Opened

TAKEN: list[Opened] = []
REFUSALS = {
    "not today": Refused("This Talking Shop is not today."),
    "merged": Refused("This person's record was merged into one that you may not see."),
    "cancelled": WrongState("This Talking Shop was cancelled."),
    "closed": WrongState("This conversation was taken back."),
    "not permitted": NotPermitted("Your role does not include: log a conversation."),
    "not seen": Refused("This person's record is not open to you any more."),
    "not valid": Refused("The day of the conversation lies in the future."),
    "newer": Refused("A newer page wrote this. Open Thurrock Care again."),
}
FAULTS = {
    "our fault": KeyError("session"),
    "away": OperationalError("the connection is lost"),
    "at once": IntegrityError("somebody was faster"),
}


def take_up(*, item: Opened, by: User) -> dict[str, Any]:
    """Keep what it is given; refuse or break down as the item asks."""
    asked = str(item.body.get("meets", ""))
    if asked in REFUSALS:
        raise REFUSALS[asked]
    if asked in FAULTS:
        raise FAULTS[asked]
    TAKEN.append(item)
    return {"number": len(TAKEN)}


@contextmanager
def taking_up() -> Iterator[list[Opened]]:
    """Footfall and conversations are taken up by `take_up`; what it took."""
    TAKEN.clear()
    name = f"{__name__}.take_up"
    with override_settings(SEALED_HANDLERS={"footfall": name, "talk": name}):
        yield TAKEN

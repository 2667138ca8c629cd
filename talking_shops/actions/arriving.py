"""What became of the messages that GOV.UK Notify took: asked for by reference, and told when one did not arrive."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from outbox.notify import Became, NoAnswer, what_became
from talking_shops.actions import asking, event_texts, proposing, receipts
from talking_shops.after_messages import ask_later

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """One kind of messages. `under_way` locks the row of the message with this key and reference; None when that is
    settled, or when another message has taken its place.
    """

    under_way: Callable[[UUID, str], Any]
    arrived: Callable[[Any], None]
    not_arrived: Callable[[Any, str], None]
    not_known: Callable[[Any], None]


def _sent(module: Any) -> Sent:
    return Sent(module.under_way, module.note_arrived, module.note_not_arrived, module.note_not_known)


KINDS = {
    "receipt": _sent(receipts),
    "decision": _sent(proposing),
    "question": _sent(asking),
    "news": _sent(event_texts),
}


@transaction.atomic
def ask_what_became(*, what: str, key: str, reference: str, taken_at: str, turn: int) -> None:
    """Ask what became of one message; the outbox calls this. While nobody knows, it is asked again later, and after
    three days its worker is told that nobody knows, which is not that it did not arrive. Harmless when it is settled.
    """
    became = _asked(reference)
    kind = KINDS[what]
    row = kind.under_way(UUID(key), reference)
    if row is None:
        return
    if became.arrived:
        kind.arrived(row)
    elif became.failed:
        kind.not_arrived(row, became.failed)
    elif not ask_later(what, UUID(key), reference, taken_at=datetime.fromisoformat(taken_at), turn=turn + 1):
        kind.not_known(row)


def _asked(reference: str) -> Became:
    """Without an answer nobody knows: the next time it is asked is soon enough."""
    try:
        return what_became(reference)
    except NoAnswer as silence:
        logger.warning("what became of a message is not known yet: %s", silence)
        return Became()

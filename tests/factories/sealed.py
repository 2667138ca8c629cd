"""Items as a device of ours seals them."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from accounts.models import User
from core import clock
from sealed.actions import Receipt, receive_item, renew_keys
from sealed.opening import Envelope, seal, to_text


def make_envelope(by: User, body: dict[str, Any] | None = None, **changed: Any) -> Envelope:
    """An item that `by` wrote a minute ago, sealed to our newest key."""
    key = renew_keys()
    blank = Envelope(
        id=uuid4(), kind="footfall", schema=1, draft=uuid4(), part=uuid4(), turn=1,
        written_at=clock.now() - timedelta(minutes=1), key=key.pk, point=b"", iv=bytes(range(12)), sealed=b"",
    )  # fmt: skip
    return seal(body or {"words": "Zażółć gęślą jaźń"}, replace(blank, **changed), by.pk, key.public_key)


def as_sent(envelope: Envelope) -> dict[str, Any]:
    """The JSON that a device sends."""
    return {
        name: to_text(value) if isinstance(value, bytes) else value if isinstance(value, int) else str(value)
        for name, value in vars(envelope).items()
    } | {"written_at": envelope.written_at.isoformat()}


def hand_in_talk(
    by: User, draft: UUID, *, part: UUID | None = None, turn: int = 1, ago: int = 60, **body: Any
) -> Receipt:
    """One turn of a part of a conversation of today at home, written so many seconds ago."""
    begun = {"held_on": clock.today().isoformat(), "place": "home", "called": "Red scarf", "finished": False}
    envelope = make_envelope(
        by, begun | body, kind="talk", draft=draft, part=part or uuid4(), turn=turn,
        written_at=clock.now() - timedelta(seconds=ago),
    )  # fmt: skip
    return receive_item(envelope=envelope, by=by)

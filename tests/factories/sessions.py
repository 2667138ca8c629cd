"""Sessions with those who came, and items of footfall as a device seals them."""

from typing import Any
from uuid import UUID

from accounts.models import User
from sealed.opening import Envelope
from talking_shops import actions
from talking_shops.models import Session, Tap
from tests.factories.sealed import make_envelope


def make_taps(session: Session, by: User, kind: str = "came_in", count: int = 1) -> list[Tap]:
    """So many taps on one button."""
    return [actions.tap(session=session, kind=kind, by=by) for _ in range(count)]


def sealed_tap(session: Session, by: User, kind: str = "came_in", undoes: UUID | None = None, **more: Any) -> Envelope:
    """A tap as static/js/footfall.js gives it to the outbox of the device."""
    body = {"session": str(session.pk), "kind": kind} | ({"undoes": str(undoes)} if undoes else {})
    return make_envelope(by, body, kind="footfall", **more)

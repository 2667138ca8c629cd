"""As talking_shops.actions: footfall is tapped, somebody of a service is there, the day is written down."""

from datetime import datetime

from talking_shops.enums import Service, TapKind
from talking_shops.models import Attending, SessionNote, Tap
from thurrock_care.demo.ledger import Ledger, Row
from thurrock_care.demo.records.people import record
from thurrock_care.demo.staff import Worker


def tap(ledger: Ledger, *, session: str, kind: TapKind, by: Worker, at: datetime) -> Row:
    """As the action."""
    made = ledger.add(Tap, at, session_id=session, kind=kind, at=at, received_at=at, by_id=by.id)
    record(ledger, "footfall.tapped", by=by, at=at, subject=(Tap, made["id"]), session=session, kind=kind)
    return made


def undo_tap(ledger: Ledger, *, tap: Row, by: Worker, at: datetime) -> Row:
    """As the action."""
    made = ledger.add(
        Tap, at, session_id=tap["session_id"], kind=tap["kind"], at=at, received_at=at, by_id=by.id, undoes_id=tap["id"]
    )
    subject = (Tap, tap["id"])
    record(ledger, "footfall.undone", by=by, at=at, subject=subject, session=tap["session_id"], kind=tap["kind"])
    return made


def put_on_list(
    ledger: Ledger, *, session: str, service: Service, by: Worker, at: datetime, user: Worker | None = None,
    name: str = "",
) -> Row:  # fmt: skip
    """As the action, of somebody who is planned."""
    made = ledger.add(
        Attending, at, session_id=session, user_id=user and user.id, service=service, name=name, made_at=at,
        made_by_id=by.id,
    )  # fmt: skip
    record(ledger, "attending.planned", by=by, at=at, subject=(Attending, made["id"]), session=session)
    return made


def come_and_go(ledger: Ledger, *, attending: Row, by: Worker, came_at: datetime, left_at: datetime) -> None:
    """As say_where, twice: they are here, and they have left."""
    attending.update(here_at=came_at, left_at=left_at)
    subject = (Attending, attending["id"])
    for verb, at in (("attending.here", came_at), ("attending.left", left_at)):
        record(ledger, verb, by=by, at=at, subject=subject, session=attending["session_id"])


def write_note(ledger: Ledger, *, session: str, words: str, by: Worker, at: datetime) -> Row:
    """As the action."""
    note = ledger.add(SessionNote, at, session_id=session, words=words, at=at, by_id=by.id)
    record(ledger, "session.noted", by=by, at=at, subject=(SessionNote, note["id"]), session=session)
    return note

"""Count who comes to a Talking Shop: a tap, its undoing, from the page or from a device that was without a network;
and what the day was like.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from core.identifiers import uuid7
from sealed.opening import Opened
from talking_shops.enums import TapKind
from talking_shops.models import Session, SessionNote, Tap
from talking_shops.policies import check_can_run

NOT_HELD_YET = "This Talking Shop has not been held yet: people are counted from its day on."
NO_TAP = "This tap names no Talking Shop and no kind that there is."
GONE = "The Talking Shop that this was tapped at is not there."
ANOTHER = "Another tap was counted under this id before."


@transaction.atomic
def tap(*, session: Session, kind: str, by: User, tap_id: UUID | None = None, at: datetime | None = None) -> Tap:
    """Count one. The same `tap_id` again counts nothing more. `at` is the moment by the device's clock.

    Raises NotPermitted, and Refused for a session that lies ahead, a kind that is none, or an id of another tap.
    """
    _check(session, kind, by)
    return _counted(session, kind, by, tap_id or uuid7(), at)


@transaction.atomic
def undo_tap(*, tap: Tap, by: User, undo_id: UUID | None = None, at: datetime | None = None) -> Tap:
    """Count a tap for nothing; harmless when it was undone before. Raises NotPermitted, and Refused for a tap of
    somebody else and for one that undoes another itself.
    """
    _check(tap.session, tap.kind, by)
    return _undone(tap, by, undo_id or uuid7(), at)


def take_up_tap(*, item: Opened, by: User) -> dict[str, Any]:
    """Count a tap that a device kept: {session, kind, undoes?}. Raises NotPermitted, and Refused with the reason.

    An undoing that comes before its tap puts both down, so that the tap counts for nothing when it comes after all.
    """
    session, kind, undoes = _read(item.body)
    _check(session, kind, by)
    if undoes is None:
        made = _counted(session, kind, by, item.id, item.written_at)
    else:
        made = _undone(_counted(session, kind, by, undoes, item.written_at), by, item.id, item.written_at)
    return {"session": str(session.pk), "tap": str(made.pk)}


def _read(body: Mapping[str, Any]) -> tuple[Session, str, UUID | None]:
    try:
        session_id, undoes = UUID(str(body.get("session"))), body.get("undoes")
        undone = UUID(str(undoes)) if undoes else None
    except ValueError:
        raise Refused(NO_TAP) from None
    session = Session.objects.filter(pk=session_id).first()
    if session is None:
        raise Refused(GONE)
    return session, str(body.get("kind")), undone


def _check(session: Session, kind: str, by: User) -> None:
    check_can_run(by)
    if kind not in TapKind:
        raise Refused(NO_TAP)
    if session.lies_ahead:
        raise Refused(NOT_HELD_YET)


def _counted(session: Session, kind: str, by: User, tap_id: UUID, at: datetime | None) -> Tap:
    """The tap with this id: made, unless it is there."""
    now = clock.now()
    made = Tap(id=tap_id, session=session, kind=kind, at=at or now, received_at=now, by=by)
    if _kept(made):
        record("footfall.tapped", by=by, subject=made, session=str(session.pk), kind=kind)
        return made
    there: Tap | None = Tap.objects.filter(pk=tap_id, session=session, kind=kind, by=by, undoes__isnull=True).first()
    if there is None:
        raise Refused(ANOTHER)
    return there


def _undone(tap: Tap, by: User, undo_id: UUID, at: datetime | None) -> Tap:
    if tap.by_id != by.pk:
        raise Refused(f"Only {tap.by.name}, who tapped this, can undo it.")
    if tap.undoes_id is not None:
        raise Refused("What undoes a tap cannot be undone: tap again instead.")
    now = clock.now()
    made = Tap(id=undo_id, session=tap.session, kind=tap.kind, at=at or now, received_at=now, by=by, undoes=tap)
    if _kept(made):
        record("footfall.undone", by=by, subject=tap, session=str(tap.session_id), kind=tap.kind)
        return made
    there: Tap | None = Tap.objects.filter(undoes=tap).first()
    if there is None:
        raise Refused(ANOTHER)
    return there


def _kept(made: Tap) -> bool:
    """Whether this row is new; False when its id, or what it undoes, is taken."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return False
    return True


@transaction.atomic
def write_note(*, session: Session, words: str, by: User, at: datetime | None = None) -> SessionNote:
    """Keep what the day was like; `at` is when it was written, now when None. Raises NotPermitted, and Refused for no
    words or a session that lies ahead.
    """
    check_can_run(by)
    if not words.strip():
        raise Refused("Write what the day was like.")
    if session.lies_ahead:
        raise Refused("This Talking Shop has not been held yet.")
    note: SessionNote = SessionNote.objects.create(session=session, words=words, at=at or clock.now(), by=by)
    record("session.noted", by=by, subject=note, session=str(session.pk))
    return note

"""Keep what somebody said, that it is still true, and what happened."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import Truncator

from accounts.models import User
from audit.actions import Actor
from core import clock
from core.errors import Refused
from localities.models import Team
from residents.enums import Channel, SaidBy, TimelineKind
from residents.models import Confirmation, Resident, Statement, TimelineEntry

LONGEST_TITLE = 200


@transaction.atomic
def hear(
    *,
    resident: Resident,
    topic: str,
    words: str,
    by: User,
    source: Any,
    said_by: str = SaidBy.PERSON,
    said_by_name: str = "",
    channel: str = Channel.PHONE,
    heard_at: datetime | None = None,
    supersedes: Statement | None = None,
) -> Statement:
    """Keep what was said, once, in its own words. `source` is the contact, conversation or assessment it was said
    in.
    """
    return Statement.objects.create(
        resident=resident,
        topic=topic,
        words=words,
        said_by=said_by,
        said_by_name=said_by_name,
        heard_by=by,
        heard_at=heard_at or clock.now(),
        channel=channel,
        source_type=source._meta.label_lower,
        source_id=source.pk,
        supersedes=supersedes,
    )


@transaction.atomic
def confirm(*, resident: Resident, statement: Statement, by: User) -> Confirmation:
    """Keep that an earlier statement of a person is still true; the words themselves are not said again.

    Raises Refused when somebody else said it of themselves.
    """
    if statement.resident_id != resident.pk:
        raise Refused("One of the things you ticked belongs to somebody else. Nothing was kept.")
    return Confirmation.objects.create(statement=statement, heard_by=by, heard_at=clock.now())


def note_event(
    resident: Resident,
    kind: TimelineKind,
    title: str,
    *,
    by: Actor,
    source: Any,
    detail: str = "",
    at: datetime | None = None,
    time_known: bool = True,
    team: Team | None = None,
) -> TimelineEntry:
    """Write one event into the person's timeline, in the transaction of the action that made it.

    A title that names somebody may be too long for its line: it is cut short with an ellipsis.
    """
    now = clock.now()
    return TimelineEntry.objects.create(
        resident=resident,
        kind=kind,
        at=at or now,
        time_known=time_known,
        recorded_at=now,
        title=Truncator(title).chars(LONGEST_TITLE),
        detail=detail,
        by_label=by.audit_label,
        team=team,
        source_type=source._meta.label_lower,
        source_id=source.pk,
    )

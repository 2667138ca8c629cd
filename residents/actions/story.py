"""Keep what somebody said, that it is still true, and what happened."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import Truncator

from accounts.models import Membership, User
from audit.actions import Actor
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from localities.models import Team
from residents.enums import Channel, SaidBy, TimelineKind
from residents.models import Confirmation, Resident, Statement, TimelineEntry
from residents.rules import is_re_ask

LONGEST_TITLE = 200
SOMEBODY_ELSES = "One of the things you ticked belongs to somebody else. Nothing was kept."
REPLACED = "What you replace was replaced by somebody else while this page was open. Look at what is known now."


@dataclass(frozen=True)
class Said:
    """What was said under one topic, in its own words; `supersedes` is the earlier statement that it replaces."""

    topic: str
    words: str
    supersedes: Statement | None = None


def hear(*, topic: str, words: str, supersedes: Statement | None = None, **of_the_talk: Any) -> Statement:
    """Keep what was said under one topic; `of_the_talk` and what it raises as `hear_all`."""
    (statement,) = hear_all(said=[Said(topic, words, supersedes)], **of_the_talk)
    return statement


@transaction.atomic
def hear_all(
    *, resident: Resident, said: Sequence[Said], by: User, source: Any, said_by: str = SaidBy.PERSON,
    said_by_name: str = "", channel: str = Channel.PHONE, heard_at: datetime | None = None,
    still_true: Sequence[Statement] = (),
) -> list[Statement]:  # fmt: skip
    """Keep all that was said in one talk, each once, in its own words, and whether it was asked again (ASK-1).

    `source` is the contact, conversation or assessment it was said in, and `still_true` what was confirmed in it.
    Raises Refused when what is superseded is somebody else's, or was replaced meanwhile.
    """
    replaced = [one.supersedes for one in said if one.supersedes]
    if any(earlier.resident_id != resident.pk for earlier in replaced):
        raise Refused(SOMEBODY_ELSES)
    team, at = _team_of(by) if said else None, heard_at or clock.now()
    statements = [
        Statement(
            resident=resident, topic=one.topic, words=one.words, said_by=said_by, said_by_name=said_by_name,
            heard_by=by, heard_at=at, team=team, channel=channel, source_type=source._meta.label_lower,
            source_id=source.pk, supersedes=one.supersedes,
        )
        for one in said
    ]  # fmt: skip
    _mark_re_asks(statements, still_true)
    with refused_by("residents_statement_supersedes_id_key", REPLACED) if replaced else nullcontext():
        return Statement.objects.bulk_create(statements)


def _mark_re_asks(statements: Sequence[Statement], still_true: Sequence[Statement]) -> None:
    """For the statements of one talk, whether each was asked again; the person's earlier ones are read once."""
    if not statements:
        return
    topics = [statement.topic for statement in statements]
    held = set(Statement.objects.held_before(statements[0], topics).values_list("topic", flat=True))
    confirmed = {earlier.topic for earlier in still_true}
    for statement in statements:
        statement.re_asked = is_re_ask(
            held_already=statement.topic in held,
            supersedes=statement.supersedes_id is not None,
            confirmed=statement.topic in confirmed,
        )


def _team_of(hearer: User) -> Team | None:
    """The team in which the hearer has worked longest; None for somebody without one."""
    now = Membership.objects.current().filter(user=hearer).select_related("team").order_by("starts_on", "id").first()
    return now.team if now else None


@transaction.atomic
def confirm(*, resident: Resident, statement: Statement, by: User, source: Any) -> Confirmation:
    """Keep that an earlier statement of a person is still true; the words themselves are not said again. `source` is
    what it was said in.

    Raises Refused when somebody else said it of themselves.
    """
    if statement.resident_id != resident.pk:
        raise Refused(SOMEBODY_ELSES)
    return Confirmation.objects.create(
        statement=statement, heard_by=by, heard_at=clock.now(), source_type=source._meta.label_lower,
        source_id=source.pk,
    )  # fmt: skip


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

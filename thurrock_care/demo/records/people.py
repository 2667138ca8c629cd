"""As residents.actions and audit.actions: a person is added, heard, confirmed, opened, shared."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from audit.actions import Actor
from audit.models import Event
from core import clock
from localities.models import Team
from residents.actions import Identity, columns_of
from residents.enums import Channel, NamePart, SaidBy, TimelineKind
from residents.models import Address, Confirmation, PhoneNumber, Resident, Share, Statement, TimelineEntry
from residents.rules import is_re_ask
from thurrock_care.demo.ledger import Ledger, Row


@dataclass(eq=False)
class Person:
    """Somebody of the demo: who they are, and what is known of them so far.

    `open_cases` is the work that teams have open with them, `hospital` where they are when they are in hospital.
    """

    identity: Identity
    heritage: str
    nouns: dict[str, str] = field(default_factory=dict)
    row: Row = field(default_factory=dict)
    said: dict[str, Row] = field(default_factory=dict)
    heard: list[Row] = field(default_factory=list)
    shares: dict[str, dict[str | None, Row]] = field(default_factory=dict)
    open_cases: list[Any] = field(default_factory=list)
    hospital: str = ""

    @property
    def key(self) -> str:
        return str(self.row["id"])

    @property
    def is_known(self) -> bool:
        return bool(self.row)

    @property
    def locality_id(self) -> Any:
        return self.row["locality_id"]

    @property
    def died_on(self) -> date | None:
        return self.row.get("died_on")


def add_resident(ledger: Ledger, *, person: Person, by: Actor, at: datetime) -> Row:
    """As the action; the person's row may still be changed until the ledger is sent."""
    columns = columns_of(person.identity)
    practice, locality = columns.pop("practice"), columns.pop("locality")
    person.row = ledger.add(
        Resident,
        at,
        reference=ledger.keys.reference("P"),
        practice_id=practice and practice.pk,
        locality_id=locality and locality.pk,
        added_at=at,
        added_by_id=by.id,
        **columns,
    )
    ledger.learn(names_of(person.row), at)
    keep_reach(ledger, person=person, by=by, at=at)
    record(
        ledger, "resident.added", by=by, at=at, subject=(Resident, person.key), resident_id=person.key,
        locality=columns["locality_basis"],
    )  # fmt: skip
    note_event(
        ledger, person, TimelineKind.ADDED, "Added to Thurrock Care", by=by, at=at, source=(Resident, person.key)
    )
    return person.row


def keep_reach(ledger: Ledger, *, person: Person, by: Actor, at: datetime) -> None:
    """As the action: the number and the address that somebody was added with."""
    row = person.row
    since = {"resident_id": person.key, "started_on": clock.london_date(at), "noted_by_id": by.id}
    if row["phone"]:
        ledger.add(
            PhoneNumber, at, number=row["phone"], is_main=True, safe_to_call=row["safe_to_call"],
            safe_to_text=row["safe_to_text"], **since,
        )  # fmt: skip
    if row["address"] or row["postcode"]:
        ledger.add(Address, at, lines=row["address"], postcode=row["postcode"], **since)


def names_of(resident: Row) -> set[tuple[str, str]]:
    """The names of a person for the dictionary that forgives spelling, with the part that each is."""
    named = {
        (NamePart.GIVEN, resident["given_key"]),
        (NamePart.GIVEN, resident["known_as_key"]),
        (NamePart.FAMILY, resident["family_key"]),
        (NamePart.FAMILY, resident["previous_family_key"]),
    }
    return {(part.value, value) for part, value in named if value}


Source = tuple[type[models.Model], str]


def hear(
    ledger: Ledger, *, person: Person, topic: str, words: str, by: Actor, at: datetime, source: Source,
    said_by: str = SaidBy.PERSON, said_by_name: str = "", channel: str = Channel.PHONE,
    supersedes: Row | None = None, still_true: Sequence[Row] = (), heard_at: datetime | None = None,
) -> Row:  # fmt: skip
    """As the action; the newest statement on a topic is remembered on the person."""
    model, key = source
    person.said[topic] = statement = ledger.add(
        Statement, at, resident_id=person.key, topic=topic, words=words, said_by=said_by, said_by_name=said_by_name,
        heard_by_id=by.id, heard_at=heard_at or at, team_id=getattr(by, "team_id", None), channel=channel,
        source_type=model._meta.label_lower, source_id=key, supersedes_id=supersedes and supersedes["id"],
    )  # fmt: skip
    statement["re_asked"] = is_re_ask(
        held_already=_held_before(person, statement),
        supersedes=supersedes is not None,
        confirmed=any(earlier["topic"] == topic for earlier in still_true),
    )
    person.heard.append(statement)
    return statement


def _held_before(person: Person, heard: Row) -> bool:
    """As StatementQuerySet.held_before: whether anything on the topic held at that moment, from elsewhere."""
    told = [row for row in person.heard if row["topic"] == heard["topic"] and row["heard_at"] < heard["heard_at"]]
    replaced = {row["supersedes_id"] for row in told}
    return any(row["id"] not in replaced and row["source_id"] != heard["source_id"] for row in told)


def confirm(ledger: Ledger, *, statement: Row, by: Actor, at: datetime, source: Source) -> Row:
    """As the action."""
    model, key = source
    return ledger.add(
        Confirmation, at, statement_id=statement["id"], heard_by_id=by.id, heard_at=at,
        source_type=model._meta.label_lower, source_id=key,
    )  # fmt: skip


def note_event(
    ledger: Ledger, person: Person, kind: TimelineKind, title: str, *, by: Actor, at: datetime, source: Source,
    detail: str = "", happened_at: datetime | None = None, time_known: bool = True, team: Team | None = None,
) -> Row:  # fmt: skip
    """As the action; `at` is when it was written, `happened_at` when it happened where that was earlier."""
    model, key = source
    return ledger.add(
        TimelineEntry,
        at,
        resident_id=person.key,
        kind=kind,
        at=happened_at or at,
        time_known=time_known,
        recorded_at=at,
        title=title,
        detail=detail,
        by_label=by.audit_label,
        team_id=team and team.pk,
        source_type=model._meta.label_lower,
        source_id=key,
    )


def record(
    ledger: Ledger, verb: str, *, by: Actor, at: datetime, subject: Source, resident_id: str | None = None,
    reason: str = "", **detail: Any,
) -> Row:  # fmt: skip
    """As the audit log's action."""
    model, key = subject
    return ledger.add(
        Event,
        at,
        at=at,
        actor_id=by.id,
        actor_label=by.audit_label,
        actor_role=by.role,
        verb=verb,
        subject_type=model._meta.label_lower,
        subject_id=key,
        resident_id=resident_id,
        reason=reason,
        detail=detail,
    )


def open_record(ledger: Ledger, *, person: Person, by: Actor, at: datetime, page: str = "worklists.resident") -> Row:
    """As the action."""
    return record(
        ledger, "resident.viewed", by=by, at=at, subject=(Resident, person.key), resident_id=person.key, page=page
    )


def share(
    ledger: Ledger, *, person: Person, team: Team, by: Actor, at: datetime, reason: str, story: Row | None = None
) -> None:
    """As the action: no second row when they are shared with the team already, with the same words."""
    story_id: str | None = story["id"] if story else None
    lasting = person.shares.setdefault(team.slug, {})
    if story_id not in lasting:
        lasting[story_id] = ledger.add(
            Share, at, resident_id=person.key, team_id=team.pk, story_id=story_id, reason=reason, started_at=at
        )
    _audit_share(ledger, "resident.shared", person, team, by, at, reason=reason)


def end_share(ledger: Ledger, *, person: Person, team: Team, by: Actor, at: datetime, until: datetime) -> None:
    """As the action, for a person of whom the team holds nothing else: it may look until `until`."""
    lasting = person.shares.pop(team.slug, {})
    for row in lasting.values():
        row["ended_at"] = until
    if lasting:
        _audit_share(ledger, "resident.share_ended", person, team, by, at)


def _audit_share(
    ledger: Ledger, verb: str, person: Person, team: Team, by: Actor, at: datetime, *, reason: str = ""
) -> None:
    record(
        ledger, verb, by=by, at=at, subject=(Resident, person.key), resident_id=person.key, reason=reason,
        team=team.slug,
    )  # fmt: skip

"""Writes about a person: add them, hear a statement, confirm one, note an event, share with a partner."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import Truncator

from accounts.models import User
from audit.actions import Actor, record, record_view
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from localities.models import Locality, Practice, Team
from localities.places import place_of
from residents.enums import BornPrecision, Channel, Gender, NamePart, NhsNumberStatus, SaidBy, TimelineKind
from residents.models import Confirmation, DictionaryName, Resident, Share, Statement, TimelineEntry
from residents.names import name_key
from residents.policies import check_can_add, check_can_open

KNOWN_ALREADY = "Somebody with this NHS number is known already. Search for the number to find them."

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Identity:
    """What is known of somebody when they are added. Empty means not known or not asked."""

    known_as: str = ""
    given_name: str = ""
    family_name: str = ""
    previous_family_name: str = ""
    born_on: date | None = None
    born_precision: str = BornPrecision.UNKNOWN
    gender: str = Gender.NOT_ASKED
    nhs_number: str | None = None
    language: str = ""
    communication: str = ""
    phone: str = ""
    safe_to_call: bool | None = None
    address: str = ""
    postcode: str = ""
    practice: Practice | None = None
    chosen_locality: Locality | None = None
    chosen_reason: str = ""


@transaction.atomic
def add_resident(*, identity: Identity, by: User) -> Resident:
    """Add a person who is not known yet, place them in a locality (LOC-1 to LOC-4), and make them findable.

    Raises NotPermitted, and Refused when the NHS number belongs to somebody else already.
    """
    check_can_add(by)
    if identity.nhs_number and Resident.objects.filter(nhs_number=identity.nhs_number).exists():
        raise Refused(KNOWN_ALREADY)
    resident = Resident(added_at=clock.now(), added_by=by, **columns_of(identity))
    with refused_by("residents_resident_nhs_number_key", KNOWN_ALREADY):
        resident.save(force_insert=True)
    learn_names(resident)
    record("resident.added", by=by, subject=resident, resident_id=resident.pk, locality=resident.locality_basis)
    note_event(resident, TimelineKind.ADDED, "Added to Thurrock Care", by=by, source=resident)
    return resident


def columns_of(identity: Identity) -> dict[str, Any]:
    """The columns of a Resident that follow from an identity: keys for search, and the locality with its reason."""
    locality, placement = place_of(
        practice=identity.practice,
        postcode=identity.postcode,
        chosen=identity.chosen_locality,
        chosen_reason=identity.chosen_reason,
    )
    copied = {
        name: getattr(identity, name)
        for name in identity.__dataclass_fields__
        if name not in {"chosen_locality", "chosen_reason"}
    }
    return {
        **copied,
        "nhs_number_status": NhsNumberStatus.NOT_TRACED if identity.nhs_number else NhsNumberStatus.NOT_PRESENT,
        "given_key": name_key(identity.given_name),
        "family_key": name_key(identity.family_name),
        "known_as_key": name_key(identity.known_as),
        "previous_family_key": name_key(identity.previous_family_name),
        "locality": locality,
        "locality_basis": placement.basis,
        "locality_because": placement.because,
    }


def learn_names(resident: Resident) -> None:
    """Put each part of the person's names into the dictionary that forgives spelling."""
    parts = {
        (NamePart.GIVEN, resident.given_key),
        (NamePart.GIVEN, resident.known_as_key),
        (NamePart.FAMILY, resident.family_key),
        (NamePart.FAMILY, resident.previous_family_key),
    }
    now = clock.now()
    rows = [DictionaryName(part=part, value=value, added_at=now) for part, value in sorted(parts) if value]
    DictionaryName.objects.bulk_create(rows, ignore_conflicts=True)


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


@transaction.atomic
def open_record(*, resident: Resident, by: User, page: str, reason: str = "") -> Resident:
    """Write that `by` opened a page of the person's record; every such page calls this before it shows anything."""
    check_can_open(by)
    record_view(by=by, subject=resident, resident_id=resident.pk, page=page, reason=reason)
    return resident


@transaction.atomic
def share(*, resident: Resident, team: Team, by: User, reason: str, story: Statement | None = None) -> None:
    """Share a person, and of their words `story` alone, with a partner's team until it is ended.

    Harmless when they are shared already.
    """
    _lock_shares(resident, team)
    row = Share(resident=resident, team=team, story=story, reason=reason, started_at=clock.now())
    Share.objects.bulk_create([row], ignore_conflicts=True)
    record("resident.shared", by=by, subject=resident, resident_id=resident.pk, reason=reason, team=team.slug)


@transaction.atomic
def end_share(*, resident: Resident, team: Team, by: User, at: datetime, unless: QuerySet[Any]) -> None:
    """Let a partner's team look at a person until `at` and no longer, unless there is still a row of `unless`.

    Harmless when they are not shared. Whoever shares or ends at the same moment waits, so that `unless` is read
    when it holds.
    """
    lasting = _lock_shares(resident, team)
    if not lasting or unless.exists():
        return
    Share.objects.filter(pk__in=lasting).update(ended_at=at)
    record("resident.share_ended", by=by, subject=resident, resident_id=resident.pk, team=team.slug)


def _lock_shares(resident: Resident, team: Team) -> list[UUID]:
    """The keys of the shares that nobody has ended."""
    lasting = Share.objects.select_for_update().filter(resident=resident, team=team, ended_at__isnull=True)
    return list(lasting.order_by("pk").values_list("pk", flat=True))

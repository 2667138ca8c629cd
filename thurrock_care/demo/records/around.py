"""As residents.actions: an access need is recorded, an alert started, somebody put into a circle by name."""

from collections.abc import Sequence
from datetime import datetime

from audit.actions import Actor
from core import clock
from core.words import listed
from residents.actions import Member, Need, Warn
from residents.actions.access import need_in_words
from residents.enums import AccessKind, CircleRole, TimelineKind
from residents.models import AccessNeed, Alert, CircleLink
from residents.rules.access import need_review_by
from thurrock_care.demo.ledger import Ledger, Row
from thurrock_care.demo.records.people import Person, note_event, record


def record_need(ledger: Ledger, *, person: Person, need: Need, by: Actor, at: datetime) -> Row:
    """As the action; the person's row may still be changed."""
    day = clock.london_date(at)
    told = {"detail": need.detail, "said_by": need.said_by, "may_share": need.may_share, "how_met": need.how_met}
    row = ledger.add(
        AccessNeed, at, resident_id=person.key, kind=need.kind, recorded_on=day, recorded_by_id=by.id,
        review_on=need.review_on or need_review_by(day), **told,
    )  # fmt: skip
    person.row["access_asked_on"] = day
    source = (AccessNeed, row["id"])
    record(
        ledger, "resident.access_recorded", by=by, at=at, subject=source, resident_id=person.key, kind=str(need.kind)
    )
    title = f"Access need: {AccessKind(need.kind).label}"
    words = need_in_words(AccessNeed(kind=need.kind, **told))
    note_event(ledger, person, TimelineKind.DETAILS, title, by=by, at=at, source=source, detail=words)
    return row


def raise_alert(ledger: Ledger, *, person: Person, warn: Warn, by: Actor, at: datetime) -> Row:
    """As the action."""
    row = ledger.add(
        Alert, at, resident_id=person.key, family=warn.family, words=warn.words, reason=warn.reason,
        told_person=warn.told_person, started_on=clock.london_date(at), started_by_id=by.id, review_on=warn.review_on,
    )  # fmt: skip
    source = (Alert, row["id"])
    record(
        ledger, "resident.alert_started", by=by, at=at, subject=source, resident_id=person.key, family=str(warn.family)
    )
    title = f"Alert: {warn.words}"
    note_event(ledger, person, TimelineKind.DETAILS, title, by=by, at=at, source=source, detail=warn.reason)
    return row


def add_to_circle(
    ledger: Ledger, *, person: Person, member: Member, roles: Sequence[str], by: Actor, at: datetime
) -> list[Row]:
    """As the action, for somebody whom we know by name."""
    links = [
        ledger.add(
            CircleLink, at, resident_id=person.key, name=member.name, phone=member.phone, role=role,
            relation=member.relation, may_speak_for=member.may_speak_for, helps_with=member.helps_with,
            started_on=member.since or clock.london_date(at), noted_by_id=by.id,
        )
        for role in roles
    ]  # fmt: skip
    source = (CircleLink, links[0]["id"])
    record(
        ledger, "resident.circle_added", by=by, at=at, subject=source, resident_id=person.key,
        roles=[str(role) for role in roles], changed=[],
    )  # fmt: skip
    title = f"Circle: {member.name}, {listed([CircleRole(role).label.lower() for role in roles])}, added"
    note_event(ledger, person, TimelineKind.DETAILS, title, by=by, at=at, source=source)
    return links

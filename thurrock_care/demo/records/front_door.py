"""As referrals.actions: a contact is kept, a referral sent, allocated, passed to another worker, closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.text import Truncator

from accounts.models import Notice
from audit.actions import Actor
from localities.enums import LocalityBasis
from localities.models import Locality, Team
from referrals.actions import PARTNER_KINDS, Told
from referrals.enums import (
    URGENT_FIRST,
    WHOSE_WORDS,
    CloseReason,
    ContactOutcome,
    HandOffKind,
    Need,
    ReferralSource,
    ReferralStatus,
    Relation,
    Urgency,
)
from referrals.models import Allocation, Contact, HandOff, Referral
from referrals.routing import PLACED_BY
from referrals.rules import RouteFacts, route
from residents.enums import Channel, TimelineKind, Topic
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.ledger import Ledger, Row
from thurrock_care.demo.records.people import Person, hear, note_event, record, share
from thurrock_care.demo.staff import Worker

LONGEST_DETAIL = 300
READ_AFTER = timedelta(days=2)


@dataclass
class Case:
    """A referral with the person, the team, whoever holds it, and what the team was told of it."""

    person: Person
    team: Team
    referral: Row
    worker: Worker | None = None
    allocation: Row | None = None
    notice: Row | None = None


class Router:
    """Where a need goes, by the application's own rules, without asking the database again for each person."""

    def __init__(self, teams: Mapping[str, Team], localities: Mapping[Any, Locality]) -> None:
        self._localities = localities
        self._by_kind = {(team.kind, team.locality_id): team for team in teams.values()}
        self._ids = {locality.slug: locality.pk for locality in localities.values()}

    def suggest(self, person: Person, need: str) -> tuple[Team, str, str]:
        """The team, the rule and the reason that referrals.routing.suggest would give."""
        locality = self._localities.get(person.locality_id)
        facts = RouteFacts(
            need=need,
            locality=locality.slug if locality else "",
            locality_name=locality.name if locality else "",
            placed_by=PLACED_BY[LocalityBasis(person.row["locality_basis"])],
            placed_because=person.row["locality_because"],
        )
        chosen = route(facts)
        return self._by_kind[chosen.team_kind, self._ids.get(chosen.locality)], chosen.rule, chosen.because


@dataclass(frozen=True)
class Desk:
    """What the functions of this room need beside their arguments."""

    ledger: Ledger
    router: Router
    almanac: Almanac
    teams: Mapping[str, Team]


def route_contact(desk: Desk, *, person: Person, told: Told, by: Actor, at: datetime) -> Case:
    """As the action."""
    contact = _keep_contact(desk, person, told, by, at, ContactOutcome.ROUTED, told.advice)
    story = _keep_story(desk, person, contact, told, by, at)
    return send_referral(
        desk, person=person, source=ReferralSource.CONTACT, need=told.need, urgency=told.urgency, by=by, at=at,
        story=story, contact=contact, from_team=desk.teams["thurrock-first"],
    )  # fmt: skip


def advise_contact(desk: Desk, *, person: Person | None, told: Told, advice: str, by: Actor, at: datetime) -> Row:
    """As the action."""
    words = advice if person else "\n\n".join(part for part in (told.story, told.matters, advice) if part)
    contact = _keep_contact(desk, person, told, by, at, ContactOutcome.ADVICE, words)
    if person:
        _keep_story(desk, person, contact, told, by, at)
    return contact


def _keep_contact(
    desk: Desk, person: Person | None, told: Told, by: Actor, at: datetime, outcome: ContactOutcome, advice: str
) -> Row:
    started_at = told.started_at or at
    contact = desk.ledger.add(
        Contact,
        at,
        reference=desk.ledger.keys.reference("C"),
        resident_id=person and person.key,
        channel=told.channel,
        relation=told.relation,
        caller_name=told.caller_name,
        caller_phone=told.caller_phone,
        may_speak_for=told.may_speak_for,
        need=told.need,
        urgency=told.urgency,
        advice=advice,
        outcome=outcome,
        locality_id=person and person.locality_id,
        started_at=started_at,
        taken_at=at,
        taken_by_id=by.id,
    )
    source = (Contact, contact["id"])
    key = person.key if person else None
    record(desk.ledger, "contact.taken", by=by, at=at, subject=source, resident_id=key, outcome=outcome)
    if person:
        by_phone = f"{told.caller_name or Relation(told.relation).label} rang Thurrock First"
        title = by_phone if told.channel == Channel.PHONE else "Contact with Thurrock First"
        note_event(
            desk.ledger, person, TimelineKind.CONTACT, title, by=by, at=at, source=source,
            detail=shortened(told.story), happened_at=started_at,
        )  # fmt: skip
    return contact


def _keep_story(desk: Desk, person: Person, contact: Row, told: Told, by: Actor, at: datetime) -> Row | None:
    story = None
    for topic, words in ((Topic.MATTERS, told.matters), (Topic.STORY, told.story)):
        if words:
            story = hear(
                desk.ledger, person=person, topic=topic, words=words, by=by, at=at, source=(Contact, contact["id"]),
                said_by=WHOSE_WORDS[Relation(told.relation)], said_by_name=told.caller_name, channel=told.channel,
            )  # fmt: skip
    return story


def send_referral(
    desk: Desk, *, person: Person, source: ReferralSource, need: str, urgency: str, by: Actor, at: datetime,
    story: Row | None = None, contact: Row | None = None, conversation: Row | None = None,
    from_team: Team | None = None,
) -> Case:  # fmt: skip
    """As the action."""
    team, rule, because = desk.router.suggest(person, need)
    referral = desk.ledger.add(
        Referral,
        at,
        reference=desk.ledger.keys.reference("R"),
        resident_id=person.key,
        source=source,
        contact_id=contact and contact["id"],
        conversation_id=conversation and conversation["id"],
        story_id=story and story["id"],
        need=need,
        urgency=urgency,
        urgency_order=URGENT_FIRST.index(Urgency(urgency)),
        team_id=team.pk,
        rule=rule,
        because=because,
        received_at=at,
    )
    case = Case(person, team, referral)
    record(
        desk.ledger, "referral.sent", by=by, at=at, subject=(Referral, referral["id"]), resident_id=person.key,
        team=team.slug, rule=rule,
    )  # fmt: skip
    _hand_off(desk, case, HandOffKind.TEAM, by, at, f"{rule}: {because}"[:500], from_team=from_team)
    title = f"Referral {referral['reference']}"
    _note(desk, case, TimelineKind.REFERRAL, title, by, at, detail=f"Sent to the {team.name}, because {because}.")
    if team.kind in PARTNER_KINDS:
        share(desk.ledger, person=person, team=team, by=by, at=at, reason=title, story=story)
    case.notice = _tell_team(desk, case, at)
    return case


def _hand_off(
    desk: Desk, case: Case, kind: HandOffKind, by: Actor, at: datetime, reason: str, *,
    from_team: Team | None = None, from_worker: Worker | None = None, to_worker: Worker | None = None,
) -> None:  # fmt: skip
    desk.ledger.add(
        HandOff,
        at,
        resident_id=case.person.key,
        referral_id=case.referral["id"],
        kind=kind,
        from_team_id=from_team and from_team.pk,
        to_team_id=case.team.pk,
        from_worker_id=from_worker and from_worker.id,
        to_worker_id=to_worker and to_worker.id,
        reason=reason,
        at=at,
        by_id=by.id,
    )


def allocate(desk: Desk, *, case: Case, worker: Worker, by: Actor, at: datetime, note: str = "") -> None:
    """As the action; from another worker, when one holds it already."""
    earlier = case.worker
    _end_allocation(case, by, at)
    _tell_of_end(desk, case, at)
    case.worker = worker
    case.allocation = desk.ledger.add(
        Allocation,
        at,
        referral_id=case.referral["id"],
        resident_id=case.person.key,
        worker_id=worker.id,
        note=note,
        started_at=at,
        started_by_id=by.id,
    )
    _move(case, ReferralStatus.ALLOCATED)
    _audit(desk, case, "referral.allocated", by, at, worker=worker.id)
    reason = note or "Allocated to a worker of the team"
    _hand_off(desk, case, HandOffKind.WORKER, by, at, reason, from_worker=earlier, to_worker=worker)
    note_event(
        desk.ledger, case.person, TimelineKind.ALLOCATION, f"Allocated to {worker.name}", by=by, at=at,
        source=(Allocation, case.allocation["id"]), detail=note, team=case.team,
    )  # fmt: skip
    _tell_worker(desk, case, by, at)


def end_referral(desk: Desk, *, case: Case, reason: CloseReason, by: Actor, at: datetime) -> None:
    """As the action."""
    _end_allocation(case, by, at)
    case.worker = case.allocation = None
    case.referral.update(closed_at=at, closed_by_id=by.id, close_reason=reason)
    _move(case, ReferralStatus.CLOSED)
    _audit(desk, case, "referral.closed", by, at, reason=reason.label)
    title = f"Referral {case.referral['reference']} closed"
    _note(desk, case, TimelineKind.REFERRAL, title, by, at, detail=reason.label)


def _end_allocation(case: Case, by: Actor, at: datetime) -> None:
    if case.allocation:
        case.allocation.update(ended_at=at, ended_by_id=by.id)


def _move(case: Case, status: ReferralStatus) -> None:
    case.referral["status"] = status
    case.referral["version"] += 1


def _audit(desk: Desk, case: Case, verb: str, by: Actor, at: datetime, *, reason: str = "", **detail: object) -> None:
    record(
        desk.ledger, verb, by=by, at=at, subject=(Referral, case.referral["id"]), resident_id=case.person.key,
        reason=reason, **detail,
    )  # fmt: skip


def _note(desk: Desk, case: Case, kind: TimelineKind, title: str, by: Actor, at: datetime, *, detail: str) -> None:
    source = (Referral, case.referral["id"])
    note_event(desk.ledger, case.person, kind, title, by=by, at=at, source=source, detail=detail, team=case.team)


def _tell_team(desk: Desk, case: Case, at: datetime) -> Row | None:
    referral = case.referral
    words = f"New referral {referral['reference']}: {Need(referral['need']).label.lower()}"
    return tell(
        desk, at, key=f"referral-new:{referral['id']}:1", words=words, link=link_to(referral),
        urgent=referral["urgency_order"] <= 1, team_id=case.team.pk,
    )  # fmt: skip


def _tell_worker(desk: Desk, case: Case, by: Actor, at: datetime) -> None:
    assert case.allocation is not None
    assert case.worker is not None
    words = f"{case.referral['reference']} was allocated to you by {by.audit_label}"
    tell(
        desk, at, key=f"allocation:{case.allocation['id']}", words=words, link=link_to(case.referral),
        user_id=case.worker.id,
    )  # fmt: skip


def _tell_of_end(desk: Desk, case: Case, at: datetime) -> None:
    if case.allocation is not None and case.worker is not None:
        words = f"{case.referral['reference']} is no longer allocated to you"
        key, link = f"allocation-ended:{case.allocation['id']}", link_to(case.referral)
        tell(desk, at, key=key, words=words, link=link, user_id=case.worker.id)


def tell(
    desk: Desk, at: datetime, *, key: str, words: str, link: str, urgent: bool = False,
    user_id: str | None = None, team_id: object = None,
) -> Row | None:  # fmt: skip
    """As accounts.actions.deliver_notice, for the last month; a person has read what is older than two days."""
    if not desk.almanac.is_recent(at):
        return None
    notice = desk.ledger.add(
        Notice, at, job_key=key, user_id=user_id, team_id=team_id, words=words, link=link, urgent=urgent, at=at
    )
    if user_id and desk.almanac.is_past((at + READ_AFTER).date()):
        notice.update(read_at=at + timedelta(hours=3), read_by_id=user_id)
    return notice


def link_to(referral: Row) -> str:
    """The address of a referral's page."""
    return reverse("referrals:referral", kwargs={"reference": referral["reference"]})


def shortened(words: str) -> str:
    """The words as a timeline keeps them: at most 300 characters."""
    return words if len(words) <= LONGEST_DETAIL else Truncator(words).chars(LONGEST_DETAIL)

"""As referrals.actions: a contact is kept, a referral sent, allocated, passed to another worker, closed."""

from datetime import datetime

from django.utils.text import Truncator

from audit.actions import Actor
from core import clock
from localities.models import Team
from localities.places import bank_holidays
from referrals.actions import PARTNER_KINDS, Told
from referrals.enums import (
    URGENT_FIRST,
    WHOSE_WORDS,
    CloseReason,
    ContactOutcome,
    HandOffKind,
    ReferralSource,
    ReferralStatus,
    Relation,
    Urgency,
)
from referrals.models import Allocation, Contact, HandOff, Referral
from referrals.routing import Suggestion
from referrals.rules import LOOK_BACK
from referrals.rules.answers import answer_by, waits_for_answer
from residents.enums import Channel, TimelineKind, Topic
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.records.desk import Case, Desk
from thurrock_care.demo.records.notices import tell_of_end, tell_team, tell_worker
from thurrock_care.demo.records.people import Person, end_share, hear, note_event, record, share
from thurrock_care.demo.staff import Worker

LONGEST_DETAIL = 300


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
        started_at=told.started_at or at,
        taken_at=at,
        taken_by_id=by.id,
    )
    source, key = (Contact, contact["id"]), person.key if person else None
    record(desk.ledger, "contact.taken", by=by, at=at, subject=source, resident_id=key, outcome=outcome)
    if person:
        by_phone = f"{told.caller_name or Relation(told.relation).label} rang Thurrock First"
        title = by_phone if told.channel == Channel.PHONE else "Contact with Thurrock First"
        more = {"detail": shortened(told.story), "happened_at": contact["started_at"]}
        note_event(desk.ledger, person, TimelineKind.CONTACT, title, by=by, at=at, source=source, **more)
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
    from_team: Team | None = None, suggestion: Suggestion | None = None,
) -> Case:  # fmt: skip
    """As the action."""
    chosen = suggestion or desk.router.suggest(person, need, urgency, at)
    team, rule, because = chosen.team, chosen.rule, chosen.because
    made_of = {"contact_id": contact, "conversation_id": conversation, "story_id": story}
    referral = desk.ledger.add(
        Referral, at, reference=desk.ledger.keys.reference("R"), resident_id=person.key, source=source, need=need,
        urgency=urgency, urgency_order=URGENT_FIRST.index(Urgency(urgency)), team_id=team.pk, rule=rule,
        because=because, received_at=at, sent_by_id=by.id, from_team_id=from_team and from_team.pk,
        works_from=chosen.works_from, **{column: row and row["id"] for column, row in made_of.items()},
    )  # fmt: skip
    wait_for_answer(referral, at)
    case = Case(person, team, referral, story=story)
    person.open_cases.append(case)
    audit(desk, case, "referral.sent", by, at, team=team.slug, rule=rule)
    hand_off(desk, case, HandOffKind.TEAM, by, at, f"{rule}: {because}", from_team=from_team)
    announce(desk, case, by, at)
    return case


def announce(
    desk: Desk, case: Case, by: Actor, at: datetime, title: str = "", kind: TimelineKind = TimelineKind.REFERRAL
) -> None:
    """As the action."""
    reason = f"Referral {case.referral['reference']}"
    detail = f"Sent to {case.team.spoken}, because {case.referral['because']}."
    note(desk, case, kind, title or reason, by, at, detail=detail)
    if case.team.kind in PARTNER_KINDS:
        share(desk.ledger, person=case.person, team=case.team, by=by, at=at, reason=reason, story=case.story)
    case.notice = tell_team(desk, case, at)


def wait_for_answer(referral: Row, received_at: datetime) -> None:
    """As the step."""
    waits = waits_for_answer(referral["source"], referral["from_team_id"], referral["team_id"])
    day = clock.london_date(received_at)
    referral["answer_by"] = answer_by(day, bank_holidays()) if waits else None
    referral["answered_at"] = referral["answered_by_id"] = None


def mark_answered(referral: Row, by: Actor, at: datetime) -> None:
    """As the step."""
    if referral["answer_by"] is not None:
        referral.update(answer_by=None, answered_at=at, answered_by_id=by.id)


def hand_off(
    desk: Desk, case: Case, kind: HandOffKind, by: Actor, at: datetime, reason: str, *,
    from_team: Team | None = None, to_team: Team | None = None, from_worker: Worker | None = None,
    to_worker: Worker | None = None, earlier: Row | None = None,
) -> None:  # fmt: skip
    """As the step."""
    desk.ledger.add(
        HandOff,
        at,
        resident_id=case.person.key,
        referral_id=case.referral["id"],
        kind=kind,
        from_team_id=from_team and from_team.pk,
        to_team_id=(to_team or case.team).pk,
        from_worker_id=from_worker and from_worker.id,
        to_worker_id=to_worker and to_worker.id,
        reason=reason[:500],
        at=at,
        by_id=by.id,
        earlier=earlier,
    )


def allocate(desk: Desk, *, case: Case, worker: Worker, by: Actor, at: datetime, note: str = "") -> None:
    """As the action; from another worker, when one holds it already."""
    earlier = case.worker
    mark_answered(case.referral, by, at)
    end_allocation(case, by, at)
    tell_of_end(desk, case, at)
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
    move(case, ReferralStatus.ALLOCATED)
    audit(desk, case, "referral.allocated", by, at, worker=worker.id)
    settle(case, by, at)
    reason = note or "Allocated to a worker of the team"
    hand_off(desk, case, HandOffKind.WORKER, by, at, reason, from_worker=earlier, to_worker=worker)
    note_event(
        desk.ledger, case.person, TimelineKind.ALLOCATION, f"Allocated to {worker.name}", by=by, at=at,
        source=(Allocation, case.allocation["id"]), detail=note, team=case.team,
    )  # fmt: skip
    tell_worker(desk, case, by, at)


def end_referral(desk: Desk, *, case: Case, reason: CloseReason, by: Actor, at: datetime) -> None:
    """As the action."""
    end_allocation(case, by, at)
    case.worker = case.allocation = None
    case.person.open_cases.remove(case)
    case.referral.update(closed_at=at, closed_by_id=by.id, close_reason=reason, answer_by=None)
    move(case, ReferralStatus.CLOSED)
    audit(desk, case, "referral.closed", by, at, reason=reason.label)
    title = f"Referral {case.referral['reference']} closed"
    note(desk, case, TimelineKind.REFERRAL, title, by, at, detail=reason.label)
    settle(case, by, at)
    leave_partner(desk, case.person, case.team, by, at, at + LOOK_BACK)


def settle(case: Case, by: Actor, at: datetime) -> None:
    """As the step, for what the team was told and has not read."""
    if case.notice is not None and case.notice["read_at"] is None:
        case.notice.update(read_at=at, read_by_id=by.id)


def leave_partner(desk: Desk, person: Person, team: Team, by: Actor, at: datetime, until: datetime) -> None:
    """As the step: a partner that has nothing else of the person's may look until `until`."""
    if team.kind in PARTNER_KINDS and all(case.team != team for case in person.open_cases):
        end_share(desk.ledger, person=person, team=team, by=by, at=at, until=until)


def end_allocation(case: Case, by: Actor, at: datetime) -> None:
    """As the step."""
    if case.allocation:
        case.allocation.update(ended_at=at, ended_by_id=by.id)


def move(case: Case, status: ReferralStatus) -> None:
    """As the step."""
    case.referral["status"] = status
    case.referral["version"] += 1


def audit(desk: Desk, case: Case, verb: str, by: Actor, at: datetime, *, reason: str = "", **detail: object) -> None:
    """The audit row of a step of a referral."""
    record(
        desk.ledger, verb, by=by, at=at, subject=(Referral, case.referral["id"]), resident_id=case.person.key,
        reason=reason, **detail,
    )  # fmt: skip


def note(desk: Desk, case: Case, kind: TimelineKind, title: str, by: Actor, at: datetime, *, detail: str) -> None:
    """The line in the person's timeline about a step of a referral."""
    source = (Referral, case.referral["id"])
    note_event(desk.ledger, case.person, kind, title, by=by, at=at, source=source, detail=detail, team=case.team)


def shortened(words: str) -> str:
    """The words as a timeline keeps them: at most 300 characters."""
    return words if len(words) <= LONGEST_DETAIL else Truncator(words).chars(LONGEST_DETAIL)

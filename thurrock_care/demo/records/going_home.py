"""As discharges.actions: the way home is planned, visits are planned and held, a review is refused or is late."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from audit.actions import Actor
from core import clock
from core.words import long_date, weekday_date
from discharges.actions.planning import MATTERS_TO_THEM
from discharges.enums import Answered, BlockerKind, BreachCause, ToldWho, VisitStatus
from discharges.models import Blocker, BreachReason, HospitalStay, Refusal, ReviewVisit, SixWeekClock, ToldOfDischarge
from residents.enums import TimelineKind
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.records.desk import Desk
from thurrock_care.demo.records.hospital import Review
from thurrock_care.demo.records.people import Person, note_event, record
from thurrock_care.demo.staff import Worker


def plan_discharge(
    desk: Desk, *, person: Person, stay: Row, plan: Mapping[str, Any], by: Actor, at: datetime
) -> None:  # fmt: skip
    """As the action, for a plan that says something new."""
    stay.update(plan, version=stay["version"] + 1)
    source = (HospitalStay, stay["id"])
    record(
        desk.ledger, "stay.planned", by=by, at=at, subject=source, resident_id=person.key, changed=list(plan)
    )  # fmt: skip
    if "ready_on" in plan:
        words = f"Ready to go home since {long_date(plan['ready_on'])}"
        note_event(desk.ledger, person, TimelineKind.HOSPITAL, words, by=by, at=at, source=source)


def raise_blocker(
    desk: Desk, *, person: Person, stay: Row, kind: BlockerKind, by: Actor, at: datetime, words: str = ""
) -> Row:
    """As the action."""
    raised = desk.ledger.add(
        Blocker, at, stay_id=stay["id"], kind=kind, words=words, raised_at=at, raised_by_id=by.id
    )  # fmt: skip
    source = (Blocker, raised["id"])
    record(desk.ledger, "blocker.raised", by=by, at=at, subject=source, resident_id=person.key, kind=kind)
    return raised


def clear_blocker(desk: Desk, *, person: Person, blocker: Row, by: Actor, at: datetime) -> None:
    """As the action."""
    blocker.update(cleared_at=at, cleared_by_id=by.id)
    source = (Blocker, blocker["id"])
    record(
        desk.ledger, "blocker.cleared", by=by, at=at, subject=source, resident_id=person.key, kind=blocker["kind"]
    )  # fmt: skip


def tell_somebody(
    desk: Desk, *, person: Person, stay: Row, who: ToldWho, by: Actor, at: datetime, words: str = ""
) -> None:
    """As the action."""
    told = desk.ledger.add(ToldOfDischarge, at, stay_id=stay["id"], who=who, words=words, at=at, by_id=by.id)
    source = (ToldOfDischarge, told["id"])
    record(desk.ledger, "discharge.told", by=by, at=at, subject=source, resident_id=person.key, who=who)
    if who in MATTERS_TO_THEM:
        title = f"{who.label}: told of the way home"
        note_event(desk.ledger, person, TimelineKind.HOSPITAL, title, by=by, at=at, source=source, detail=words)


def plan_visit(desk: Desk, *, review: Review, on: date, worker: Worker, at: datetime, note: str = "") -> Row:
    """As the action, by the worker who goes."""
    visit = desk.ledger.add(
        ReviewVisit, at, clock_id=review.clock["id"], planned_for=on, worker_id=worker.id, note=note, made_at=at,
        made_by_id=worker.id,
    )  # fmt: skip
    title = f"Visit planned for {_when(on, at)}"
    _write(desk, review, visit, "visit.planned", title, f"{worker.name} visits", worker, at)
    return visit


def hold_visit(desk: Desk, *, review: Review, visit: Row, by: Actor, at: datetime) -> None:
    """As the action."""
    _end(visit, VisitStatus.HELD, by, at)
    detail = "The review is met when the full assessment is completed."
    _write(desk, review, visit, "visit.held", "Visit held for the six-week review", detail, by, at)


def call_off_visit(desk: Desk, *, review: Review, visit: Row, because: str, by: Actor, at: datetime) -> None:
    """As the action, by the worker who was to go."""
    _end(visit, VisitStatus.CALLED_OFF, by, at, because)
    title = f"Visit on {_when(visit['planned_for'], at)} called off"
    _write(desk, review, visit, "visit.called_off", title, because, by, at)


def record_refusal(desk: Desk, *, review: Review, words: str, by: Actor, at: datetime) -> None:
    """As the action, for a refusal that ends the clock; `end_clock` does that."""
    refusal = desk.ledger.add(
        Refusal, at, clock_id=review.clock["id"], talked_on=clock.london_date(at), words=words,
        has_capacity=Answered.YES, in_best_interests=Answered.NOT_ASKED, at_risk_of_abuse=Answered.NO, ends=True,
        at=at, by_id=by.id,
    )  # fmt: skip
    person, source = review.case.person, (Refusal, refusal["id"])
    record(desk.ledger, "refusal.recorded", by=by, at=at, subject=source, resident_id=person.key, ends=True)
    note_event(
        desk.ledger, person, TimelineKind.SIX_WEEKS, "Refused the full assessment", by=by, at=at, source=source,
        detail=words, team=review.case.team,
    )  # fmt: skip


def give_breach_reason(
    desk: Desk, *, review: Review, cause: BreachCause, by: Actor, at: datetime, words: str = ""
) -> None:
    """As the action."""
    given = desk.ledger.add(
        BreachReason, at, clock_id=review.clock["id"], cause=cause, words=words, at=at, by_id=by.id
    )  # fmt: skip
    person = review.case.person
    record(
        desk.ledger, "six_weeks.reason_given", by=by, at=at, subject=(SixWeekClock, review.clock["id"]),
        resident_id=person.key, cause=str(cause),
    )  # fmt: skip
    note_event(
        desk.ledger, person, TimelineKind.SIX_WEEKS, "Why the six-week review is late", by=by, at=at,
        source=(BreachReason, given["id"]), detail=". ".join(part for part in (cause.label, words) if part),
        team=review.case.team,
    )  # fmt: skip


def _when(on: date, at: datetime) -> str:
    return weekday_date(on, clock.london_date(at))


def _end(visit: Row, status: VisitStatus, by: Actor, at: datetime, because: str = "") -> None:
    visit.update(status=status, ended_at=at, ended_by_id=by.id, because=because, version=visit["version"] + 1)


def _write(
    desk: Desk, review: Review, visit: Row, event: str, title: str, detail: str, by: Actor, at: datetime
) -> None:
    person, source = review.case.person, (ReviewVisit, visit["id"])
    record(
        desk.ledger, event, by=by, at=at, subject=source, resident_id=person.key, on=str(visit["planned_for"])
    )  # fmt: skip
    note_event(
        desk.ledger, person, TimelineKind.SIX_WEEKS, title, by=by, at=at, source=source, detail=detail,
        team=review.case.team,
    )  # fmt: skip

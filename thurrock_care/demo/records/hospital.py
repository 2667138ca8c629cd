"""As discharges.actions and assessments.actions: in hospital, assessed, home, the six-week clock and its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from accounts.roles import Role
from assessments.actions import Facts
from assessments.enums import AssessmentKind, AssessmentStatus
from assessments.models import Assessment, SafeDischarge
from audit.actions import SYSTEM, Actor
from core import clock
from discharges import rules
from discharges.actions.settling import CLOSES
from discharges.enums import ClockStatus, EndReason, Hospital, LightTouch, Pathway, StayStatus, Step, StepOutcome
from discharges.messages import URGENT, words_of
from discharges.models import ClockStep, Discharge, HospitalStay, SixWeekClock, StepCarriedOut
from referrals.enums import CloseReason, Need, ReferralSource, Urgency
from residents.enums import Channel, TimelineKind
from thurrock_care.demo.ledger import Row
from thurrock_care.demo.records.desk import Case, Desk
from thurrock_care.demo.records.front_door import end_referral, send_referral
from thurrock_care.demo.records.notices import link_to, tell, tell_that_review_is_off
from thurrock_care.demo.records.people import Person, hear, note_event, record
from thurrock_care.demo.records.talking import noon
from thurrock_care.demo.staff import Staff, Worker

WEEK = timedelta(days=rules.WEEK)
FIRST_WEEK = timedelta(days=rules.BREACH_DAY + rules.WEEK - rules.REVIEW_DAYS)


@dataclass
class Review:
    """A discharge's six-week clock, and the case of its review."""

    case: Case
    clock: Row
    discharge: Row
    visit_from: date | None = None  # the day from which on a visit is planned, or was held


def add_stay(
    desk: Desk, *, person: Person, hospital: Hospital, ward: str, admitted_on: date, expected_on: date | None,
    by: Actor, at: datetime,
) -> Row:  # fmt: skip
    """As the action."""
    stay = desk.ledger.add(
        HospitalStay, at, resident_id=person.key, hospital=hospital, ward=ward, admitted_on=admitted_on,
        expected_on=expected_on, added_at=at, added_by_id=by.id,
    )  # fmt: skip
    source = (HospitalStay, stay["id"])
    record(desk.ledger, "stay.added", by=by, at=at, subject=source, resident_id=person.key)
    person.hospital = ", ".join(part for part in (hospital.label, ward) if part)
    title = f"In hospital: {person.hospital}"
    note_event(desk.ledger, person, TimelineKind.HOSPITAL, title, by=by, at=at, source=source)
    return stay


def assess_light_touch(
    desk: Desk, *, person: Person, stay: Row, facts: Facts, words: Mapping[str, str], by: Actor, at: datetime
) -> Row:
    """As save_light_touch for the first time; `complete` ends it."""
    assessment = desk.ledger.add(
        Assessment, at, resident_id=person.key, kind=AssessmentKind.LIGHT_TOUCH, stay_id=stay["id"],
        assessor_id=by.id, started_at=at,
    )  # fmt: skip
    stay["light_touch_state"] = LightTouch.STARTED
    desk.ledger.add(SafeDischarge, at, assessment_id=assessment["id"], **asdict(facts))
    source = (Assessment, assessment["id"])
    for topic, said in words.items():
        hear(desk.ledger, person=person, topic=topic, words=said, by=by, at=at, source=source, channel=Channel.WARD)
    record(
        desk.ledger, "assessment.saved", by=by, at=at, subject=source, resident_id=person.key,
        kind=AssessmentKind.LIGHT_TOUCH,
    )  # fmt: skip
    return assessment


def start_full(desk: Desk, *, person: Person, by: Actor, at: datetime) -> Row:
    """As the action."""
    assessment = desk.ledger.add(
        Assessment, at, resident_id=person.key, kind=AssessmentKind.FULL, assessor_id=by.id, started_at=at
    )
    record(
        desk.ledger, "assessment.started", by=by, at=at, subject=(Assessment, assessment["id"]),
        resident_id=person.key, kind=AssessmentKind.FULL,
    )  # fmt: skip
    return assessment


def complete(desk: Desk, *, person: Person, assessment: Row, by: Actor, at: datetime, stay: Row | None = None) -> None:
    """As the action, for an assessment completed on the day of `at`; `meet_review` follows a full one."""
    assessment.update(
        status=AssessmentStatus.COMPLETED, completed_on=at.date(), completed_at=at, completed_by_id=by.id,
        version=assessment["version"] + 1,
    )  # fmt: skip
    if stay:
        stay["light_touch_state"] = LightTouch.COMPLETED
    source, kind = (Assessment, assessment["id"]), AssessmentKind(assessment["kind"])
    record(desk.ledger, "assessment.completed", by=by, at=at, subject=source, resident_id=person.key, kind=kind)
    note_event(desk.ledger, person, TimelineKind.ASSESSMENT, f"{kind.label} completed", by=by, at=at, source=source)


def record_discharge(
    desk: Desk, *, person: Person, stay: Row, discharged_on: date, pathway: Pathway, by: Actor, at: datetime
) -> Review:
    """As the action."""
    person.hospital = ""
    stay.update(status=StayStatus.DISCHARGED, version=stay["version"] + 1)
    discharge = desk.ledger.add(
        Discharge, at, stay_id=stay["id"], resident_id=person.key, discharged_on=discharged_on, pathway=pathway,
        recorded_at=at, recorded_by_id=by.id,
    )  # fmt: skip
    source = (Discharge, discharge["id"])
    record(
        desk.ledger, "discharge.recorded", by=by, at=at, subject=source, resident_id=person.key,
        discharged_on=str(discharged_on), light_touch=stay["light_touch_state"],
    )  # fmt: skip
    assessed = stay["light_touch_state"] == LightTouch.COMPLETED
    note_event(
        desk.ledger, person, TimelineKind.HOSPITAL, f"Went home from {Hospital(stay['hospital']).label}", by=by,
        at=at, source=source, happened_at=noon(discharged_on), time_known=False,
        detail=f"{pathway.label}{'' if assessed else '. No light-touch assessment was completed'}",
    )  # fmt: skip
    return _start_clock(desk, person, discharge, by, at)


def _start_clock(desk: Desk, person: Person, discharge: Row, by: Actor, at: datetime) -> Review:
    case = send_referral(
        desk, person=person, source=ReferralSource.DISCHARGE, need=Need.AFTER_HOSPITAL, urgency=Urgency.THIS_WEEK,
        by=by, at=at, from_team=desk.teams["hospital-hub"],
        suggestion=desk.router.suggest_by_place(person, Need.AFTER_HOSPITAL, at),
    )  # fmt: skip
    discharged_on = discharge["discharged_on"]
    due_on = rules.due_on(discharged_on)
    started = desk.ledger.add(
        SixWeekClock,
        at,
        discharge_id=discharge["id"],
        resident_id=person.key,
        referral_id=case.referral["id"],
        locality_id=case.team.locality_id,
        discharged_on=discharged_on,
        dated_on=clock.london_date(at),
        due_on=due_on,
        plan_by=rules.plan_by(discharged_on, desk.almanac.holidays),
        started_at=at,
    )
    review = Review(case, started, discharge)
    _audit(desk, review, "six_weeks.started", by, at, due_on=str(due_on))
    late = " It was overdue when it was recorded." if rules.born_overdue(discharged_on, at.date()) else ""
    detail = f"The review in the community is due by {due_on.day} {due_on:%B %Y}.{late}"
    _note(desk, review, "Six-week clock started", by, at, detail=detail, with_team=True)
    return review


def meet_review(desk: Desk, *, review: Review, completed_on: date, by: Actor, at: datetime) -> None:
    """As the action, for one clock."""
    review.clock.update(status=ClockStatus.MET, met_on=completed_on)
    _audit(desk, review, "six_weeks.met", by, at, on=str(completed_on))
    _note(
        desk,
        review,
        "Six-week review held",
        by,
        at,
        detail=f"The clock {_of_discharge(review)} is met.",
        with_team=True,
    )
    end_referral(desk, case=review.case, reason=CloseReason.REVIEW_HELD, by=by, at=at)


def void_discharge(desk: Desk, *, review: Review, reason: str, by: Actor, at: datetime) -> None:
    """As the action."""
    review.discharge.update(voided_at=at, version=review.discharge["version"] + 1)
    source = (Discharge, review.discharge["id"])
    person = review.case.person
    record(desk.ledger, "discharge.voided", by=by, at=at, subject=source, resident_id=person.key, reason=reason)
    title = "Discharge entered in error"
    note_event(desk.ledger, person, TimelineKind.HOSPITAL, title, by=by, at=at, source=source, detail=reason)
    review.clock.update(status=ClockStatus.VOIDED, ended_on=at.date(), end_words=reason)
    _audit(desk, review, "six_weeks.voided", by, at, on="")
    _note(desk, review, "Six-week clock voided", by, at, detail=reason, with_team=True)
    tell_that_review_is_off(desk, review.case, review.clock, by, at)
    end_referral(desk, case=review.case, reason=CloseReason.VOIDED, by=by, at=at)


def end_clock(
    desk: Desk, *, review: Review, reason: EndReason, by: Actor, at: datetime, words: str = "",
    superseded_by: Row | None = None,
) -> None:  # fmt: skip
    """As settle_clocks, for a clock that ends unmet for a reason of SIX-5 or SIX-6 on the day of `at`."""
    review.clock.update(
        status=ClockStatus.ENDED, ended_on=at.date(), end_reason=reason, end_words=words[:500],
        superseded_by_id=superseded_by and superseded_by["id"],
    )  # fmt: skip
    _audit(desk, review, "six_weeks.ended", by, at, on=str(at.date()), reason=reason.value)
    detail = ". ".join(part for part in (reason.label, words) if part)
    _note(desk, review, "Six-week clock ended", by, at, detail=detail, with_team=True)
    if reason in (EndReason.READMITTED, EndReason.REFUSED):  # a death and a move have ended the referral already
        tell_that_review_is_off(desk, review.case, review.clock, by, at)
    end_referral(desk, case=review.case, reason=CLOSES[reason], by=by, at=at)


def carry_out_step(
    desk: Desk, *, review: Review, step: Step, on: date, at: datetime, staff: Staff, says: Sequence[Step] | None = None
) -> None:
    """As the sweep and the action: the step happened to the clock on its day, and those it goes to were told.

    Of steps at one moment one `says` what several do, and the others nothing; None where it says itself.
    """
    says = (step,) if says is None else says
    number = 0 if step != Step.WEEKLY else 1 + (on - review.clock["due_on"] - FIRST_WEEK) // WEEK
    row = desk.ledger.add(
        ClockStep, at, clock_id=review.clock["id"], step=step, number=number, due_on=on, at=at,
        discharged_on=review.clock["discharged_on"],
    )  # fmt: skip
    people = list(dict.fromkeys(person for one in says for person in _recipients(review.case, one, staff)))
    due_on = review.clock["due_on"]
    words = words_of(
        step, reference=review.case.referral["reference"], due_on=due_on, today=clock.london_date(at),
        days=(clock.london_date(at) - review.clock["discharged_on"]).days,
    )  # fmt: skip
    for person in people:
        tell(
            desk, at, key=f"step:{row['id']}:{person.id}", words=words, link=link_to(review.case.referral),
            urgent=step in URGENT, user_id=person.id,
        )  # fmt: skip
    outcome = StepOutcome.TOLD if says else StepOutcome.WITH_A_LATER_ONE
    desk.ledger.add(StepCarriedOut, at, step_id=row["id"], outcome=outcome, told=len(people), at=at)
    _audit(desk, review, f"six_weeks.{step.value}", SYSTEM, at, told=len(people))
    _note(desk, review, f"Six-week clock: {step.label.lower()}", SYSTEM, at, with_team=True)


def _recipients(case: Case, step: Step, staff: Staff) -> list[Worker]:
    manager = staff.managers.get(case.team.slug)  # who leads the team as well
    people = [case.worker] if case.worker and step in (Step.NO_VISIT, Step.DUE_SOON) else []
    people += [manager] if manager else []
    if step in (Step.BREACH, Step.WEEKLY) or not manager:
        people += [worker for worker in staff.workers if worker.role == Role.HEAD_OF_SERVICE]
    return list(dict.fromkeys(people))


def _of_discharge(review: Review) -> str:
    day = review.clock["discharged_on"]
    return f"of the discharge on {day.day} {day:%B %Y}"


def _audit(
    desk: Desk, review: Review, verb: str, by: Actor, at: datetime, *, reason: str = "", **detail: object
) -> None:
    record(
        desk.ledger, verb, by=by, at=at, subject=(SixWeekClock, review.clock["id"]),
        resident_id=review.case.person.key, reason=reason, **detail,
    )  # fmt: skip


def _note(
    desk: Desk, review: Review, title: str, by: Actor, at: datetime, *, detail: str = "", with_team: bool = False
) -> None:
    note_event(
        desk.ledger, review.case.person, TimelineKind.SIX_WEEKS, title, by=by, at=at,
        source=(SixWeekClock, review.clock["id"]), detail=detail, team=review.case.team if with_team else None,
    )  # fmt: skip

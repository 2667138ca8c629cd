"""Put on the hospital list, discharge, start and meet the clock, carry out its steps.

The sweep that finds the steps is in discharges/sweep.py.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import SYSTEM, record
from core import clock
from core.constraints import refused_by
from core.errors import ChangedMeanwhile, Refused
from discharges import rules
from discharges.enums import ClockStatus, LightTouch, StayStatus
from discharges.messages import tell_of_step
from discharges.models import ClockStep, Discharge, HospitalStay, SixWeekClock
from discharges.policies import check_can_work_at_hospital, check_discharge_date
from discharges.states import CLOCK, STAY
from localities.enums import TeamKind
from localities.models import Team
from localities.places import bank_holidays
from referrals.actions import end_referral, send_referral
from referrals.enums import CloseReason, Need, ReferralSource, Urgency
from referrals.routing import suggest_by_place
from residents.actions import lock_life, note_event
from residents.enums import TimelineKind
from residents.models import Resident, Statement


@dataclass(frozen=True)
class WentHome:
    """A stay in hospital that has ended, as another system tells of it."""

    hospital: str
    discharged_on: date
    pathway: str
    ward: str = ""
    admitted_on: date | None = None


@transaction.atomic
def add_stay(
    *, resident: Resident, hospital: str, by: User, ward: str = "", admitted_on: date | None = None,
    expected_on: date | None = None,
) -> HospitalStay:  # fmt: skip
    """Put somebody on the hospital list. Raises NotPermitted, and Refused when they are on it already or have died."""
    check_can_work_at_hospital(by)
    if resident.is_deceased:
        raise Refused(f"{resident.display_name} has died. If that was recorded in error, correct it first.")
    stay = HospitalStay(
        resident=resident, hospital=hospital, ward=ward, admitted_on=admitted_on, expected_on=expected_on,
        added_at=clock.now(), added_by=by,
    )  # fmt: skip
    _keep_stay(stay, by)
    note_event(resident, TimelineKind.HOSPITAL, f"In hospital: {stay.where}", by=by, source=stay)
    return stay


def _keep_stay(stay: HospitalStay, by: User) -> None:
    on_it = f"{stay.resident.display_name} is on the hospital list already."
    if HospitalStay.objects.filter(resident=stay.resident, status=StayStatus.IN_HOSPITAL).exists():
        raise Refused(on_it)
    with refused_by("one_stay_at_a_time", on_it):
        stay.save(force_insert=True)
    record("stay.added", by=by, subject=stay, resident_id=stay.resident_id)


@transaction.atomic
def note_light_touch(*, stay: HospitalStay, state: LightTouch) -> None:
    """Keep on the stay how far its light-touch assessment is, for the hospital list; assessments call this."""
    HospitalStay.objects.filter(pk=stay.pk).update(light_touch_state=state)


@transaction.atomic
def record_discharge(
    *,
    stay: HospitalStay,
    discharged_on: date,
    pathway: str,
    by: User,
    version: int | None = None,
    story: Statement | None = None,
) -> SixWeekClock:
    """Record that somebody went home: start the six-week clock and send the review to their locality team.

    Raises NotPermitted, WrongState, Refused for an impossible date, and ChangedMeanwhile.
    """
    check_can_work_at_hospital(by)
    lock_life(stay.resident)
    locked = HospitalStay.objects.select_for_update(of=("self",)).select_related("resident__locality").get(pk=stay.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("This stay was changed while this page was open.", locked)
    step = STAY.transition("discharge", locked.status)
    check_discharge_date(discharged_on, locked.admitted_on)
    if Discharge.objects.filter(resident=locked.resident, discharged_on=discharged_on, voided_at=None).exists():
        raise Refused("A discharge of this person on that day is recorded already.")
    locked.status = StayStatus(step.target)
    locked.version += 1
    locked.save(update_fields=["status", "version"])
    discharge = _keep_discharge(locked, discharged_on, pathway, by, step.event)
    return _start_clock(discharge, by, story)


def _keep_discharge(stay: HospitalStay, discharged_on: date, pathway: str, by: User, event: str) -> Discharge:
    discharge = Discharge.objects.create(
        stay=stay, resident=stay.resident, discharged_on=discharged_on, pathway=pathway, recorded_at=clock.now(),
        recorded_by=by,
    )  # fmt: skip
    record(
        event, by=by, subject=discharge, resident_id=stay.resident_id, discharged_on=str(discharged_on),
        light_touch=stay.light_touch_state,
    )  # fmt: skip
    assessed = "" if stay.is_assessed else ". No light-touch assessment was completed"
    note_event(
        stay.resident, TimelineKind.HOSPITAL, f"Went home from {stay.get_hospital_display()}", by=by,
        source=discharge, detail=f"{discharge.get_pathway_display()}{assessed}", at=_noon(discharged_on),
        time_known=False,
    )  # fmt: skip
    return discharge


@transaction.atomic
def receive_discharge(*, resident: Resident, told: WentHome, by: User) -> SixWeekClock:
    """Record a discharge that another system sends in: of the stay on the hospital list, or of one not listed so far.

    Raises NotPermitted, Refused for an impossible date, and Refused when the list has them in another hospital.
    """
    check_can_work_at_hospital(by)
    lock_life(resident)
    stay = HospitalStay.objects.select_for_update().filter(resident=resident, status=StayStatus.IN_HOSPITAL).first()
    if stay is None:  # it ends here and now: the timeline tells that they went home, never that they are in hospital
        stay = HospitalStay(
            resident=resident, hospital=told.hospital, ward=told.ward, admitted_on=told.admitted_on,
            added_at=clock.now(), added_by=by,
        )  # fmt: skip
        _keep_stay(stay, by)
    elif stay.hospital != told.hospital:
        raise Refused(f"The hospital list has this person in {stay.get_hospital_display()}. Ring the hospital hub.")
    else:
        _learn_of_stay(stay, told)
    return record_discharge(stay=stay, discharged_on=told.discharged_on, pathway=told.pathway, by=by)


def _learn_of_stay(stay: HospitalStay, told: WentHome) -> None:
    """Keep the ward and the day of admission that another system tells of, where the list has none."""
    stay.ward = stay.ward or told.ward
    stay.admitted_on = stay.admitted_on or told.admitted_on
    stay.save(update_fields=["ward", "admitted_on"])


def _start_clock(discharge: Discharge, by: User, story: Statement | None) -> SixWeekClock:
    resident = discharge.resident
    referral = send_referral(
        resident=resident, source=ReferralSource.DISCHARGE, need=Need.AFTER_HOSPITAL, urgency=Urgency.THIS_WEEK,
        story=story, from_team=Team.objects.the_only(TeamKind.HOSPITAL_HUB), by=by,
        suggestion=suggest_by_place(resident, Need.AFTER_HOSPITAL),
    )  # fmt: skip
    discharged_on = discharge.discharged_on
    started = SixWeekClock.objects.create(
        discharge=discharge,
        resident=resident,
        referral=referral,
        locality_id=referral.team.locality_id,
        discharged_on=discharged_on,
        due_on=rules.due_on(discharged_on),
        plan_by=rules.plan_by(discharged_on, bank_holidays()),
        started_at=clock.now(),
    )
    record("six_weeks.started", by=by, subject=started, resident_id=resident.pk, due_on=str(started.due_on))
    late = " It was overdue when it was recorded." if rules.born_overdue(discharged_on, clock.today()) else ""
    detail = f"The review in the community is due by {started.due_on.day} {started.due_on:%B %Y}.{late}"
    note_event(
        resident, TimelineKind.SIX_WEEKS, "Six-week clock started", by=by, source=started, detail=detail,
        team=referral.team,
    )  # fmt: skip
    return started


@transaction.atomic
def meet_review(*, resident: Resident, completed_on: date, by: User) -> list[SixWeekClock]:
    """Meet every open clock of a person whose discharge lies on or before a completed full assessment (SIX-4)."""
    clocks = SixWeekClock.objects.select_for_update(of=("self",)).select_related("referral", "referral__team")
    met = [
        running
        for running in clocks.filter(resident=resident, status=ClockStatus.OPEN)
        if rules.meets(running.discharged_on, completed_on, is_full=True)
    ]
    for running in met:
        step = CLOCK.transition("meet", running.status)
        running.status = ClockStatus(step.target)
        running.met_on = completed_on
        running.save(update_fields=["status", "met_on"])
        record(step.event, by=by, subject=running, resident_id=resident.pk, met_on=str(completed_on))
        note_event(resident, TimelineKind.SIX_WEEKS, "Six-week review held", by=by, source=running)
        if running.referral.is_open:
            end_referral(referral=running.referral, reason=CloseReason.REVIEW_HELD, by=by)
    return met


@transaction.atomic
def void_discharge(*, clock_of_discharge: SixWeekClock, reason: str, by: User) -> SixWeekClock:
    """Say that a discharge was entered in error: its clock is voided, with the reason, and its referral ended.

    Raises NotPermitted, WrongState, and Refused without a reason.
    """
    check_can_work_at_hospital(by)
    if not reason.strip():
        raise Refused("Say why the discharge was entered in error.")
    locked: SixWeekClock = (
        SixWeekClock.objects.select_for_update(of=("self",))
        .select_related("referral", "resident", "discharge")
        .get(pk=clock_of_discharge.pk)
    )
    step = CLOCK.transition("void", locked.status)
    locked.discharge.voided_at = clock.now()
    locked.discharge.save(update_fields=["voided_at"])
    locked.status = ClockStatus(step.target)
    locked.ended_on = clock.today()
    locked.end_words = reason
    locked.save(update_fields=["status", "ended_on", "end_words"])
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id, reason=reason)
    note_event(
        locked.resident, TimelineKind.SIX_WEEKS, "Discharge entered in error", by=by, source=locked, detail=reason
    )
    if locked.referral.is_open:
        end_referral(referral=locked.referral, reason=CloseReason.VOIDED, by=by)
    return locked


@transaction.atomic
def carry_out_steps(*, clock_id: str, steps: str) -> None:
    """Tell the people whom steps of one clock go to, and write them into timeline and audit log, in SIX-8's order.

    The outbox calls this, once for what a sweep found of a clock; `steps` are the ids of the steps, with
    spaces between them. The rule is asked again with what holds now: a clock that was met or ended since
    the sweep is left in peace, and nobody is told that nobody holds what somebody holds meanwhile.
    """
    running = SixWeekClock.objects.with_allocation().select_for_update(of=("self",)).get(pk=UUID(clock_id))
    rows = running.steps.filter(pk__in=[UUID(step) for step in steps.split()])
    facts = rules.ClockFacts(running.discharged_on, running.status == ClockStatus.OPEN, running.is_allocated)
    queued = {row.step: row for row in rows.select_related("clock__resident", "clock__referral__team")}
    day = max([clock.today(), *(row.due_on for row in queued.values())])  # a sweep may run for a day to come
    for step in rules.steps_due(facts, day):
        if step in queued:
            _carry_out(queued[step])


def _carry_out(row: ClockStep) -> None:
    told = tell_of_step(row)
    resident = row.clock.resident
    record(f"six_weeks.{row.step}", by=SYSTEM, subject=row.clock, resident_id=resident.pk, told=told)
    note_event(
        resident, TimelineKind.SIX_WEEKS, f"Six-week clock: {row.get_step_display().lower()}", by=SYSTEM,
        source=row.clock, team=row.clock.referral.team,
    )  # fmt: skip


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=clock.LONDON)

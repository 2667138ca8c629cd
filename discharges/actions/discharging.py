"""Record that somebody went home, which starts the clock; put that right, or say that it was entered in error."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import ChangedMeanwhile, Refused
from core.words import long_date
from discharges import rules
from discharges.actions.settling import settle_clocks
from discharges.actions.stays import keep_stay, lock_stay
from discharges.enums import Pathway, StayStatus
from discharges.followers import tell_of_discharge
from discharges.messages import ask_hub_to_put_right
from discharges.models import Discharge, DischargeCorrection, HospitalStay, SixWeekClock
from discharges.policies import check_can_work_at_hospital, check_discharge_date
from discharges.states import STAY
from localities.enums import TeamKind
from localities.models import Team
from localities.places import bank_holidays
from referrals.actions import send_referral
from referrals.enums import Need, ReferralSource, Urgency
from referrals.routing import suggest_by_place
from residents.actions import lock_life, note_event
from residents.enums import TimelineKind
from residents.models import Resident, Statement

ON_THAT_DAY = "A discharge of this person on that day is recorded already."


class RingTheHub(Refused):
    """A discharge that another system sent in does not fit what is recorded of `stay`: the hub has to look at it."""

    def __init__(self, sentence: str, stay: HospitalStay, sent_on: date) -> None:
        super().__init__(sentence)
        self.stay, self.sent_on = stay, sent_on


@dataclass(frozen=True)
class WentHome:
    """A stay in hospital that has ended, as another system tells of it."""

    hospital: str
    discharged_on: date
    pathway: str
    ward: str = ""
    admitted_on: date | None = None


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

    The clock is met or ended at once by what happened before the discharge was recorded (SIX-4, SIX-5).

    Raises NotPermitted, WrongState, Refused for an impossible date, and ChangedMeanwhile.
    """
    check_can_work_at_hospital(by)
    lock_life(stay.resident)
    locked = lock_stay(stay, version)
    step = STAY.transition("discharge", locked.status)
    check_discharge_date(discharged_on, locked.admitted_on)
    if Discharge.objects.filter(resident=locked.resident, discharged_on=discharged_on, voided_at=None).exists():
        raise Refused(ON_THAT_DAY)
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

    Raises NotPermitted, Refused for an impossible date, and RingTheHub for a stay that is recorded as ended on another
    day (HUB-9), and when the list has them in another hospital: what is undone then, `ask_to_put_right` comes after.
    """
    check_can_work_at_hospital(by)
    lock_life(resident)
    stay = HospitalStay.objects.select_for_update().filter(resident=resident, status=StayStatus.IN_HOSPITAL).first()
    _check_is_another_stay(resident, told, stay)
    if stay is None:  # it ends here and now: the timeline tells that they went home, never that they are in hospital
        stay = HospitalStay(
            resident=resident, hospital=told.hospital, ward=told.ward, admitted_on=told.admitted_on,
            added_at=clock.now(), added_by=by,
        )  # fmt: skip
        keep_stay(stay, by)
    elif stay.hospital != told.hospital:
        words = f"The hospital list has this person in {stay.get_hospital_display()}. Ring the hospital hub."
        raise RingTheHub(words, stay, told.discharged_on)
    else:
        _learn_of_stay(stay, told)
    return record_discharge(stay=stay, discharged_on=told.discharged_on, pathway=told.pathway, by=by)


def ask_to_put_right(refusal: RingTheHub) -> None:
    """Tell the hub of a discharge that was refused, once for each person and day; after what was refused is undone."""
    ask_hub_to_put_right(Team.objects.the_only(TeamKind.HOSPITAL_HUB), refusal.stay, refusal.sent_on)


def _check_is_another_stay(resident: Resident, told: WentHome, stay: HospitalStay | None) -> None:
    """Raise Refused for a stay that ended already on another day, as is recorded; of one on the list, the list knows
    the first day where the other system does not.
    """
    listed_on = (stay.admitted_on or clock.london_date(stay.added_at)) if stay else None
    sent = rules.Told(told.hospital, told.admitted_on or listed_on, told.discharged_on)
    recorded = Discharge.objects.filter(resident=resident, voided_at=None).select_related("stay")
    for one in recorded.exclude(discharged_on=told.discharged_on).order_by("-discharged_on"):
        if rules.is_same_stay(sent, rules.Told(one.stay.hospital, one.stay.admitted_on, one.discharged_on)):
            words = (
                f"This person is recorded already as gone home from {one.stay.get_hospital_display()} on "
                f"{long_date(one.discharged_on)}. Ring the hospital hub to put the day right."
            )
            raise RingTheHub(words, one.stay, told.discharged_on)


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
        dated_on=clock.today(),
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
    settle_clocks(resident, by=by)
    tell_of_discharge(discharge, by)
    started.refresh_from_db(fields=["status", "met_on", "ended_on", "end_reason"])
    return started


@transaction.atomic
def void_discharge(
    *, discharge: Discharge, reason: str, by: User, still_in_hospital: bool = False, version: int | None = None
) -> Discharge:
    """Say that a discharge was entered in error: its clock is voided with the reason, and its referral ended.

    With `still_in_hospital` they are on the hospital list again, as if they had never left it. Raises NotPermitted,
    ChangedMeanwhile, and Refused without a reason, or when they are on the list anew.
    """
    check_can_work_at_hospital(by)
    if not reason.strip():
        raise Refused("Say why the discharge was entered in error.")
    locked = _lock(discharge, version)
    locked.voided_at = clock.now()
    locked.version += 1
    locked.save(update_fields=["voided_at", "version"])
    record("discharge.voided", by=by, subject=locked, resident_id=locked.resident_id, reason=reason)
    note_event(
        locked.resident, TimelineKind.HOSPITAL, "Discharge entered in error", by=by, source=locked, detail=reason
    )
    if still_in_hospital:
        _go_on(locked.stay, by)
    settle_clocks(locked.resident, by=by, words=reason)
    tell_of_discharge(locked, by)
    return locked


def _go_on(stay: HospitalStay, by: User) -> None:
    """The same stay, on the hospital list again: the row that ended stays with the discharge that was an error."""
    again = HospitalStay(
        resident=stay.resident, hospital=stay.hospital, ward=stay.ward, admitted_on=stay.admitted_on,
        admission_reason=stay.admission_reason, hospital_number=stay.hospital_number, ready_on=stay.ready_on,
        planned_pathway=stay.planned_pathway, equipment=stay.equipment, liaison=stay.liaison, asked_on=stay.asked_on,
        needs_assessment=stay.needs_assessment, added_at=clock.now(), added_by=by, continues=stay,
    )  # fmt: skip
    if stay.is_assessed:
        again.light_touch_state = stay.light_touch_state
    keep_stay(again, by)
    stay.blockers.standing().update(stay=again)
    stay.told.filter(undone_at__isnull=True).update(stay=again)
    note_event(again.resident, TimelineKind.HOSPITAL, f"Still in hospital: {again.where}", by=by, source=again)


@transaction.atomic
def correct_discharge(
    *, discharge: Discharge, discharged_on: date, pathway: str, because: str, by: User, version: int | None = None
) -> Discharge:
    """Put the day or the pathway of a discharge right; the due date moves with the day, and the history stays (SIX-7).

    Harmless when both are so already. Raises NotPermitted, ChangedMeanwhile, and Refused for an impossible day,
    without a reason, or for a discharge that was entered in error.
    """
    check_can_work_at_hospital(by)
    locked = _lock(discharge, version)
    if (locked.discharged_on, locked.pathway) == (discharged_on, pathway):
        return locked
    if not because.strip():
        raise Refused("Say what was wrong.")
    check_discharge_date(discharged_on, locked.stay.admitted_on)
    others = Discharge.objects.filter(resident=locked.resident, discharged_on=discharged_on, voided_at=None)
    if others.exclude(pk=locked.pk).exists():
        raise Refused(ON_THAT_DAY)
    corrected = DischargeCorrection.objects.create(
        discharge=locked, was_on=locked.discharged_on, now_on=discharged_on, was_pathway=locked.pathway,
        now_pathway=pathway, because=because.strip()[:500], at=clock.now(), by=by,
    )  # fmt: skip
    locked.discharged_on, locked.pathway = discharged_on, pathway
    locked.version += 1
    with refused_by("one_discharge_a_day", ON_THAT_DAY):
        locked.save(update_fields=["discharged_on", "pathway", "version"])
    _tell_corrected(locked, corrected, by)
    settle_clocks(locked.resident, by=by)
    tell_of_discharge(locked, by)
    return locked


def _tell_corrected(discharge: Discharge, made: DischargeCorrection, by: User) -> None:
    changed = [made.because]
    if made.was_on != made.now_on:
        changed.insert(0, f"Went home on {long_date(made.now_on)}, not on {long_date(made.was_on)}")
    if made.was_pathway != made.now_pathway:
        changed.insert(0, f"{Pathway(made.now_pathway).label}, not {Pathway(made.was_pathway).label}")
    record(
        "discharge.corrected", by=by, subject=discharge, resident_id=discharge.resident_id, was_on=str(made.was_on),
        now_on=str(made.now_on),
    )  # fmt: skip
    note_event(
        discharge.resident, TimelineKind.HOSPITAL, "Discharge put right", by=by, source=discharge,
        detail=". ".join(changed),
    )  # fmt: skip


def _lock(discharge: Discharge, version: int | None) -> Discharge:
    """The discharge as it is now, with the person locked first. Raises ChangedMeanwhile, and Refused when it was
    entered in error, or stays with a record that was merged into another one.
    """
    lock_life(discharge.resident)
    found = Discharge.objects.select_for_update(of=("self",)).select_related("stay", "resident__locality")
    locked: Discharge = found.get(pk=discharge.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("This discharge was changed while this page was open.", locked)
    if locked.voided_at is not None:
        raise Refused("This discharge was entered in error, and that is recorded already.")
    return locked


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=clock.LONDON)

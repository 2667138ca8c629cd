"""Put somebody on the hospital list, and take them off it when that was an error."""

from datetime import date

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import ChangedMeanwhile, Refused
from discharges.actions.settling import settle_clocks
from discharges.enums import LightTouch, StayStatus
from discharges.models import HospitalStay
from discharges.policies import check_can_work_at_hospital
from discharges.states import STAY
from residents.actions import lock_life, note_event
from residents.enums import TimelineKind
from residents.models import Resident


@transaction.atomic
def add_stay(
    *, resident: Resident, hospital: str, by: User, ward: str = "", admitted_on: date | None = None,
    expected_on: date | None = None,
) -> HospitalStay:  # fmt: skip
    """Put somebody on the hospital list; a six-week clock that runs is superseded by the readmission (SIX-5).

    Raises NotPermitted, and Refused when they are on it already or have died.
    """
    check_can_work_at_hospital(by)
    resident = lock_life(resident)
    if resident.is_deceased:
        raise Refused(f"{resident.display_name} has died. If that was recorded in error, correct it first.")
    stay = HospitalStay(
        resident=resident, hospital=hospital, ward=ward, admitted_on=admitted_on, expected_on=expected_on,
        added_at=clock.now(), added_by=by,
    )  # fmt: skip
    keep_stay(stay, by)
    note_event(resident, TimelineKind.HOSPITAL, f"In hospital: {stay.where}", by=by, source=stay)
    settle_clocks(resident, by=by)
    return stay


def keep_stay(stay: HospitalStay, by: User) -> None:
    """Write a new stay. Raises Refused when the person is on the hospital list already."""
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
def void_stay(*, stay: HospitalStay, because: str, by: User, version: int | None = None) -> HospitalStay:
    """Say that somebody was put on the hospital list in error; a clock that the stay had ended runs again (SIX-5).

    Raises NotPermitted, WrongState, ChangedMeanwhile, and Refused without a reason.
    """
    check_can_work_at_hospital(by)
    if not because.strip():
        raise Refused("Say why they were put on the hospital list in error.")
    lock_life(stay.resident)
    locked = lock_stay(stay, version)
    step = STAY.transition("void", locked.status)
    locked.status, locked.voided_because = StayStatus(step.target), because.strip()[:500]
    locked.version += 1
    locked.save(update_fields=["status", "voided_because", "version"])
    record(step.event, by=by, subject=locked, resident_id=locked.resident_id)
    note_event(
        locked.resident, TimelineKind.HOSPITAL, "Was put on the hospital list in error", by=by, source=locked,
        detail=because.strip(),
    )  # fmt: skip
    settle_clocks(locked.resident, by=by)
    return locked


def lock_stay(stay: HospitalStay, version: int | None) -> HospitalStay:
    """The stay as it is now, locked. Raises ChangedMeanwhile when `version` is given and is not the one that stands."""
    found = HospitalStay.objects.select_for_update(of=("self",)).select_related("resident__locality")
    locked: HospitalStay = found.get(pk=stay.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("This stay was changed while this page was open.", locked)
    return locked

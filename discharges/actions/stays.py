"""Put somebody on the hospital list, say where they live when they had moved away, and take them off it when that was
an error.
"""

from datetime import date

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import ChangedMeanwhile, Refused
from core.words import long_date
from discharges.actions.settling import settle_clocks
from discharges.enums import LightTouch, LivesHere, StayStatus
from discharges.models import HospitalStay
from discharges.policies import check_can_work_at_hospital
from discharges.states import STAY
from residents.actions import lock_life, note_event, record_return, take_back_return
from residents.enums import TimelineKind
from residents.models import Resident

STORIES = {
    LivesHere.NO: "Was visiting when they came into hospital: does not live here",
    LivesHere.NOT_KNOWN: "Not known whether they live here again: the six-week clock will run",
}
PUT_THERE_IN_ERROR = "They were put on the hospital list in error, which had said that they live here."
SAID_IN_ERROR = "The hospital hub, of a stay in hospital: it was not so."
SAYS_THEY_ARE_BACK = "The hospital hub, of a stay in hospital"


@transaction.atomic
def add_stay(
    *, resident: Resident, hospital: str, by: User, ward: str = "", admitted_on: date | None = None,
    expected_on: date | None = None, lives_here: str = "",
) -> HospitalStay:  # fmt: skip
    """Put somebody on the hospital list; a six-week clock that runs is superseded by the readmission (SIX-5).

    Of somebody who is recorded as moved out of the borough, `lives_here` says whether they live here again: a yes
    records the return, a no keeps the move, and while it is not known the clock after this stay runs.

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
    if resident.has_left:
        _keep_where_they_live(stay, LivesHere(lives_here or LivesHere.NOT_KNOWN), by)
    settle_clocks(resident, by=by)
    return stay


@transaction.atomic
def say_where_they_live(*, stay: HospitalStay, lives_here: str, by: User, version: int | None = None) -> HospitalStay:
    """Say whether somebody who had moved away lives here again: after the admission, or otherwise than was said then,
    which takes a return back that this stay recorded.

    Harmless when that is said already. Raises NotPermitted, ChangedMeanwhile, and Refused for a stay that was an error,
    of somebody who is not recorded as moved away, or who moved away once more since.
    """
    check_can_work_at_hospital(by)
    resident = lock_life(stay.resident)
    locked = lock_stay(stay, version)
    if locked.lives_here == lives_here:
        return locked
    locked.resident = resident
    if locked.status == StayStatus.VOIDED:
        raise Refused(f"{resident.display_name} was put on the hospital list in error.")
    if locked.came_back_id is not None:
        locked.resident = resident = _take_back(locked, SAID_IN_ERROR, by)
    if not resident.has_left:
        raise Refused(f"{resident.display_name} is not recorded as moved out of the borough.")
    locked.version += 1
    _keep_where_they_live(locked, LivesHere(lives_here), by)
    settle_clocks(resident, by=by)
    return locked


def _keep_where_they_live(stay: HospitalStay, lives_here: LivesHere, by: User) -> None:
    resident = stay.resident
    stay.lives_here = lives_here
    stay.save(update_fields=["lives_here", "version"])
    record("stay.lives_here", by=by, subject=stay, resident_id=stay.resident_id, lives_here=lives_here)
    left_on = resident.left_on
    assert left_on is not None  # the callers have asked
    if lives_here == LivesHere.YES:
        came = stay.admitted_on or clock.london_date(stay.added_at)
        back_on = max(came, left_on)
        stay.came_back = record_return(resident=resident, back_on=back_on, by=by, how_known=SAYS_THEY_ARE_BACK)
        stay.save(update_fields=["came_back"])
        return
    where = f" to {resident.left_for}" if resident.left_for else ""
    moved = f"Moved out of the borough{where} on {long_date(left_on)}."
    note_event(resident, TimelineKind.HOSPITAL, STORIES[lives_here], by=by, source=stay, detail=moved)


def _take_back(stay: HospitalStay, because: str, by: User) -> Resident:
    """Let the move hold again whose end this stay recorded; no stay answers for that return any more."""
    event = stay.came_back
    assert event is not None  # the callers have asked
    resident = take_back_return(event=event, because=because, by=by)
    HospitalStay.objects.filter(came_back=event).update(came_back=None)
    stay.came_back = None
    return resident


def keep_stay(stay: HospitalStay, by: User) -> None:
    """Write a new stay. Raises Refused when the person is on the hospital list already."""
    if stay.continues:
        stay.lives_here, stay.came_back = stay.continues.lives_here, stay.continues.came_back
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
    """Say that somebody was put on the hospital list in error; a clock that the stay had ended runs again (SIX-5), and
    a return from a move that it recorded is taken back, unless they have moved away once more since.

    Raises NotPermitted, WrongState, ChangedMeanwhile, and Refused without a reason.
    """
    check_can_work_at_hospital(by)
    if not because.strip():
        raise Refused("Say why they were put on the hospital list in error.")
    resident = lock_life(stay.resident)
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
    if locked.came_back_id is not None and not resident.has_left:
        _take_back(locked, PUT_THERE_IN_ERROR, by)
    settle_clocks(locked.resident, by=by)
    return locked


def lock_stay(stay: HospitalStay, version: int | None) -> HospitalStay:
    """The stay as it is now, locked. Raises ChangedMeanwhile when `version` is given and is not the one that stands."""
    found = HospitalStay.objects.select_for_update(of=("self",)).select_related("resident__locality")
    locked: HospitalStay = found.get(pk=stay.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("This stay was changed while this page was open.", locked)
    return locked

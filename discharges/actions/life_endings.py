"""How a death or a move ends stays in hospital and six-week clocks, and how they open again."""

from typing import Any

from accounts.models import User
from audit.actions import record
from core.constraints import refused_by
from core.errors import Refused
from core.words import long_date, lower_first
from discharges.actions.settling import settle_clocks
from discharges.enums import ClockStatus, EndReason, StayStatus
from discharges.episodes import known_of
from discharges.models import HospitalStay, SixWeekClock
from discharges.rules import may_end
from discharges.states import STAY
from residents.endings import Ender, UnderWay
from residents.enums import Ending, LifeKind
from residents.models import EndedRow, LifeEvent, Resident

REASONS = {LifeKind.DIED: EndReason.DIED, LifeKind.MOVED: EndReason.MOVED}
TELL_THEM_FIRST = (
    "Tell the council where they live now first, and then say so here: their six-week review cannot end before."
)


def find_stays(resident: Resident) -> list[UnderWay]:
    """The stay in hospital that the hub plans the way home from."""
    stays = HospitalStay.objects.filter(resident=resident, status=StayStatus.IN_HOSPITAL)
    return [UnderWay(stay, f"Stay in hospital: {stay.where}") for stay in stays]


def end_stay(stay: HospitalStay, event: LifeEvent, by: User) -> dict[str, Any] | None:
    """Take it off the hospital list; nobody goes home from it, and no clock starts."""
    locked = HospitalStay.objects.select_for_update(of=("self",)).get(pk=stay.pk)
    if locked.status != StayStatus.IN_HOSPITAL:
        return None
    was = {"status": locked.status}
    _move_stay(locked, "end", by)
    return was


def reopen_stay(row: EndedRow, by: User) -> str:
    """Put it on the hospital list again, unless they are there anew."""
    stay = HospitalStay.objects.select_for_update(of=("self",)).get(pk=row.row_id)
    with refused_by("one_stay_at_a_time", "they are on the hospital list anew"):
        _move_stay(stay, "reopen", by)
    return row.words


def _move_stay(stay: HospitalStay, verb: str, by: User) -> None:
    step = STAY.transition(verb, stay.status)
    stay.status = StayStatus(step.target)
    stay.version += 1
    stay.save(update_fields=["status", "version"])
    record(step.event, by=by, subject=stay, resident_id=stay.resident_id)


def find_clocks(resident: Resident) -> list[UnderWay]:
    """Six-week clocks that run."""
    running = SixWeekClock.objects.open().filter(resident=resident)
    return [UnderWay(one, f"Six-week review, due by {long_date(one.due_on)}") for one in running]


def end_clock(running: SixWeekClock, event: LifeEvent, by: User) -> dict[str, Any] | None:
    """End it unmet with the reason of the event (SIX-6), unless something else met or ended it before that, or the
    event was a move before the admission.

    Raises Refused while the council there does not know.
    """
    locked = SixWeekClock.objects.select_for_update(of=("self",), no_key=True).get(pk=running.pk)
    if locked.status != ClockStatus.OPEN:
        return None
    reason, since = REASONS[LifeKind(event.kind)], known_of([locked.resident_id])[locked.resident_id].begun_on(locked)
    if not may_end(reason, council_told=True, on=event.happened_on, admitted_on=since):
        return None
    if not may_end(reason, council_told=event.council_told is True):
        raise Refused(TELL_THEM_FIRST)
    settle_clocks(event.resident, by=by, words=event.how_known)
    return {"status": ClockStatus.OPEN.value}


def reopen_clock(row: EndedRow, by: User) -> str:
    """Let it run on with the date that it had, unless something else has met or ended it since; the steps that were
    missed come with the next sweep.
    """
    ended = SixWeekClock.objects.select_related("resident").get(pk=row.row_id)
    settle_clocks(ended.resident, by=by)
    ended.refresh_from_db(fields=["status", "end_reason"])
    if ended.status == ClockStatus.OPEN:
        return row.words
    return f"{row.words}: {lower_first(ended.get_end_reason_display() or ended.get_status_display())} since"


ENDERS = (
    Ender(Ending.STAY, find_stays, end_stay, reopen_stay),
    Ender(Ending.CLOCK, find_clocks, end_clock, reopen_clock),
)

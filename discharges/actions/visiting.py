"""Visits for a six-week review: planned, moved to another day, held, called off."""

from dataclasses import dataclass
from datetime import date, time

from django.db import transaction

from accounts.models import User
from core import clock
from core.constraints import refused_by
from core.errors import ChangedMeanwhile, Refused
from discharges.actions.calling_off import end_visit, write_visit
from discharges.enums import ClockStatus, VisitStatus
from discharges.messages import tell_worker_of_visit
from discharges.models import ReviewVisit, SixWeekClock, when_in_words
from discharges.policies import check_can_review, check_can_visit
from discharges.states import VISIT
from residents.actions import lock_life_of_kept

PLANNED_ALREADY = "A visit is planned already. Move that one, or call it off."
COLUMNS = ("planned_for", "at_time", "worker", "note", "version")


@dataclass(frozen=True)
class Going:
    """Who goes, on which day and, when that is known, at what time."""

    planned_for: date
    worker: User
    at_time: time | None = None
    note: str = ""

    @property
    def when(self) -> str:
        """ "Tuesday 1 December at 10:30am"."""
        return when_in_words(self.planned_for, self.at_time)


@transaction.atomic
def plan_visit(*, running: SixWeekClock, going: Going, by: User) -> ReviewVisit:
    """Plan the visit of a review that runs; a worker for whom somebody else planned it is told.

    Raises NotPermitted, and Refused for a clock that does not run, a day that has passed, somebody who holds no
    reviews, and when a visit is planned already.
    """
    check_can_review(by)
    locked = _lock_clock(running)
    _check(locked, going)
    visit = ReviewVisit(
        clock=locked, planned_for=going.planned_for, at_time=going.at_time, worker=going.worker,
        note=going.note.strip()[:300], made_at=clock.now(), made_by=by,
    )  # fmt: skip
    with refused_by("one_planned_visit_per_clock", PLANNED_ALREADY):
        visit.save(force_insert=True)
    write_visit(visit, "visit.planned", f"Visit planned for {going.when}", f"{going.worker.name} visits", by)
    tell_worker_of_visit(visit, by, "planned for you", going.when)
    return visit


@transaction.atomic
def move_visit(*, visit: ReviewVisit, going: Going, by: User, version: int) -> ReviewVisit:
    """Another day, time or worker for a planned visit; whoever went before and whoever goes now are told.

    Raises as `plan_visit`, and WrongState and ChangedMeanwhile when somebody acted since the page was opened.
    """
    check_can_review(by)
    running = _lock_clock(visit.clock)
    locked = _lock(visit, running, version)
    VISIT.transition("hold", locked.status)  # what can be held can be moved
    _check(running, going)
    earlier = locked.worker
    locked.planned_for, locked.at_time, locked.worker = going.planned_for, going.at_time, going.worker
    locked.note, locked.version = going.note.strip()[:300], locked.version + 1
    locked.save(update_fields=COLUMNS)
    write_visit(locked, "visit.moved", f"Visit moved to {going.when}", f"{going.worker.name} visits", by)
    tell_worker_of_visit(locked, by, "now with you", going.when)
    if earlier.pk != going.worker.pk:
        tell_worker_of_visit(locked, by, "no longer with you", going.when, worker=earlier)
    return locked


@transaction.atomic
def hold_visit(*, visit: ReviewVisit, by: User) -> ReviewVisit:
    """Say that a visit was held. The clock runs on until a full assessment is completed (SIX-4).

    Harmless when that was said already. Raises NotPermitted, WrongState, and Refused before its day.
    """
    check_can_review(by)
    locked = _lock(visit, _lock_clock(visit.clock))
    if locked.status == VisitStatus.HELD:
        return locked
    if locked.planned_for > clock.today():
        raise Refused("The day of this visit has not come. If it was held earlier, move it to that day first.")
    event = end_visit(locked, "hold", by)
    detail = "The review is met when the full assessment is completed."
    write_visit(locked, event, "Visit held for the six-week review", detail, by)
    return locked


@transaction.atomic
def call_off_visit(*, visit: ReviewVisit, because: str, by: User, version: int) -> ReviewVisit:
    """Call a planned visit off, with the reason; another one has to be planned.

    Raises NotPermitted, WrongState, ChangedMeanwhile, and Refused without a reason.
    """
    check_can_review(by)
    if not because.strip():
        raise Refused("Say why the visit is called off.")
    locked = _lock(visit, _lock_clock(visit.clock), version)
    event = end_visit(locked, "call off", by, because=because.strip())
    write_visit(locked, event, f"Visit on {locked.when} called off", locked.because, by)
    tell_worker_of_visit(locked, by, "called off", locked.when)
    return locked


def _check(running: SixWeekClock, going: Going) -> None:
    if running.status != ClockStatus.OPEN:
        raise Refused("This six-week clock does not run any more.")
    if going.planned_for < clock.today():
        raise Refused("The day of the visit must be today or later.")
    check_can_visit(going.worker)


def _lock_clock(running: SixWeekClock) -> SixWeekClock:
    """The clock as it is now, with the person locked first, as everywhere."""
    lock_life_of_kept(running.resident)
    found = SixWeekClock.objects.select_for_update(of=("self",), no_key=True)
    locked: SixWeekClock = found.select_related("resident", "referral__team").get(pk=running.pk)
    return locked


def _lock(visit: ReviewVisit, running: SixWeekClock, version: int | None = None) -> ReviewVisit:
    found = ReviewVisit.objects.select_for_update(of=("self",)).select_related("worker", "ended_by", "made_by")
    locked: ReviewVisit = found.get(pk=visit.pk)
    locked.clock = running
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("Somebody changed this visit after you opened the page.", locked)
    return locked

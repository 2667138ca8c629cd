"""What becomes of a planned visit when its six-week clock does not run any more, or another team takes the review.

Whoever was to go, and whoever holds the review, is told; a visit of which the day had come when the review was held
was that review.
"""

from accounts.models import User
from audit.actions import record
from core import clock
from core.words import long_date, lower_first
from discharges.enums import ClockStatus, VisitStatus
from discharges.messages import tell_that_review_is_off, tell_worker_of_visit
from discharges.models import ReviewVisit, SixWeekClock
from discharges.states import VISIT
from localities.models import Team
from referrals.holders import holder_of
from residents.actions import note_event
from residents.enums import TimelineKind
from residents.models import TimelineEntry

NOT_HELD = "The review was not held."


def end_visit_with_clock(running: SixWeekClock, by: User) -> None:
    """A clock that runs no longer has no planned visit: it was held, when its review was, or is called off."""
    visit = _lock_planned(running)
    if visit is None:
        return
    if running.met_on and visit.planned_for <= running.met_on:
        end_visit(visit, "hold", by, because=f"The review was held on {long_date(running.met_on)}.", with_clock=True)
        write_visit(visit, "visit.held", "Visit held for the six-week review", visit.because, by)
        return
    _call_off(visit, _why(running), by, with_clock=True)


def plan_visit_again(running: SixWeekClock, by: User) -> None:
    """A clock runs again: a visit that was held for nothing but a review that was not is planned as before, while its
    day is still to come; else another one has to be planned. Its worker is told.
    """
    held = running.visits.filter(status=VisitStatus.HELD, with_clock=True).select_related("worker")
    visit: ReviewVisit | None = held.select_for_update(of=("self",)).order_by("-ended_at").first()
    if visit is None:
        return
    visit.clock = running
    if visit.has_passed:
        event = end_visit(visit, "was not held", by, because=NOT_HELD)
        write_visit(visit, event, f"Visit on {visit.when} called off", NOT_HELD, by)
        tell_worker_of_visit(visit, by, "called off, because the review was not held", visit.when)
        return
    step = VISIT.transition("plan again", visit.status)
    visit.status, visit.ended_at, visit.ended_by, visit.because = VisitStatus(step.target), None, None, ""
    visit.with_clock, visit.version = False, visit.version + 1
    visit.save(update_fields=["status", "ended_at", "ended_by", "because", "with_clock", "version"])
    write_visit(visit, step.event, f"Visit planned as before, for {visit.when}", NOT_HELD, by)
    tell_worker_of_visit(visit, by, "planned as before", visit.when)


def call_off_for_team(running: SixWeekClock, team: Team, by: User) -> None:
    """Another team takes the review over, and plans a visit of its own."""
    visit = _lock_planned(running)
    if visit is not None:
        _call_off(visit, f"{team.spoken[0].upper()}{team.spoken[1:]} holds the review now.", by)


def end_visit(visit: ReviewVisit, verb: str, by: User, *, because: str = "", with_clock: bool = False) -> str:
    """Hold or call off a locked visit; the verb for the audit log."""
    step = VISIT.transition(verb, visit.status)
    visit.status, visit.ended_at, visit.ended_by = VisitStatus(step.target), clock.now(), by
    visit.because, visit.with_clock, visit.version = because[:300], with_clock, visit.version + 1
    visit.save(update_fields=["status", "ended_at", "ended_by", "because", "with_clock", "version"])
    return step.event


def write_visit(visit: ReviewVisit, event: str, title: str, detail: str, by: User) -> TimelineEntry:
    """What happened to a visit, for the audit log and the timeline."""
    running = visit.clock
    record(event, by=by, subject=visit, resident_id=running.resident_id, on=str(visit.planned_for))
    return note_event(
        running.resident, TimelineKind.SIX_WEEKS, title, by=by, source=visit, detail=detail, team=running.referral.team
    )


def tell_of_end(running: SixWeekClock, by: User) -> None:
    """Whoever holds a review, or its team while nobody does, hears that it ends without having been held."""
    held = holder_of(running.referral)
    tell_that_review_is_off(running, held.worker if held else None, by)


def _call_off(visit: ReviewVisit, because: str, by: User, *, with_clock: bool = False) -> None:
    held = holder_of(visit.clock.referral)
    event = end_visit(visit, "call off", by, because=because, with_clock=with_clock)
    write_visit(visit, event, f"Visit on {visit.when} called off", visit.because, by)
    tell_worker_of_visit(visit, by, "called off", visit.when)
    if held and held.worker_id != visit.worker_id:
        tell_worker_of_visit(visit, by, "called off", visit.when, worker=held.worker)


def _why(running: SixWeekClock) -> str:
    if running.met_on:
        return f"The review was held on {long_date(running.met_on)}."
    if running.status == ClockStatus.ENDED:
        return f"The six-week clock ended: {lower_first(running.get_end_reason_display())}."
    return "The discharge was entered in error." if not running.twin_id else "The same discharge has another review."


def _lock_planned(running: SixWeekClock) -> ReviewVisit | None:
    planned = running.visits.planned().select_for_update(of=("self",)).select_related("worker")
    visit: ReviewVisit | None = planned.first()
    if visit is not None:
        visit.clock = running
    return visit

"""Bring the six-week clocks of a person into the state in which the rule says that they stand (SIX-4 to SIX-7).

Whatever happens to a person, the same is done: read what is known of each discharge, ask the rule, and change what
stands otherwise. So it is the same whichever came first, and the nightly check asks the same rule.
"""

from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.words import lower_first
from discharges import rules
from discharges.actions.calling_off import end_visit_with_clock, plan_visit_again, tell_of_end
from discharges.actions.placing import place_reviews
from discharges.actions.stepping import go_on_with_steps
from discharges.enums import ClockStatus, EndReason
from discharges.episodes import Known, episode_of, known_of
from discharges.models import SixWeekClock
from discharges.proof import is_as
from discharges.rules import Standing, standing
from discharges.states import CLOCK
from localities.places import bank_holidays
from referrals.actions import end_referral, reopen_review
from referrals.enums import CloseReason
from residents.actions import lock_life, note_event
from residents.enums import TimelineKind
from residents.models import Resident

VERBS = {
    ClockStatus.OPEN: "reopen",
    ClockStatus.MET: "meet",
    ClockStatus.ENDED: "end",
    ClockStatus.VOIDED: "void",
}
CLOSES = {
    EndReason.READMITTED: CloseReason.READMITTED,
    EndReason.DIED: CloseReason.DIED,
    EndReason.MOVED: CloseReason.MOVED,
    EndReason.REFUSED: CloseReason.DECLINED,
}
COLUMNS = ("status", "met_on", "ended_on", "end_reason", "end_words", "superseded_by")


@transaction.atomic(savepoint=False)
def settle_clocks(resident: Resident, *, by: User, words: str = "") -> list[SixWeekClock]:
    """Change every clock of a person that stands otherwise than the rule says; those that were changed.

    `words` are kept with a clock that ends now: what somebody said of it. The caller has checked who may.
    """
    locked = lock_life(resident)  # so that a discharge and an assessment at one moment wait for each other
    clocks = SixWeekClock.objects.select_for_update(of=("self",), no_key=True).select_related(
        "referral__team", "discharge", "resident"
    )
    mine = list(clocks.filter(resident_id=resident.pk).order_by("discharged_on", "pk"))
    known = known_of([resident.pk])[resident.pk] if mine else Known()
    dated = {one.pk for one in mine if one.discharged_on != known.day_of(one)}
    changed = [one for one in mine if _settle(one, known, by, words)]
    for one in mine:
        if one.status == ClockStatus.OPEN and (one in changed or one.pk in dated):
            go_on_with_steps(one)
    if any(one.status == ClockStatus.OPEN for one in changed):
        place_reviews(locked, by)
    return changed


def meet_review(*, resident: Resident, by: User) -> list[SixWeekClock]:
    """Meet the clocks for which a full assessment has just been completed (SIX-4); those that were changed."""
    return settle_clocks(resident, by=by)


def _settle(running: SixWeekClock, known: Known, by: User, words: str) -> bool:
    _date_anew(running, known, by)
    stands = standing(episode_of(running, known))
    if is_as(running, stands):
        _point_anew(running, known, by)
        _move_referral(running, stands, by)  # a life event that was corrected opens what it ended
        return False
    before = ClockStatus(running.status)
    _put(running, stands, known, words)
    running.save(update_fields=COLUMNS)
    _tell(running, stands, before, by)
    plan_visit_again(running, by) if running.status == ClockStatus.OPEN else end_visit_with_clock(running, by)
    _move_referral(running, stands, by)
    return True


def _date_anew(running: SixWeekClock, known: Known, by: User) -> None:
    """SIX-7: the clock runs from the day that was right all along; of the steps that it had, SIX-8 says which count."""
    day = known.day_of(running)
    if running.discharged_on == day:
        return
    running.discharged_on, running.due_on, running.dated_on = day, rules.due_on(day), clock.today()
    running.plan_by = rules.plan_by(day, bank_holidays())
    running.save(update_fields=["discharged_on", "dated_on", "due_on", "plan_by"])
    record("six_weeks.date_moved", by=by, subject=running, resident_id=running.resident_id, due_on=str(running.due_on))


def _point_anew(running: SixWeekClock, known: Known, by: User) -> None:
    """The readmission that ended it may be told by another stay since."""
    stay = known.readmission_after(running) if running.end_reason == EndReason.READMITTED else None
    if running.superseded_by_id == stay:
        return
    running.superseded_by_id = stay
    running.save(update_fields=["superseded_by"])
    record("six_weeks.put_right", by=by, subject=running, resident_id=running.resident_id, superseded_by=str(stay))


def _put(running: SixWeekClock, stands: Standing, known: Known, words: str) -> None:
    running.status = stands.status
    is_met, is_open = stands.status == ClockStatus.MET, stands.status == ClockStatus.OPEN
    running.met_on = stands.on if is_met else None
    running.ended_on = None if is_met or is_open else stands.on or clock.today()
    running.end_reason = stands.reason or ""
    running.end_words = "" if is_met or is_open else words[:500]
    running.superseded_by_id = known.readmission_after(running) if stands.reason == EndReason.READMITTED else None


def _tell(running: SixWeekClock, stands: Standing, before: ClockStatus, by: User) -> None:
    put_right = before == stands.status
    event = "six_weeks.put_right" if put_right else CLOCK.transition(VERBS[stands.status], before).event
    record(
        event, by=by, subject=running, resident_id=running.resident_id, on=str(stands.on or ""),
        reason=str(stands.reason or ""),
    )  # fmt: skip
    title, detail = _in_words(running, stands, before)
    note_event(
        running.resident,
        TimelineKind.SIX_WEEKS,
        title,
        by=by,
        source=running,
        detail=detail,
        team=running.referral.team,
    )


def _in_words(running: SixWeekClock, stands: Standing, before: ClockStatus) -> tuple[str, str]:
    went_home = f"of the discharge on {running.discharged_on.day} {running.discharged_on:%B %Y}"
    if stands.status == ClockStatus.MET:
        return "Six-week review held", f"The clock {went_home} is met."
    if stands.status == ClockStatus.OPEN:
        return "Six-week clock runs again", f"The clock {went_home}: it was {lower_first(before.label)} in error."
    if stands.status == ClockStatus.VOIDED:
        twin = "The same discharge stands on the record with which this one was merged."
        return "Six-week clock voided", twin if running.twin_id else running.end_words
    assert stands.reason is not None
    return "Six-week clock ended", ". ".join(part for part in (stands.reason.label, running.end_words) if part)


def _move_referral(running: SixWeekClock, stands: Standing, by: User) -> None:
    """End the referral that holds the review, or open it again; it may have been ended by the same event already."""
    referral: Any = running.referral
    referral.refresh_from_db(fields=["status"])
    if stands.status == ClockStatus.OPEN:
        if not referral.is_open:
            reopen_review(referral=referral, by=by)
    elif referral.is_open:
        if stands.status != ClockStatus.MET:
            tell_of_end(running, by)
        end_referral(referral=referral, reason=_why(stands), by=by)


def _why(stands: Standing) -> CloseReason:
    if stands.status == ClockStatus.MET:
        return CloseReason.REVIEW_HELD
    return CLOSES[stands.reason] if stands.reason else CloseReason.VOIDED

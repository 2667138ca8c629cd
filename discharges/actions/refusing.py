"""A refusal of the full assessment, after a conversation, and that somebody changed their mind (SIX-6, REF-1)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.constraints import refused_by
from core.errors import Refused
from discharges.actions.settling import settle_clocks
from discharges.enums import Answered, ClockStatus
from discharges.models import Refusal, SixWeekClock
from discharges.policies import check_can_review
from discharges.rules import refusal_ends
from residents.actions import lock_life, note_event
from residents.enums import TimelineKind


@dataclass(frozen=True)
class Conversation:
    """What was said on which day, and what was asked before the refusal was taken as one."""

    talked_on: date
    words: str
    has_capacity: Answered
    at_risk_of_abuse: Answered
    in_best_interests: Answered = Answered.NOT_ASKED


@transaction.atomic
def record_refusal(*, running: SixWeekClock, told: Conversation, by: User) -> Refusal:
    """Record that somebody refused the full assessment; it ends the clock only as REF-1 allows.

    Raises NotPermitted, and Refused for a clock that does not run, an impossible day, missing words, or when capacity
    and the risk of abuse were not asked.
    """
    check_can_review(by)
    locked = _lock(running)
    if locked.status != ClockStatus.OPEN:
        raise Refused("This six-week clock does not run any more.")
    _check(locked, told)
    refusal = Refusal(
        clock=locked, talked_on=told.talked_on, words=told.words.strip(), has_capacity=told.has_capacity,
        in_best_interests=told.in_best_interests, at_risk_of_abuse=told.at_risk_of_abuse,
        ends=refusal_ends(told.has_capacity, told.in_best_interests, told.at_risk_of_abuse), at=clock.now(), by=by,
    )  # fmt: skip
    with refused_by("refused_once", "A refusal was recorded at this moment by somebody else."):
        refusal.save(force_insert=True)
    record("refusal.recorded", by=by, subject=refusal, resident_id=locked.resident_id, ends=refusal.ends)
    what_follows = "" if refusal.ends else ". The duty to assess stays: the clock runs on"
    note_event(
        locked.resident, TimelineKind.SIX_WEEKS, "Refused the full assessment", by=by, source=refusal,
        detail=f"{refusal.words}{what_follows}", team=locked.referral.team,
    )  # fmt: skip
    settle_clocks(locked.resident, by=by, words=refusal.words)
    return refusal


@transaction.atomic
def withdraw_refusal(*, refusal: Refusal, because: str, by: User) -> Refusal:
    """They want an assessment after all, or it was recorded in error: the clock runs again (Care Act 2014 s11(5)).

    Harmless when it was withdrawn already. Raises NotPermitted, and Refused without a reason.
    """
    check_can_review(by)
    if not because.strip():
        raise Refused("Say why the refusal does not hold any more.")
    running = _lock(refusal.clock)
    locked: Refusal = Refusal.objects.select_for_update(of=("self",)).get(pk=refusal.pk)
    if locked.withdrawn_at is not None:
        return locked
    locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_because = clock.now(), by, because.strip()[:500]
    locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    record("refusal.withdrawn", by=by, subject=locked, resident_id=running.resident_id)
    note_event(
        running.resident, TimelineKind.SIX_WEEKS, "The refusal does not hold any more", by=by, source=locked,
        detail=because.strip(), team=running.referral.team,
    )  # fmt: skip
    settle_clocks(running.resident, by=by)
    return locked


def _check(running: SixWeekClock, told: Conversation) -> None:
    if not running.discharged_on <= told.talked_on <= clock.today():
        raise Refused("The conversation was on or after the day of discharge, and not in the future.")
    if not told.words.strip():
        raise Refused("Write what they said.")
    if Answered.NOT_ASKED in (told.has_capacity, told.at_risk_of_abuse):
        raise Refused("Ask first whether they can decide about this, and whether they may be at risk of abuse.")
    if told.has_capacity == Answered.NO and told.in_best_interests == Answered.NOT_ASKED:
        raise Refused("They cannot decide about this: say whether an assessment is in their best interests.")


def _lock(running: SixWeekClock) -> SixWeekClock:
    """The clock as it is now, with the person locked first."""
    lock_life(running.resident)
    found = SixWeekClock.objects.select_for_update(of=("self",), no_key=True)
    locked: SixWeekClock = found.select_related("resident", "referral__team").get(pk=running.pk)
    return locked

"""Why a review was not held within six weeks."""

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from discharges.enums import BreachCause
from discharges.models import BreachReason, SixWeekClock
from discharges.policies import check_can_review
from residents.actions import lock_life_of_kept, note_event
from residents.enums import TimelineKind


@transaction.atomic
def give_breach_reason(*, running: SixWeekClock, cause: BreachCause, by: User, words: str = "") -> BreachReason:
    """Say why a review is overdue, or was held late; of several the latest counts. Nobody has to, to go on working.

    Raises NotPermitted, and Refused for a review that is neither, and for "something else" without words.
    """
    check_can_review(by)
    lock_life_of_kept(running.resident)
    found = SixWeekClock.objects.select_for_update(of=("self",), no_key=True)
    locked: SixWeekClock = found.select_related("resident", "referral__team").get(pk=running.pk)
    if not locked.is_late_on(clock.today()):
        raise Refused("This review is not late: a reason is asked for once day 42 has passed.")
    if cause == BreachCause.OTHER and not words.strip():
        raise Refused("Say in words what the reason was.")
    given = BreachReason.objects.create(clock=locked, cause=cause, words=words.strip()[:500], at=clock.now(), by=by)
    record("six_weeks.reason_given", by=by, subject=locked, resident_id=locked.resident_id, cause=str(cause))
    note_event(
        locked.resident, TimelineKind.SIX_WEEKS, "Why the six-week review is late", by=by, source=given,
        detail=". ".join(part for part in (given.get_cause_display(), given.words) if part), team=locked.referral.team,
    )  # fmt: skip
    return given

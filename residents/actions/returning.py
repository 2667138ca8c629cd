"""Somebody who had moved out of the borough lives here again: the move was true, and holds no longer. A return that
was recorded in error is taken back.
"""

from datetime import date

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import Refused
from core.words import long_date
from residents.actions.changing import lock_life
from residents.actions.story import note_event
from residents.enums import LifeKind, TimelineKind
from residents.followers import tell_lived
from residents.models import STANDS, LifeEvent, Resident
from residents.policies import check_can_change
from residents.rules import is_possible_return


@transaction.atomic
def record_return(*, resident: Resident, back_on: date, by: User, how_known: str) -> LifeEvent:
    """Record that somebody lives in the borough again, since `back_on` as far as is known (LIFE-7).

    What the move ended stays ended: it was true, and whoever is needed again begins anew. Raises NotPermitted, and
    Refused without a source, for a day before the move or to come, and for somebody who has not moved away.
    """
    check_can_change(by)
    resident = lock_life(resident)
    event = LifeEvent.objects.select_for_update(of=("self",)).filter(
        STANDS, resident=resident, kind=LifeKind.MOVED
    ).first()  # fmt: skip
    if event is None:
        raise Refused(f"{resident.display_name} is not recorded as moved out of the borough.")
    if not how_known.strip():
        raise Refused("Say who told us.")
    if not is_possible_return(back_on, event.happened_on, clock.today()):
        raise Refused("The day cannot be in the future, nor before they moved away.")
    event.returned_on, event.returned_at, event.returned_by = back_on, clock.now(), by
    event.save(update_fields=["returned_on", "returned_at", "returned_by"])
    resident.left_on, resident.left_for = None, ""
    resident.version += 1
    resident.save(update_fields=["left_on", "left_for", "version"])
    record("resident.returned", by=by, subject=event, resident_id=resident.pk, back_on=str(back_on))
    whence = f" from {event.left_for}" if event.left_for else ""
    note_event(
        resident, TimelineKind.LIFE, f"Came back{whence}: lives in the borough again", by=by, source=event,
        detail=f"Known since {long_date(back_on)}. Who told us: {how_known.strip()}\nWhat the move ended stays ended.",
    )  # fmt: skip
    tell_lived(resident, by)
    return event


@transaction.atomic
def take_back_return(*, event: LifeEvent, because: str, by: User) -> Resident:
    """Say that a return was recorded in error: the move holds again as it stood (LIFE-7); the person as they are then.

    What began since the return goes on. Harmless when no return stands, or when the move itself was an error. Raises
    NotPermitted, and Refused without a reason, and for somebody who has moved away once more.
    """
    check_can_change(by)
    if not because.strip():
        raise Refused("Say why it was an error.")
    resident = lock_life(event.resident)
    locked = LifeEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    if not locked.is_over or locked.corrected_at is not None:
        return resident
    if resident.left_on is not None:
        again = long_date(resident.left_on)
        raise Refused(f"{resident.display_name} moved out of the borough again on {again}. Correct that move first.")
    locked.returned_on = locked.returned_at = locked.returned_by = None
    locked.save(update_fields=["returned_on", "returned_at", "returned_by"])
    resident.left_on, resident.left_for = locked.happened_on, locked.left_for
    resident.version += 1
    resident.save(update_fields=["left_on", "left_for", "version"])
    record("resident.return_taken_back", by=by, subject=locked, resident_id=resident.pk, reason=because.strip())
    where = f" to {locked.left_for}" if locked.left_for else ""
    note_event(
        resident, TimelineKind.LIFE, "Recorded in error: lives in the borough again", by=by, source=locked,
        detail=f"{because.strip()}\nMoved out of the borough{where} on {long_date(locked.happened_on)}.",
    )  # fmt: skip
    tell_lived(resident, by)
    return resident

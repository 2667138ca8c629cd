"""Somebody who had moved out of the borough lives here again: the move was true, and holds no longer."""

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

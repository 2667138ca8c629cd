"""Put a call aside that is being written, and take it up again. A parked call is a draft under a subject of its own."""

from django.db import transaction

from accounts.models import User
from core.actions import discard_draft, move_draft
from core.errors import Refused
from referrals.parking import FORM, NEW, PLACES, has_words, taken_places
from referrals.policies import check_can_take_call

FULL = "Three calls are parked already. Take one of them up and end it, then park this one. Nothing of it is lost."
GONE = "That call was taken up already, in another tab."


@transaction.atomic
def park_call(*, by: User) -> bool:
    """Put the present call aside; False when there is nothing in it. Raises Refused when three are parked."""
    check_can_take_call(by)
    places = taken_places(by, for_update=True)
    present = places.pop(NEW, None)
    if present is None or not has_words(present.fields):
        discard_draft(owner_id=by.pk, form=FORM, subject=NEW)
        return False
    free = [place for place in PLACES if place not in places]
    if not free:
        raise Refused(FULL)
    move_draft(owner_id=by.pk, form=FORM, subject=NEW, to=free[0])
    return True


@transaction.atomic
def take_up_call(*, place: str, by: User) -> bool:
    """Go on with a parked call; the present one is parked in its place. Whether there was one to park.

    Raises Refused when nothing is parked there any more.
    """
    check_can_take_call(by)
    places = taken_places(by, for_update=True)
    if place not in PLACES or place not in places:
        raise Refused(GONE)
    present = places.get(NEW)
    aside = present is not None and has_words(present.fields)
    if aside:
        move_draft(owner_id=by.pk, form=FORM, subject=NEW, to=f"{place}-meanwhile")
    else:
        discard_draft(owner_id=by.pk, form=FORM, subject=NEW)
    move_draft(owner_id=by.pk, form=FORM, subject=place, to=NEW)
    if aside:
        move_draft(owner_id=by.pk, form=FORM, subject=f"{place}-meanwhile", to=place)
    return aside

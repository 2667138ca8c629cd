"""Makes calls, referrals and allocations for tests, through the same actions as the application."""

from typing import Any

from accounts.models import User
from referrals.actions import Sent, Told, allocate, route_contact
from referrals.enums import Need, Relation, Urgency
from referrals.models import Allocation, Contact, Referral
from referrals.routing import suggest_by_place
from residents.models import Resident
from tests.factories.people import make_resident

STORY = "Mum fell twice this week. She is frightened of the stairs."


def told(**differently: Any) -> Told:
    """What Maria Hughes said of her mother, unless `differently` says otherwise."""
    facts = {
        "story": STORY,
        "need": Need.GETTING_ABOUT,
        "urgency": Urgency.THIS_WEEK,
        "relation": Relation.DAUGHTER_OR_SON,
        "caller_name": "Maria Hughes",
    } | differently
    return Told(**facts)


def make_contact(resident: Resident, by: User, **differently: Any) -> Contact:
    """A call that was sent on."""
    return _route(resident, told(**differently), by).contact


def make_referral(resident: Resident, by: User, **differently: Any) -> Referral:
    """A referral from a call, with its team loaded: by the person's place, whatever the hour at which a test runs."""
    sent = _route(resident, told(**differently), by)
    assert sent.referral is not None
    return sent.referral


def _route(resident: Resident, heard: Told, by: User) -> Sent:
    return route_contact(resident=resident, told=heard, by=by, suggestion=suggest_by_place(resident, heard.need))


def give(referral: Referral, worker: User, by: User, note: str = "") -> Allocation:
    """Allocate a referral as it stands now."""
    referral.refresh_from_db()
    return allocate(referral=referral, worker=worker, by=by, version=referral.version, note=note)


def fill(worker: User, by: User, taken_by: User, people: int) -> list[Allocation]:
    """Give `worker` so many people of their own team to hold."""
    return [
        give(make_referral(make_resident(taken_by, given_name=f"Person {number}"), taken_by), worker, by)
        for number in range(people)
    ]

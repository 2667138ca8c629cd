"""Talking Shops, conversations and ways home for tests. What the application writes goes through its actions."""

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import User
from assessments.actions import Facts, Told, complete_light_touch, save_light_touch
from assessments.enums import GoesTo
from assessments.models import Assessment
from core import clock
from discharges.actions import add_stay, record_discharge
from discharges.enums import Hospital, Pathway
from discharges.models import HospitalStay, SixWeekClock
from localities.models import Locality
from residents.enums import Topic
from residents.models import Resident
from talking_shops.actions import Agreed, Talk, log_conversation
from talking_shops.enums import Effect, Place, VenueKind
from talking_shops.models import Conversation, Session, Venue

STORY_OF_THE_TALK = "I want to go on baking for the choir."


def make_session(
    locality: str = "tilbury-chadwell", *, venue: str = "Tilbury Hub", on: date | None = None, hour: int = 10
) -> Session:
    """A Talking Shop of two hours in a library, today at 10 unless told otherwise."""
    place, _ = Venue.objects.get_or_create(
        slug=venue.lower().replace(" ", "-"),
        defaults={
            "name": venue,
            "kind": VenueKind.LIBRARY,
            "locality": Locality.objects.get(slug=locality),
            "address": "16 Civic Square, Tilbury",
            "postcode": "RM18 8ZZ",
        },
    )
    starts_at = datetime.combine(on or clock.today(), time(hour), tzinfo=clock.LONDON)
    return Session.objects.create(venue=place, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))


def make_conversation(resident: Resident, by: User, **told: Any) -> Conversation:
    """A conversation of today about what matters, with one thing agreed."""
    facts: dict[str, Any] = {
        "held_on": clock.today(),
        "place": Place.HOME,
        "words": {Topic.MATTERS.value: STORY_OF_THE_TALK},
        "effect": Effect.NOT_SAID,
        "agreed": [Agreed("Ring the choir", doer="worker")],
    }
    return log_conversation(resident=resident, talk=Talk(**(facts | told)), by=by)


def make_stay(resident: Resident, by: User, **known: Any) -> HospitalStay:
    """Somebody on a ward in Basildon."""
    facts: dict[str, Any] = {"hospital": Hospital.BASILDON, "ward": "Elizabeth Fry ward"}
    return add_stay(resident=resident, by=by, **(facts | known))


def make_clock(resident: Resident, by: User, *, days_ago: int = 0) -> SixWeekClock:
    """The six-week clock of somebody who went home so many days ago."""
    discharged_on = clock.days_ago(days_ago)
    stay = make_stay(resident, by, admitted_on=discharged_on - timedelta(days=5))
    return record_discharge(stay=stay, discharged_on=discharged_on, pathway=Pathway.P1, by=by)


def make_light_touch(stay: HospitalStay, by: User, *, completed: bool = False, **facts: Any) -> Assessment:
    """The light-touch assessment of a stay, begun or completed."""
    told = Told(Facts(**({"goes_to": GoesTo.HOME} | facts)))
    keep = complete_light_touch if completed else save_light_touch
    return keep(stay=stay, told=told, by=by)

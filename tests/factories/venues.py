"""Venues, series and dates for the tests of what the public sees."""

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.roles import Role
from core import clock
from localities.models import Locality
from talking_shops.enums import Every, SessionStatus, VenueKind
from talking_shops.models import Series, Session, Venue
from tests.factories.people import make_user


def make_venue(slug: str, locality: str = "tilbury-chadwell", **known: Any) -> Venue:
    """A library, in Tilbury unless told otherwise, of which nothing else is known."""
    facts: dict[str, Any] = {
        "name": slug.replace("-", " ").capitalize(),
        "kind": VenueKind.LIBRARY,
        "address": "16 Civic Square",
        "town": "Tilbury",
        "postcode": "RM18 8ZZ",
    }
    return Venue.objects.create(slug=slug, locality=Locality.objects.get(slug=locality), **(facts | known))


def make_date(venue: Venue, on: date, *, hour: int = 10, **known: Any) -> Session:
    """A date of two hours in London."""
    starts_at = datetime.combine(on, time(hour), tzinfo=clock.LONDON)
    return Session.objects.create(venue=venue, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), **known)


def make_cancelled(venue: Venue, on: date, because: str, **known: Any) -> Session:
    """A date that is not held."""
    return make_date(
        venue, on, status=SessionStatus.CANCELLED, because=because, changed_at=clock.now(), sequence=1, **known
    )


def in_days(days: int) -> date:
    """The London day so many days from today."""
    return clock.today() + timedelta(days=days)


def make_series_of(venue: Venue, **known: Any) -> Series:
    """Every Tuesday from 10am to midday, from today on."""
    facts: dict[str, Any] = {
        "every": Every.WEEK,
        "weekday": 1,
        "starts": time(10),
        "ends": time(12),
        "from_on": clock.today(),
        "made_at": clock.now(),
        "changed_at": clock.now(),
    }
    made_by = known.pop("made_by", None) or make_user("Polly Planner", Role.LOCALITY_MANAGER)
    return Series.objects.create(venue=venue, made_by=made_by, **(facts | known))

"""Venues and series of Talking Shops for tests, made by the application's own actions."""

from datetime import date, time, timedelta
from typing import Any

from accounts.models import User
from core import clock
from localities.models import Locality
from talking_shops.actions import make_series, make_venue
from talking_shops.enums import Every, Has, VenueKind
from talking_shops.models import Series, Venue
from talking_shops.planned import SeriesPlan

TUESDAY = 1


def make_place(by: User, name: str = "Tilbury Library", locality: str = "tilbury-chadwell", **facts: Any) -> Venue:
    """A library that is step-free and has no parking; nobody has asked about the rest."""
    told: dict[str, Any] = {
        "name": name,
        "kind": VenueKind.LIBRARY,
        "locality": Locality.objects.get(slug=locality),
        "address": "16 Civic Square",
        "town": "Tilbury",
        "postcode": "RM18 8ZZ",
        "step_free": Has.YES,
        "parking": Has.NO,
    }
    return make_venue(by=by, **(told | facts))


def a_plan(venue: Venue, **told: Any) -> SeriesPlan:
    """The first Tuesday of every month, 10am to midday, from tomorrow on."""
    facts: dict[str, Any] = {"every": Every.MONTH, "weekday": TUESDAY, "nth": 1, "starts": time(10), "ends": time(12)}
    facts["from_on"] = clock.today() + timedelta(days=1)
    if told.get("every") == Every.WEEK:
        facts["nth"] = None
    return SeriesPlan(venue=venue, **(facts | told))


def make_dates(by: User, **told: Any) -> Series:
    """A series with its dates, in a new library unless told otherwise."""
    venue = told.pop("venue", None) or make_place(by)
    return make_series(plan=a_plan(venue, **told), by=by)


def planned_days(series: Series) -> list[date]:
    """The days of a series that go ahead, in their order."""
    return [one.held_on for one in series.sessions.filter(status="planned").order_by("starts_at")]

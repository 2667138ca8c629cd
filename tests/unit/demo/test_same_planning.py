"""What the demo writes of venues, series and their dates is what the planner's actions write."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from accounts.models import User
from audit.models import Event
from core import clock
from localities.models import Locality
from talking_shops import actions
from talking_shops.actions import Single
from talking_shops.enums import Every, Has, SessionKind, VenueKind
from talking_shops.models import Series, Session, Venue
from talking_shops.planned import DAYS_AHEAD, SeriesPlan
from thurrock_care.demo.keys import Keys
from thurrock_care.demo.ledger import Ledger
from thurrock_care.demo.records import planning
from thurrock_care.demo.staff import Worker

HELD = {
    "every": Every.MONTH, "weekday": 1, "nth": 1, "starts": time(12), "ends": time(14, 30),
    "kind": SessionKind.COMMUNITY_EVENT, "title": "Community Tuesday", "places": 12,
}  # fmt: skip
LEFT_OUT = {"id", "made_at", "changed_at", "venue_id", "series_id", "slug", "subject_id", "at", "name"}


@pytest.fixture
def worker(dee: User) -> Worker:
    """Dee, as the demo knows her."""
    return Worker(dee.name, dee.email, dee.role, "", id=dee.pk)


def facts(name: str) -> dict[str, Any]:
    return {
        "name": name, "kind": VenueKind.LIBRARY, "locality_id": Locality.objects.get(slug="grays").pk,
        "address": "Orsett Row", "postcode": "RM17 5DX", "step_free": Has.YES, "bsl": Has.UNKNOWN,
    }  # fmt: skip


def rows_of(model: Any, **only: Any) -> list[dict[str, Any]]:
    rows = [dict(row) for row in model.objects.filter(**only).values()]
    return sorted(({name: value for name, value in row.items() if name not in LEFT_OUT} for row in rows), key=repr)


def events(moment: datetime) -> list[tuple[str, list[str]]]:
    found = Event.objects.filter(at__gte=moment).order_by("verb")
    return [(event.verb, sorted(event.detail)) for event in found]


def test_adds_a_venue_as_the_action_does(dee: User, worker: Worker) -> None:
    began = clock.now()
    acted = actions.make_venue(by=dee, **facts("By action"))
    by_action = events(began)
    ledger, at = Ledger(Keys(7)), clock.now()
    planning.make_venue(ledger, by=worker, at=at, slug="by-demo", checked_on=clock.today(), **facts("By demo"))
    ledger.send()
    assert rows_of(Venue, slug="by-demo") == rows_of(Venue, pk=acted.pk)
    assert events(at) == by_action


def test_plans_a_series_with_its_dates_as_the_action_does(dee: User, worker: Worker) -> None:
    today = clock.today()
    one = actions.make_venue(by=dee, **facts("By action"))
    other = actions.make_venue(by=dee, **facts("By demo"))
    began = clock.now()
    acted = actions.make_series(plan=SeriesPlan(venue=one, from_on=today, **HELD), by=dee)
    by_action = events(began)
    ledger, at = Ledger(Keys(7)), clock.now()
    dates = planning.make_series(
        ledger, venue={"id": other.pk, "slug": other.slug}, by=worker, at=at, first=today, last=today + DAYS_AHEAD,
        from_on=today, **HELD,
    )  # fmt: skip
    ledger.send()
    assert rows_of(Series, venue=other) == rows_of(Series, pk=acted.pk)
    assert rows_of(Session, venue=other) == rows_of(Session, venue=one)
    assert len(dates) == Session.objects.filter(venue=other).count() > 12
    assert events(at) == by_action


@pytest.mark.parametrize("on", [date(2027, 1, 12), date(2027, 7, 1)])
def test_plans_a_single_date_as_the_action_does(dee: User, worker: Worker, on: date) -> None:
    one = actions.make_venue(by=dee, **facts("By action"))
    other = actions.make_venue(by=dee, **facts("By demo"))
    on = max(on, clock.today() + timedelta(days=1))
    began = clock.now()
    actions.plan_session(single=Single(venue=one, on=on, starts=time(10), ends=time(12)), by=dee)
    by_action = events(began)
    ledger, at = Ledger(Keys(7)), clock.now()
    planning.plan_session(
        ledger, venue={"id": other.pk, "slug": other.slug}, by=worker, at=at, on=on, starts=time(10), ends=time(12)
    )
    ledger.send()
    assert rows_of(Session, venue=other) == rows_of(Session, venue=one)
    assert events(at) == by_action

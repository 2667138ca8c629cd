"""A venue closes at the moment at which dates are planned there: none stands on a day on which we are there no more."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import Role
from core import clock
from core.errors import Refused
from talking_shops.actions import (
    Single,
    cancel_session,
    change_series,
    close_venue,
    make_series,
    move_session,
    plan_session,
    reinstate_session,
)
from talking_shops.enums import Every
from talking_shops.models import Series, Session, Venue
from tests.factories.people import make_user
from tests.factories.planned import a_plan, make_dates, make_place
from tests.unit.referrals.test_death_at_once import in_the_midst_of

Act = Callable[[], Any]


@pytest.fixture
def dee(committed: str) -> User:
    return make_user("Dee Walsh", Role.LOCALITY_MANAGER, "cls-tilbury-chadwell")


@pytest.mark.parametrize("what", ["new series", "into it", "of one that had ended"])
@pytest.mark.parametrize("first", ["closing", "planning"])
def test_no_date_is_left_in_a_venue_that_closes_while_a_series_is_planned_there(
    dee: User, monkeypatch: pytest.MonkeyPatch, what: str, first: str
) -> None:
    hall, day = make_place(dee, "Church Hall"), clock.today() + timedelta(days=60)
    plan = a_plan(hall, every=Every.WEEK, from_on=clock.today() + timedelta(days=7))
    series = make_dates(dee, every=Every.WEEK, venue=hall if what == "of one that had ended" else None)
    if what == "of one that had ended":
        Session.objects.all().delete()
        Series.objects.update(from_on=clock.today() - timedelta(days=30), until_on=clock.today() - timedelta(days=1))
    acts: dict[str, Act] = {
        "new series": lambda: make_series(plan=plan, by=dee),
        "into it": lambda: change_series(series=series, plan=plan, by=dee),
        "of one that had ended": lambda: change_series(series=series, plan=plan, by=dee),
    }
    closing: Act = lambda: close_venue(venue=hall, on=day, because="Sold", by=dee)  # noqa: E731
    if first == "closing":
        did = in_the_midst_of(monkeypatch, "talking_shops.actions.venues.tell_all", closing, acts[what])
    else:
        step = "write_dates" if what == "new series" else "fit_dates"
        did = in_the_midst_of(monkeypatch, f"talking_shops.actions.planning.{step}", acts[what], closing)
    assert not [told for told in did if isinstance(told, Exception) and not isinstance(told, Refused)], did
    assert Venue.objects.get(pk=hall.pk).closed_on == day
    there = Session.objects.filter(venue=hall, status="planned")
    assert there.exists()
    assert not there.filter(starts_at__gte=clock.start_of(day)).exists()


@pytest.mark.parametrize("what", ["plan", "move", "reinstate"])
@pytest.mark.parametrize("first", ["closing", "planning"])
def test_no_single_date_is_left_in_a_venue_that_closes_at_that_moment(
    dee: User, monkeypatch: pytest.MonkeyPatch, what: str, first: str
) -> None:
    hall, day = make_place(dee, "Church Hall"), clock.today() + timedelta(days=60)
    on = day if what == "reinstate" else day - timedelta(days=1)
    there = plan_session(single=Single(venue=hall, on=on, starts=time(10), ends=time(12)), by=dee)
    if what == "reinstate":
        cancel_session(session=there, because="Flooded", by=dee)
    later = Single(venue=hall, on=day, starts=time(14), ends=time(16))
    acts: dict[str, Act] = {
        "plan": lambda: plan_session(single=later, by=dee),
        "move": lambda: move_session(session=there, on=day, starts=time(10), ends=time(12), because="No hall", by=dee),
        "reinstate": lambda: reinstate_session(session=there, by=dee),
    }
    closing: Act = lambda: close_venue(venue=hall, on=day, because="Sold", by=dee)  # noqa: E731
    if first == "closing":
        did = in_the_midst_of(monkeypatch, "talking_shops.actions.venues.tell_all", closing, acts[what])
        assert isinstance(did[1], Refused), did
    else:
        did = in_the_midst_of(monkeypatch, "talking_shops.actions.dates.refused_by", acts[what], closing)
        assert not [told for told in did if isinstance(told, Exception)], did
    assert Venue.objects.get(pk=hall.pk).closed_on == day
    assert not Session.objects.filter(venue=hall, status="planned", starts_at__gte=clock.start_of(day)).exists()

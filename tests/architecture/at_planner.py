"""What goes into the addresses of the planner: a series, a date, a line of its rota, a venue."""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from accounts.roles import Role
from talking_shops.models import Series
from tests.factories.planned import make_dates


def _series(world: Any, viewer: User) -> dict[str, Any]:
    series = Series.objects.first() or make_dates(world.people[Role.SOCIAL_WORKER])
    return {"pk": series.pk}


def _date(world: Any, viewer: User) -> dict[str, Any]:
    return {"pk": world.session.pk}


def _in_rota(world: Any, viewer: User) -> dict[str, Any]:
    return {"pk": world.session.attending.earliest("made_at").pk}


def _venue(world: Any, viewer: User) -> dict[str, Any]:
    return {"slug": world.session.venue.slug}


# Whom an address leads to → the names of the addresses
OF = {
    _series: "series series_change series_end",
    _date: "plan_date date_cancel date_move date_skip date_reinstate rota_add",
    _in_rota: "rota_remove",
    _venue: "venue venue_change venue_checked venue_close venue_reopen",
}
AT_PLANNER: dict[str, Callable[[Any, User], dict[str, Any]]] = {
    f"talking_shops:{name}": given for given, names in OF.items() for name in names.split()
}

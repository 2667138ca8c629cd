"""What goes into the addresses of community events."""

from collections.abc import Callable
from typing import Any

from accounts.models import User
from accounts.roles import Role
from talking_shops.models import Booking
from tests.factories.events import some_booking


def _booking(world: Any) -> Booking:
    return some_booking(world.people[Role.SOCIAL_WORKER], world.resident)


def _of(name: str, key: Callable[[Booking], Any]) -> Callable[[Any, User], dict[str, Any]]:
    def given(world: Any, viewer: User) -> dict[str, Any]:
        booking = _booking(world)
        return {"pk": booking.session_id, name: key(booking)}

    return given


def _event(world: Any, viewer: User) -> dict[str, Any]:
    return {"pk": _booking(world).session_id}


BOOKING = _of("booking", lambda booking: booking.pk)
NEWS = _of("news", lambda booking: booking.news.get().pk)

AT_EVENTS: dict[str, Callable[[Any, User], dict[str, Any]]] = {
    **{
        f"talking_shops:{name}": _event
        for name in ("event", "event_sheet", "event_offer", "news_text", "rides", "driver_sheet", "booking_new")
    },
    **{f"talking_shops:{name}": BOOKING for name in ("booking", "booking_cancel", "booking_back", "booking_came")},
    "talking_shops:booking_at": lambda world, viewer: {"pk": _booking(world).pk},
    "talking_shops:news_told": NEWS,
    "talking_shops:news_undo": NEWS,
    "talking_shops:ride": _of("ride", lambda booking: booking.ride.pk),
    "talking_shops:meal_remove": _of("meal", lambda booking: booking.meal_id),
}

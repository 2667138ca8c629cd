"""The rules of the front door and the teams. Pure functions over facts, each with a number."""

from referrals.rules.handing import UNDO_FOR
from referrals.rules.hours import next_full_service, service_at, works_from
from referrals.rules.routing import OpenWork, Route, RouteFacts, route
from referrals.rules.workload import LOOK_BACK, room_for

__all__ = [
    "LOOK_BACK",
    "UNDO_FOR",
    "OpenWork",
    "Route",
    "RouteFacts",
    "next_full_service",
    "room_for",
    "route",
    "service_at",
    "works_from",
]

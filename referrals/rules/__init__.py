"""The rules of the front door and the teams. Pure functions over facts, each with a number."""

from referrals.rules.routing import Route, RouteFacts, route
from referrals.rules.workload import LOOK_BACK, room_for

__all__ = ["LOOK_BACK", "Route", "RouteFacts", "room_for", "route"]

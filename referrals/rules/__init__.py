"""The rules of the front door and the teams. Pure functions over facts, each with a number."""

from referrals.rules.handing import UNDO_FOR
from referrals.rules.routing import Route, RouteFacts, route
from referrals.rules.workload import LOOK_BACK, room_for

__all__ = ["LOOK_BACK", "UNDO_FOR", "Route", "RouteFacts", "room_for", "route"]

"""Who follows a discharge when it is recorded, put right or found to be an error. Apps of higher floors name in
`AppConfig.ready` what they do then; this floor knows none of them. Each is called inside the transaction of what
happened.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from accounts.models import User
    from discharges.models import Discharge

    Follower = Callable[[Discharge, User], None]

_places: list[str] = []


def register(place: str) -> None:
    """Add what an app does, by its dotted name. Apps come in the order of the floors."""
    _places.append(place)


@lru_cache(maxsize=1)
def _followers() -> "tuple[Follower, ...]":
    return tuple(import_string(place) for place in _places)


def tell_of_discharge(discharge: "Discharge", by: "User") -> None:
    """Say that a discharge stands otherwise than before: recorded, put right, or voided."""
    for follower in _followers():
        follower(discharge, by)

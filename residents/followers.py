"""Who follows a person's record when it is merged, parted or placed anew, or when a death or a move is recorded or
corrected. Apps of higher floors name in `AppConfig.ready` what they do then; this floor knows none of them. Each is
called inside the transaction of what happened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from accounts.models import User
    from residents.models import Merge, Resident


@dataclass(frozen=True)
class Follower:
    """What an app does when two records became one, when they were parted, when a person's locality changed, and when
    a death or a move was recorded or corrected, after what it ended was ended or opened again.

    `joined` may be called again for the same merge, when rows that came late were moved.
    """

    joined: "Callable[[Merge, User], None]"
    parted: "Callable[[Merge, User], None]"
    placed: "Callable[[Resident, User], None]"
    lived: "Callable[[Resident, User], None]"


_places: list[str] = []


def register(place: str) -> None:
    """Add an app's Follower by its dotted name. Apps come in the order of the floors."""
    _places.append(place)


@lru_cache(maxsize=1)
def followers() -> tuple[Follower, ...]:
    """All of them, those of lower floors first."""
    return tuple(import_string(place) for place in _places)


def tell_joined(merge: "Merge", by: "User") -> None:
    for follower in followers():
        follower.joined(merge, by)


def tell_parted(merge: "Merge", by: "User") -> None:
    for follower in followers():
        follower.parted(merge, by)


def tell_placed(resident: "Resident", by: "User") -> None:
    for follower in followers():
        follower.placed(resident, by)


def tell_lived(resident: "Resident", by: "User") -> None:
    for follower in followers():
        follower.lived(resident, by)

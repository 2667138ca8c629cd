"""The registry of what a death or a move ends. Apps of higher floors name in `AppConfig.ready` what they hold, how it
ends, and how it opens again; this floor knows none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

from residents.enums import Ending, LifeKind
from residents.rules.life import ENDED_BY

if TYPE_CHECKING:
    from accounts.models import User
    from residents.models import EndedRow, LifeEvent, Resident


@dataclass(frozen=True)
class UnderWay:
    """One thing under way for a person that a life event would end: its row, and what it is in words."""

    row: Any
    words: str


@dataclass(frozen=True)
class Ender:
    """What knows one kind of thing under way.

    `find` gives what is under way for a person. `end` ends one row inside the transaction of the event and returns
    how it stood, or None when somebody else has ended it meanwhile; it raises Refused when the event has to wait.
    `reopen` opens an ended row again and says so; it raises Refused, with the reason, when that cannot be. `hold`
    locks, before the person is locked, whoever else may get what they have: people are locked in the order of keys.
    """

    what: Ending
    find: "Callable[[Resident], Sequence[UnderWay]]"
    end: "Callable[[Any, LifeEvent, User], dict[str, Any] | None]"
    reopen: "Callable[[EndedRow, User], str]"
    hold: "Callable[[Resident], None] | None" = None


_places: list[str] = []


def register(place: str) -> None:
    """Add what an app holds: `place` is the dotted name of its Enders. Apps come in the order of the floors, so that
    what is below ends first.
    """
    _places.append(place)


@lru_cache(maxsize=1)
def _enders() -> dict[Ending, Ender]:
    """Every kind with what knows it. Raises LookupError when two know one kind, or nobody knows one."""
    found: list[Ender] = [ender for place in _places for ender in import_string(place)]
    by_kind = {ender.what: ender for ender in found}
    if len(found) != len(by_kind) or set(by_kind) != set(Ending):
        raise LookupError(f"Each of {sorted(Ending)} needs one ender; there are {[ender.what for ender in found]}")
    return by_kind


def enders_for(kind: LifeKind) -> list[Ender]:
    """Those whose rows an event of this kind ends (LIFE-1, LIFE-2)."""
    ended = ENDED_BY[kind]()
    return [ender for what, ender in _enders().items() if what in ended]


def hold_others(resident: "Resident") -> None:
    """Lock whoever else is concerned by what a life event of this person ends or opens, before the person."""
    for ender in _enders().values():
        if ender.hold is not None:
            ender.hold(resident)


def ender_of(row: "EndedRow") -> Ender:
    """What knows how to open this row again."""
    return _enders()[Ending(row.ender)]


def preview(resident: "Resident", kind: LifeKind) -> list[str]:
    """What an event of this kind would end now, in words."""
    return [found.words for ender in enders_for(kind) for found in ender.find(resident)]

"""The registry of what a death or a move ends. Apps of higher floors say in `AppConfig.ready` what they hold, how it
ends, and how it opens again; this floor knows none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from residents.enums import Ending, LifeKind
from residents.models import EndedRow, LifeEvent, Resident
from residents.rules import ENDED_BY


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
    `reopen` opens an ended row again and says so; it raises Refused, with the reason, when that cannot be.
    """

    what: Ending
    find: Callable[[Resident], Sequence[UnderWay]]
    end: Callable[[Any, LifeEvent, User], dict[str, Any] | None]
    reopen: Callable[[EndedRow, User], str]


_enders: dict[Ending, Ender] = {}


def register(*enders: Ender) -> None:
    """Add what an app holds; in the order of the floors, from below. To register the same kind again replaces it."""
    _enders.update({ender.what: ender for ender in enders})


def enders_for(kind: LifeKind) -> list[Ender]:
    """Those whose rows an event of this kind ends (LIFE-1, LIFE-2)."""
    ended = ENDED_BY[kind]()
    return [ender for what, ender in _enders.items() if what in ended]


def ender_of(row: EndedRow) -> Ender:
    """What knows how to open this row again."""
    return _enders[Ending(row.ender)]


def preview(resident: Resident, kind: LifeKind) -> list[str]:
    """What an event of this kind would end now, in words."""
    return [found.words for ender in enders_for(kind) for found in ender.find(resident)]

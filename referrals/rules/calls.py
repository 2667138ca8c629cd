"""CALL: what a call says about the calls before it. Pure rules over facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.rulebook import rule

WITHIN_DAYS = 9
CALLS_TOO_MANY = 3


@dataclass(frozen=True)
class EarlierCall:
    """A call before this one, by the same person or from the same number: its London date and its need."""

    on: date
    need: str


@dataclass(frozen=True)
class Again:
    """That this is the call number `number` about one thing. `need` is "" when no person, and so no need, is known."""

    number: int
    days: tuple[date, ...]
    need: str


@rule("CALL-1", source="issue 3: third call in nine days about the same thing; R1: the story is told once")
def called_again(today: date, need: str, earlier: Sequence[EarlierCall], *, by_number: bool = False) -> Again | None:
    """The third call within nine days about the same thing says so before the hello: the same thing is the same person
    with the same need, or the same caller's number while nobody knows who it is about.

    `today` is the ninth day. Without a `need` yet, it is the one that was called about most; `by_number` counts every
    need.
    """
    recent = [call for call in earlier if today - timedelta(days=WITHIN_DAYS) < call.on <= today]
    needs = [""] if by_number else [need] if need else sorted({call.need for call in recent})
    counted = [(one, sorted(call.on for call in recent if by_number or call.need == one)) for one in needs]
    about, days = max(counted, key=lambda pair: len(pair[1]), default=("", []))
    if len(days) + 1 < CALLS_TOO_MANY:
        return None
    return Again(len(days) + 1, tuple(days), about)

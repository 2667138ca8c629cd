"""REA: how a person is reached, and what is kept of how they were reached before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.rulebook import rule


@dataclass(frozen=True)
class NumberFacts:
    """A current telephone number: its place in the list that was handed in, when it began, whether it may be rung."""

    key: int
    since: date
    safe_to_call: bool | None


@rule("REA-1", source="issue 3: addresses and telephone numbers with dates; ux.md page 22")
def main_number(numbers: Sequence[NumberFacts]) -> NumberFacts | None:
    """When the main number ends, the newest number that is not unsafe to ring becomes the main one, else the newest."""
    return max(numbers, key=lambda number: (number.safe_to_call is not False, number.since, number.key), default=None)


@rule("REA-2", source="issue 3: nothing is lost; old surnames are searched for")
def family_name_before(*, old: str, new: str, kept: str, was_wrong: bool) -> str:
    """When a family name changes the old one is kept to search by, unless it was only written wrong."""
    changed = bool(old) and old != new
    return old if changed and not was_wrong else kept

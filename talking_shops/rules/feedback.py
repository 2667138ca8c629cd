"""FB: what people thought of a conversation, and what may be shown of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from core.rulebook import rule
from talking_shops.enums import MayAsk

Place = TypeVar("Place")
R19 = "R19: feedback and evaluation; contact only those who agreed"
SMALL = "reliability.md §access: small numbers under 5 hidden"
LOWEST, HIGHEST = 1, 5
FEWEST_SHOWN = 5
HIDDEN_TOGETHER = 2 * FEWEST_SHOWN
LINK_HOLDS = timedelta(days=60)
MONTHS = 3


@rule("FB-1", source=R19)
def is_answer(said: int | None) -> bool:
    """Each of the three sentences is answered from 1, not at all, to 5, completely; each may be left out."""
    return said is None or LOWEST <= said <= HIGHEST


@rule("FB-2", source=R19)
def why_not_ask(may_ask: MayAsk, *, has_died: bool, answered: bool) -> str:
    """Only somebody who agreed to be asked is asked what they thought, and only once of each conversation."""
    if has_died:
        return "They have died."
    if answered:
        return "They were asked and have answered."
    told = {MayAsk.NO: "They do not want to be asked.", MayAsk.NOT_ASKED: "Nobody has asked them whether we may ask."}
    return told.get(may_ask, "")


@rule("FB-3", source="a proposal: what somebody remembers of a conversation after two months is of another one")
def can_answer(asked_at: datetime, now: datetime) -> bool:
    """The link to say what one thought holds for 60 days and takes one answer."""
    return now < asked_at + LINK_HOLDS


@rule("FB-4", source=SMALL)
def shown(counts: Mapping[Place, int]) -> tuple[dict[Place, int | None], int | None]:
    """Of the numbers of several places those from 1 to 4 are not shown. So that nobody finds one by subtracting from
    the total, the next smallest are hidden with it, all that are alike, until one that is not small is among them and
    they stand for 10 or more together. A total from 1 to 4 is not shown, and then no number is; nor is a total shown
    that would tell the one number that is hidden.

    None stands for a number that is hidden. Nothing is hidden where nothing is small.
    """
    total = sum(counts.values())
    if 0 < total < FEWEST_SHOWN:
        return dict.fromkeys(counts), None
    hidden = {place for place, count in counts.items() if 0 < count < FEWEST_SHOWN}
    for next_smallest in sorted({count for count in counts.values() if count >= FEWEST_SHOWN}) if hidden else ():
        together = [counts[one] for one in hidden]
        if len(together) > 1 and max(together) >= FEWEST_SHOWN and sum(together) >= HIDDEN_TOGETHER:
            break
        hidden |= {place for place, count in counts.items() if count == next_smallest}
    told = None if len(hidden) == 1 else total
    return {place: None if place in hidden else count for place, count in counts.items()}, told


@rule("FB-5", source=SMALL)
def quarter_to_show(day: date, today: date) -> tuple[date, date] | None:
    """Results are shown for whole quarters that are over, and for no other days: numbers of days that overlap could be
    subtracted from each other, and so could today's from tomorrow's. For the same reason the tables of a quarter stay
    as they were first shown: what is put right later in a conversation of that quarter, such as what it did or whose
    it is, changes no number of them.

    The first day of the quarter of `day`, and the first day after it; None while that quarter goes on.
    """
    first = date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)
    after = _months_on(first, MONTHS)
    return (first, after) if after <= today else None


@rule("FB-6", source=SMALL)
def mean_of(answers: Sequence[int], *, is_shown: bool) -> str:
    """What people answered is shown as its mean to one decimal, and only where how many answered is shown and at least
    5 of them answered this sentence.
    """
    if not is_shown or len(answers) < FEWEST_SHOWN:
        return ""
    return f"{sum(answers) / len(answers):.1f}"


def quarters_over(today: date, number: int) -> list[date]:
    """The first days of the last quarters that are over, the newest first."""
    first = date(today.year, (today.month - 1) // MONTHS * MONTHS + 1, 1)
    return [_months_on(first, -MONTHS * back) for back in range(1, number + 1)]


def _months_on(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 + months
    return date(month // 12, month % 12 + 1, 1)

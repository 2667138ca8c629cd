"""Statistical process control: is a measure changing, or is this only its ordinary noise?

An XmR chart: the mean of a baseline, limits at mean ± 2.66 × the average moving range, and four
rules for what is not chance. After the NHS "Making data count" method; moving ranges beyond
3.267 × their average are left out once (screened), so that one wild week does not widen the limits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby, pairwise
from statistics import fmean

LIMIT_FACTOR = 2.66  # 3 / d2 for ranges of two points
RANGE_LIMIT_FACTOR = 3.267  # D4 for ranges of two points
BASELINE_POINTS = 12
RUN_LENGTH = 7
TREND_STEPS = 6  # seven points, each higher (or lower) than the one before
NEAR = 2 / 3


class Better(Enum):
    """Which way of a measure is good for people."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Signal(Enum):
    """What a point is: ordinary noise, or a change that is good, bad or neither."""

    ORDINARY = "ordinary"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL = "neutral"


class Rule(Enum):
    """Why a point is not noise, in the words under the chart."""

    OUTSIDE = "outside the limits"
    RUN = "seven or more in a row on one side of the average"
    TREND = "seven or more in a row going one way"
    NEAR_LIMIT = "two of three close to a limit"


@dataclass(frozen=True)
class Limits:
    """The average and the limits within which chance alone stays."""

    mean: float
    lower: float
    upper: float


@dataclass(frozen=True)
class Reading:
    """One point of the chart, judged."""

    value: float
    signal: Signal
    rule: Rule | None
    high: bool


@dataclass(frozen=True)
class Finding:
    """Neighbouring special points on one side, and the rules they broke; `first` and `last` count from 0."""

    first: int
    last: int
    rules: tuple[Rule, ...]
    signal: Signal
    high: bool


def limits_of(values: Sequence[float], screened: bool = True) -> Limits:
    """The limits of a baseline of at least two values. With `screened`, wild moving ranges are left out once."""
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    average = fmean(ranges)
    calm = [step for step in ranges if step <= RANGE_LIMIT_FACTOR * average]
    if screened and any(calm):  # where nothing else moves, leaving the wild steps out would leave no width at all
        average = fmean(calm)
    mean = fmean(values)
    return Limits(mean, mean - LIMIT_FACTOR * average, mean + LIMIT_FACTOR * average)


def readings(values: Sequence[float], limits: Limits, better: Better) -> list[Reading]:
    """Every value with the first of the four rules that it breaks, if any."""
    sides = _sides_by_rule(values, limits)
    judged = []
    for index, value in enumerate(values):
        broken = next(((rule, side[index]) for rule, side in sides.items() if side[index]), None)
        rule, side = broken or (None, 0)
        judged.append(Reading(value, _signal(side, better), rule, side > 0))
    return judged


def findings(judged: Sequence[Reading]) -> list[Finding]:
    """The special points as notes: neighbours on the same side are one change, and told together."""
    notes = []
    for (special, high), group in groupby(enumerate(judged), key=lambda pair: (bool(pair[1].rule), pair[1].high)):
        points = list(group)
        rules = dict.fromkeys(reading.rule for _, reading in points if reading.rule)
        if special:
            notes.append(Finding(points[0][0], points[-1][0], tuple(rules), points[0][1].signal, high))
    return notes


def verdict_on_target(limits: Limits, target: float, better: Better) -> str:
    """Whether the process, as it runs now, will meet the target; "" when no way is better."""
    if better is Better.NEITHER:
        return ""
    surely, never = (limits.lower >= target, limits.upper < target)
    if better is Better.DOWN:
        surely, never = (limits.upper <= target, limits.lower > target)
    return "will be met" if surely else "will not be met" if never else "will be hit and missed by chance"


def _sides_by_rule(values: Sequence[float], limits: Limits) -> dict[Rule, list[int]]:
    """For each rule, for each point: 1 when it breaks the rule upwards, -1 downwards, else 0."""
    around = [_sign(value - limits.mean) for value in values]
    steps = [_sign(later - earlier) for earlier, later in pairwise(values)]
    return {
        Rule.OUTSIDE: [_beyond(value, limits, 1) for value in values],
        Rule.RUN: _long_stretches(around, RUN_LENGTH),
        Rule.TREND: _trends(steps),
        Rule.NEAR_LIMIT: _two_of_three([_beyond(value, limits, NEAR) for value in values]),
    }


def _beyond(value: float, limits: Limits, share: float) -> int:
    """1 or -1 when the value lies beyond `share` of the way from the mean to a limit."""
    reach = (limits.upper - limits.mean) * share
    return _sign(value - limits.mean) if abs(value - limits.mean) > reach else 0


def _long_stretches(signs: Sequence[int], length: int) -> list[int]:
    """The signs again, but 0 wherever fewer than `length` equal ones stand together."""
    kept: list[int] = []
    for sign, group in groupby(signs):
        size = len(list(group))
        kept += [sign if size >= length else 0] * size
    return kept


def _trends(steps: Sequence[int]) -> list[int]:
    """Each point that lies on a rise or fall of six steps or more, both ends included."""
    long = _long_stretches(steps, TREND_STEPS)
    return [before or after for before, after in zip([0, *long], [*long, 0], strict=True)]


def _two_of_three(near: Sequence[int]) -> list[int]:
    """The near points that have another near one on the same side within a window of three."""
    marked = [0] * len(near)
    for start in range(len(near) - 2):
        window = range(start, start + 3)
        for side in (1, -1):
            hits = [index for index in window if near[index] == side]
            if len(hits) >= 2:
                marked = [side if index in hits else mark for index, mark in enumerate(marked)]
    return marked


def _signal(side: int, better: Better) -> Signal:
    if not side:
        return Signal.ORDINARY
    if better is Better.NEITHER:
        return Signal.NEUTRAL
    return Signal.IMPROVEMENT if (side > 0) is (better is Better.UP) else Signal.CONCERN


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)

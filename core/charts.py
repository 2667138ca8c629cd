"""Charts as geometry: where each mark of a server-drawn SVG stands, and the table that says the same.

The templates `components/xmr_chart.html`, `strip_chart.html`, `number_tile.html` and
`bar_in_cell.html` print what stands here. Lengths are in the units of the SVG's view box.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from core import words, xmr
from core.xmr import Better, Limits, Signal

WIDTH, HEIGHT = 600, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 16, 16, 40
SPARK_WIDTH, SPARK_HEIGHT = 96, 28
AXIS_STEPS, X_LABELS = 4, 5

STRIP_WIDTH, DOT, DOTS_HIGH = 600, 10, 12
STRIP_FROM, STRIP_TO = -14, 42
BANDS = (
    ("Overdue", -10_000, -1),
    ("Due today", 0, 0),
    ("Due in 1 to 7 days", 1, 7),
    ("Due in 8 to 14 days", 8, 14),
    ("Due in 15 to 28 days", 15, 28),
    ("Due in more than 28 days", 29, 10_000),
)


@dataclass(frozen=True)
class Mark:
    """One point: where it stands, what it is, and its row in the table."""

    x: float
    y: float
    label: str
    value: str
    signal: str
    why: str


@dataclass(frozen=True)
class Tick:
    """A labelled place on an axis."""

    at: float
    label: str


@dataclass(frozen=True)
class Note:
    """A numbered remark under the chart, at the first of its points."""

    number: int
    x: float
    y: float
    text: str
    signal: str


@dataclass(frozen=True)
class Lines:
    """The heights of the lines across the chart."""

    mean: float
    upper: float
    lower: float
    target: float | None


@dataclass(frozen=True)
class XmrChart:
    """Everything that `components/xmr_chart.html` prints."""

    key: str
    title: str
    subtitle: str
    marks: tuple[Mark, ...]
    notes: tuple[Note, ...]
    lines: Lines
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    sentence: str
    trial: bool
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM

    @property
    def path(self) -> str:
        """The points of the line through all marks, for `<polyline>`."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)


@dataclass(frozen=True)
class Dot:
    """One open clock on the strip."""

    x: float
    y: float
    overdue: bool


@dataclass(frozen=True)
class StripChart:
    """One dot for each open clock by the days that are left, overdue on the left; with its table: the name of a band,
    how many are in it, and where they are listed, or "".
    """

    key: str
    title: str
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    today_x: float
    bands: tuple[tuple[str, int, str], ...]
    more: int
    height: int
    width: int = STRIP_WIDTH

    @property
    def circles(self) -> str:
        """The dots that are not overdue as one path: hundreds of elements would cost more than the rest of a page."""
        return "".join(f"M{dot.x - 4:g} {dot.y}a4 4 0 1 0 8 0a4 4 0 1 0-8 0z" for dot in self.dots if not dot.overdue)

    @property
    def triangles(self) -> str:
        """The overdue dots as one path."""
        return "".join(f"M{dot.x} {dot.y}m-5 4 5-9 5 9z" for dot in self.dots if dot.overdue)


def xmr_chart(
    *,
    key: str,
    title: str,
    subtitle: str,
    points: Sequence[tuple[str, float]],
    better: Better,
    target: float | None = None,
    baseline: int = xmr.BASELINE_POINTS,
    most: float | None = None,
) -> XmrChart | None:
    """The chart of `points`, each a label ("12 Jan") and a value; None for fewer than two.

    `key` is unique on the page. The limits come from the first `baseline` points and stay; of fewer they are trial
    limits, which the chart says. What is drawn of them lies between nought and `most` (100 for per cent).
    """
    if len(points) < 2:
        return None
    values = [value for _, value in points]
    limits = xmr.limits_of(values[:baseline])
    drawn = Limits(limits.mean, max(0.0, limits.lower), limits.upper if most is None else min(most, limits.upper))
    judged = xmr.readings(values, limits, better)
    top = _round_up(max([*values, drawn.upper, target or 0]))
    marks = _marks(points, judged, top)
    trial = len(points) < xmr.BASELINE_POINTS
    said = [_sentence(points[-1], drawn), "" if trial else _on_target(target, limits, better)]
    return XmrChart(
        key=key,
        title=title,
        subtitle=subtitle,
        marks=marks,
        notes=_notes(marks, xmr.findings(judged)),
        lines=_lines(drawn, target, top),
        x_ticks=_x_ticks(marks),
        y_ticks=_y_ticks(top),
        sentence=" ".join(filter(None, said)),
        trial=trial,
    )


def strip_chart(*, key: str, title: str, days_left: Sequence[int]) -> StripChart:
    """The strip of all open clocks; `days_left` counts calendar days, below nought when overdue."""
    stacks = Counter(min(max(days, STRIP_FROM), STRIP_TO) for days in days_left)
    highest = min(max(stacks.values(), default=1), DOTS_HIGH)
    height = highest * DOT + 60
    dots = [
        Dot(_strip_x(day), height - 44 - row * DOT, day < 0)
        for day, count in sorted(stacks.items())
        for row in range(min(count, DOTS_HIGH))
    ]
    ticks = [Tick(_strip_x(day), _strip_label(day)) for day in (-14, -7, 0, 7, 14, 28, 42)]
    return StripChart(
        key=key,
        title=title,
        dots=tuple(dots),
        ticks=tuple(ticks),
        today_x=_strip_x(0),
        bands=tuple((name, sum(low <= days <= high for days in days_left), "") for name, low, high in BANDS),
        more=len(days_left) - len(dots),
        height=height,
    )


def spark(values: Sequence[float]) -> str:
    """The points of a word-sized line for `<polyline>`, in a box of 96 × 28; "" for fewer than two values."""
    if len(values) < 2:
        return ""
    low, span = min(values), (max(values) - min(values)) or 1
    step = (SPARK_WIDTH - 8) / (len(values) - 1)
    inner = SPARK_HEIGHT - 8
    return " ".join(f"{4 + step * i:.1f},{4 + inner * (1 - (v - low) / span):.1f}" for i, v in enumerate(values))


def bar_width(value: float, most: float) -> float:
    """How much of a bar of 100 `value` fills when `most` fills it all; never over 100."""
    return round(min(100.0, 100 * value / most), 1) if most > 0 else 0.0


def _marks(points: Sequence[tuple[str, float]], judged: Sequence[xmr.Reading], top: float) -> tuple[Mark, ...]:
    step = (WIDTH - LEFT - RIGHT) / max(1, len(points) - 1)
    return tuple(
        Mark(
            x=round(LEFT + step * index, 1),
            y=_y(reading.value, top),
            label=label,
            value=_short(reading.value),
            signal=reading.signal.value,
            why=reading.rule.value if reading.rule else "",
        )
        for index, ((label, _), reading) in enumerate(zip(points, judged, strict=True))
    )


def _notes(marks: Sequence[Mark], found: Sequence[xmr.Finding]) -> tuple[Note, ...]:
    notes = []
    for number, finding in enumerate(found, start=1):
        first, last = marks[finding.first], marks[finding.last]
        when = first.label if first is last else f"{first.label} to {last.label}"
        way = "high" if finding.high else "low"
        why = words.listed([rule.value for rule in finding.rules])
        text = f"{when}: {way}, {why} ({_meaning(finding.signal)})."
        notes.append(Note(number, first.x, first.y, text, finding.signal.value))
    return tuple(notes)


def _meaning(signal: Signal) -> str:
    return "a change, neither good nor bad" if signal is Signal.NEUTRAL else f"{signal.value}, not chance"


def _sentence(last: tuple[str, float], drawn: Limits) -> str:
    return (
        f"{last[0]}: {_short(last[1])}. The average is {_short(drawn.mean)}; "
        f"chance alone stays between {_short(drawn.lower)} and {_short(drawn.upper)}."
    )


def _on_target(target: float | None, limits: Limits, better: Better) -> str:
    verdict = "" if target is None else xmr.verdict_on_target(limits, target, better)
    return f"The target of {_short(target or 0)} {verdict}." if verdict else ""


def _lines(drawn: Limits, target: float | None, top: float) -> Lines:
    at_target = None if target is None else _y(target, top)
    return Lines(_y(drawn.mean, top), _y(drawn.upper, top), _y(drawn.lower, top), at_target)


def _y_ticks(top: float) -> tuple[Tick, ...]:
    values = [top * step / AXIS_STEPS for step in range(AXIS_STEPS + 1)]
    return tuple(Tick(_y(value, top), _short(value)) for value in values)


def _x_ticks(marks: Sequence[Mark]) -> tuple[Tick, ...]:
    """At most five labels, the last point always among them."""
    every = ceil(len(marks) / X_LABELS)
    chosen = [mark for index, mark in enumerate(marks) if (len(marks) - 1 - index) % every == 0]
    return tuple(Tick(mark.x, mark.label) for mark in chosen)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)


def _round_up(value: float) -> float:
    """The next of 1, 2, 4, 5, 8 or 10 times a power of ten: an axis that divides into four."""
    if value <= 0:
        return float(AXIS_STEPS)
    power = 10.0 ** floor(log10(value))
    return next(float(step * power) for step in (1, 2, 4, 6, 8, 10) if step * power >= value)


def _short(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == round(value) else f"{value:.1f}"


def _strip_x(day: int) -> float:
    inner = STRIP_WIDTH - 60
    return round(30 + inner * (day - STRIP_FROM) / (STRIP_TO - STRIP_FROM), 1)


def _strip_label(day: int) -> str:
    if day == 0:
        return "today"
    if day == STRIP_FROM:
        return f"{-day}+ late"
    return f"{-day} late" if day < 0 else words.plural(day, "day")

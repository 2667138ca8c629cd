"""What people thought and what conversations did about a need for care, by locality, with small numbers hidden."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core import clock
from core.words import MONTH_NAMES
from localities.models import Locality
from talking_shops.enums import Effect
from talking_shops.models import Conversation, Feedback, ShownQuarter
from talking_shops.rules.feedback import mean_of, quarter_to_show, quarters_over, shown

QUARTERS = 8  # two years
HIDDEN = "Hidden"
ELSEWHERE = "Locality not known"
EVERYWHERE = "Thurrock"
SAID = ("listened", "understood", "helped")


@dataclass(frozen=True)
class Row:
    """One locality: its numbers, in words."""

    place: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Results:
    """One quarter. `quotes` are words that may be shown, of everywhere together."""

    name: str
    thought: list[Row]
    effects: list[Row]
    quotes: list[str]


def quarters() -> list[tuple[str, str]]:
    """The quarters that are over, the newest first: their first day, and their name."""
    return [(str(first), name_of(first)) for first in quarters_over(clock.today(), QUARTERS)]


def name_of(first: date) -> str:
    """ "July to September 2026"."""
    return f"{MONTH_NAMES[first.month - 1]} to {MONTH_NAMES[first.month + 1]} {first.year}"


def results_of(day: date) -> Results | None:
    """The results of the quarter of `day` as they were first shown; None while it goes on (FB-5), and until they were
    put together. Two queries.
    """
    quarter = quarter_to_show(day, clock.today())
    kept = ShownQuarter.objects.filter(first=quarter[0]).first() if quarter else None
    if quarter is None or kept is None:
        return None
    thought, effects = _rows(kept.thought), _rows(kept.effects)
    quotes = _quotes(quarter) if thought[-1].cells[0] != HIDDEN else []
    return Results(name_of(kept.first), thought, effects, quotes)


def _rows(kept: list[list[Any]]) -> list[Row]:
    return [Row(place, tuple(cells)) for place, cells in kept]


def _quotes(quarter: tuple[date, date]) -> list[str]:
    """What people allowed to be shown. It is no number, and who takes it back has it back at once."""
    answers = Feedback.objects.answered_between(*map(clock.start_of, quarter)).filter(may_quote=True)
    return sorted(answers.order_by().values_list("words", flat=True))


def tables_of(first: date, after: date) -> tuple[list[Row], list[Row]]:
    """What people thought and what conversations did from one day up to another, reckoned now, with small numbers
    hidden. Three queries.

    A conversation counts in the quarter in which it was logged: it may have come late from a device.
    """
    answers = list(Feedback.objects.answered_between(clock.start_of(first), clock.start_of(after)))
    places = [*Locality.objects.order_by("name").values_list("name", "pk"), (ELSEWHERE, None)]
    named = {key: name for name, key in places}
    held = Conversation.objects.filter(logged_at__gte=clock.start_of(first), logged_at__lt=clock.start_of(after))
    effects = Counter(held.order_by().values_list("locality_id", "effect"))
    counted = {(named[place], effect): count for (place, effect), count in effects.items()}
    names = [name for name, _ in places]
    return _thought(names, [(named[one.locality_id], one) for one in answers]), _effects(names, counted)


def _thought(places: list[str], answers: Iterable[tuple[str, Feedback]]) -> list[Row]:
    by_place: dict[str, list[Feedback]] = defaultdict(list)
    for place, one in answers:
        by_place[place].append(one)
    numbers, total = shown({place: len(by_place[place]) for place in places})
    rows = [_row_of(place, numbers[place], by_place[place]) for place in places]
    return [*rows, _row_of(EVERYWHERE, total, [one for found in by_place.values() for one in found])]


def _row_of(place: str, number: int | None, answers: list[Feedback]) -> Row:
    """How many answered, and the mean of each sentence (FB-6)."""
    told = [[said for one in answers if (said := getattr(one, name)) is not None] for name in SAID]
    means = [mean_of(said, is_shown=number is not None) or _no_mean(number) for said in told]
    return Row(place, (_number(number), *means))


def _no_mean(number: int | None) -> str:
    return HIDDEN if number is None else "Too few" if number else "None"


def _effects(places: list[str], counted: dict[tuple[str, str], int]) -> list[Row]:
    """Each effect hides by itself: a row has no sum that could be subtracted from."""
    columns = [shown({place: counted.get((place, effect), 0) for place in places}) for effect in Effect.values]
    rows = [Row(place, tuple(_number(numbers[place]) for numbers, _ in columns)) for place in places]
    return [*rows, Row(EVERYWHERE, tuple(_number(total) for _, total in columns))]


def _number(number: int | None) -> str:
    return HIDDEN if number is None else f"{number:,}"

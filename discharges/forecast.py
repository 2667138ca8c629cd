"""Six weeks ahead: the reviews that fall due in each locality on each day, against what its teams really hold."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count

from accounts.models import User
from core import clock
from core.words import plural, weekday_date
from core.working_days import is_working_day
from discharges import rules
from discharges.enums import ClockStatus
from discharges.models import HospitalStay, SixWeekClock
from localities.places import bank_holidays, localities_by_slug

WEEK = 7
WEEKS = 2 * rules.FORECAST_DAYS // WEEK  # who comes home in six weeks' time has the review six weeks after that
WIDTH, HEIGHT, FLOOR, BAR = 600, 150, 120, 14
Numbers = dict[UUID | None, Counter[date]]


@dataclass(frozen=True)
class Span:
    """A day or a week (`days`): who comes home, which reviews fall due, and how many the teams usually hold in it."""

    words: str
    coming: int
    due: int
    due_after: int
    usual: float | None
    starts_on: date
    days: int

    @property
    def reviews(self) -> int:
        """All reviews: of those who are home, and of those who are expected home."""
        return self.due + self.due_after

    @property
    def is_over(self) -> bool:
        """Whether more falls due than is usually held; a part of a review is none."""
        return self.usual is not None and self.reviews - self.usual >= 1

    @property
    def verdict(self) -> str:
        """ "3 more than usual", "within what is usual", "" where nothing can be compared."""
        if self.usual is None or not self.reviews:
            return ""
        return f"{round(self.reviews - self.usual)} more than usual" if self.is_over else "within what is usual"


@dataclass(frozen=True)
class Bar:
    """One day in the drawing, in the units of its view box."""

    x: float
    y: float
    height: float
    is_over: bool
    words: str

    @property
    def mark(self) -> str:
        """The triangle above a day with more than usual: its points."""
        middle = self.x + (BAR - 2) / 2
        return f"{middle},{self.y - 12} {middle - 5},{self.y - 4} {middle + 5},{self.y - 4}"


@dataclass(frozen=True)
class Ahead:
    """What lies ahead of one locality."""

    slug: str
    name: str
    days: tuple[Span, ...]
    weeks: tuple[Span, ...]
    late: int
    held: int
    per_day: float | None
    bars: tuple[Bar, ...]
    usual_y: float | None

    @property
    def is_empty(self) -> bool:
        """Whether nobody is expected home and nothing falls due."""
        return not any(span.coming or span.reviews for span in (*self.days, *self.weeks))

    @property
    def title(self) -> str:
        """What the drawing says."""
        over = sum(week.is_over for week in self.weeks[: WEEKS // 2])
        total = plural(sum(day.due for day in self.days), "review falls due", "reviews fall due")
        if self.per_day is None:
            return f"{self.name}: {total} in six weeks"
        said = f"{plural(over, 'week')} with more than usual" if over else "no week has more than usual"
        return f"{self.name}: {total} in six weeks, {said}"

    @property
    def capacity_words(self) -> str:
        """What the teams really held, with the number (HUB-6)."""
        if self.per_day is None:
            return "No review was held in the last 12 weeks, so there is nothing to compare with."
        return (
            f"In the last 12 weeks {plural(self.held, 'review was', 'reviews were')} held: "
            f"{self.per_day:.1f} each working day, {self.per_day * 5:.1f} in a full week."
        )


def six_weeks_ahead(viewer: User) -> list[Ahead]:
    """Every locality, and those without one when somebody there is affected: three queries."""
    today = clock.today()
    due = _due(viewer)
    coming, after = _coming(viewer, today)
    held = _held(viewer, today)
    places: list[tuple[UUID | None, str, str]] = [(one.pk, one.slug, one.name) for one in localities_by_slug().values()]
    if due[None] or coming[None]:
        places.append((None, "none", "Locality not known"))
    return [_ahead(slug, name, today, (due[key], coming[key], after[key]), held[key]) for key, slug, name in places]


def _due(viewer: User) -> Numbers:
    """Open reviews by locality and the day by which they are planned."""
    found: Numbers = defaultdict(Counter)
    clocks = SixWeekClock.objects.visible_to(viewer).open().order_by()
    for key, day, people in clocks.values_list("locality_id", "plan_by").annotate(people=Count("pk")):
        found[key][day] = people
    return found


def _coming(viewer: User, today: date) -> tuple[Numbers, Numbers]:
    """Who is expected home by locality and day, and the reviews that this will ask for (HUB-7)."""
    home: Numbers = defaultdict(Counter)
    reviews: Numbers = defaultdict(Counter)
    stays = HospitalStay.objects.visible_to(viewer).in_hospital().filter(expected_on__isnull=False).order_by()
    for key, day, people in stays.values_list("resident__locality_id", "expected_on").annotate(people=Count("pk")):
        home[key][max(day, today)] += people
        reviews[key][rules.review_would_be_on(day, today, bank_holidays())] += people
    return home, reviews


def _held(viewer: User, today: date) -> Counter[UUID | None]:
    """Reviews held in the last twelve weeks by locality."""
    since = today - timedelta(weeks=rules.CAPACITY_WEEKS)
    met = SixWeekClock.objects.visible_to(viewer).filter(status=ClockStatus.MET, met_on__gte=since, met_on__lt=today)
    return Counter(dict(met.order_by().values_list("locality_id").annotate(people=Count("pk"))))


def _ahead(slug: str, name: str, today: date, numbers: tuple[Counter[date], ...], held: int) -> Ahead:
    since = today - timedelta(weeks=rules.CAPACITY_WEEKS)
    per_day = rules.capacity_per_day(held, since, today, bank_holidays()) or None
    days = tuple(_span(today + timedelta(days=number), 1, numbers, per_day) for number in range(rules.FORECAST_DAYS))
    weeks = [_span(today + timedelta(weeks=number), WEEK, numbers, per_day) for number in range(WEEKS)]
    most = max([*(day.reviews for day in days), per_day or 0, 1])
    return Ahead(
        slug=slug, name=name, days=days, weeks=_told(weeks), held=held, per_day=per_day,
        late=sum(people for day, people in numbers[0].items() if day < today),
        bars=tuple(_bar(number, day, most) for number, day in enumerate(days)),
        usual_y=_height(per_day, most) if per_day else None,
    )  # fmt: skip


def _told(weeks: list[Span]) -> tuple[Span, ...]:
    """The six weeks, and of those after them the ones in which something falls due."""
    six = WEEKS // 2
    return (*weeks[:six], *(week for week in weeks[six:] if week.reviews))


def _span(first: date, length: int, numbers: tuple[Counter[date], ...], per_day: float | None) -> Span:
    days = [first + timedelta(days=number) for number in range(length)]
    due, coming, after = (sum(counted[day] for day in days) for counted in numbers)
    working = sum(is_working_day(day, bank_holidays()) for day in days)
    words = weekday_date(first, clock.today())
    usual = None if per_day is None else per_day * working
    return Span(words if length == 1 else f"From {words}", coming, due, after, usual, first, length)


def _bar(number: int, day: Span, most: float) -> Bar:
    y = _height(day.reviews, most)
    said = f"{day.words}: {plural(day.reviews, 'review')}"
    return Bar(number * BAR + 6, y, FLOOR - y, day.is_over, said)


def _height(value: float, most: float) -> float:
    return round(FLOOR - 100 * value / most, 1)


def drawing(ahead: Ahead) -> dict[str, Any]:
    """The lengths that the drawing of one locality needs beside its bars."""
    ticks = [
        {"at": number * BAR + 6, "label": ahead.days[number].words} for number in range(0, len(ahead.days), 2 * WEEK)
    ]
    return {"ahead": ahead, "width": WIDTH, "height": HEIGHT, "floor": FLOOR, "bar": BAR - 2, "ticks": ticks}

"""The last 26 whole weeks of a measure, for charts. Past weeks hardly change: they are counted every 15 minutes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil, floor
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek

from core import charts, clock, xmr
from core.charts import XmrChart
from core.words import MONTH_NAMES
from core.xmr import Better, Signal
from dashboards.figures import monday
from discharges.enums import ClockStatus
from discharges.models import SixWeekClock
from localities.models import Locality
from referrals.models import Contact, HandOff
from residents.models import Statement

WEEKS = 26
KEPT_SECONDS = 15 * 60
LATELY = 4
Counts = dict[date, float]


@dataclass(frozen=True)
class Series:
    """One measure by week, the oldest first; weeks without anything count nought."""

    slug: str
    name: str
    subtitle: str
    better: Better
    counted_at: datetime
    points: Sequence[tuple[str, float]]

    @property
    def spark(self) -> str:
        """The line for a tile."""
        return charts.spark([value for _, value in self.points])

    @property
    def usual(self) -> str:
        """What chance alone makes of a week: "2 to 18"."""
        limits = xmr.limits_of([value for _, value in self.points][: xmr.BASELINE_POINTS])
        return f"{max(0, ceil(limits.lower))} to {max(0, floor(limits.upper))}"

    @property
    def chart(self) -> XmrChart | None:
        """The XmR chart, with what it says as its title."""
        drawn = charts.xmr_chart(
            key=self.slug, title=self.name, subtitle=self.subtitle, points=self.points, better=self.better
        )
        return replace(drawn, title=_message(self.name, drawn)) if drawn else None


def contacts_by_week(locality: Locality, first: date, end: date) -> Counts:
    """How many contacts there were in each week that begins on or after `first` and before `end`; one that was taken
    back is none.
    """
    found = Contact.objects.standing().filter(locality=locality, **_between("taken_at", first, end))
    return _by_week(found.annotate(week=TruncWeek("taken_at", tzinfo=clock.LONDON)))


def discharges_by_week(locality: Locality, first: date, end: date) -> Counts:
    """How many people of the locality came home from hospital in each week; a discharge entered in error is none."""
    clocks = SixWeekClock.objects.exclude(status=ClockStatus.VOIDED)
    found = clocks.filter(locality=locality, discharged_on__gte=first, discharged_on__lt=end)
    return _by_week(found.annotate(week=TruncWeek("discharged_on")))


def hand_offs_by_week(locality: Locality, first: date, end: date) -> Counts:
    """How many hand-offs the people of the locality felt in each week."""
    found = HandOff.objects.felt().filter(to_team__locality=locality, **_between("at", first, end))
    return _by_week(found.annotate(week=TruncWeek("at", tzinfo=clock.LONDON)))


def re_asks_by_week(locality: Locality, first: date, end: date) -> Counts:
    """How many times in each week somebody was asked again by the locality's teams (ASK-1)."""
    found = Statement.objects.re_asked().filter(team__locality=locality, **_between("heard_at", first, end))
    return _by_week(found.annotate(week=TruncWeek("heard_at", tzinfo=clock.LONDON)))


CountWeeks = Callable[[Locality, date, date], Counts]
SERIES: tuple[tuple[str, str, str, Better, CountWeeks], ...] = (
    ("contacts", "Contacts", "Contacts with Thurrock First a week", Better.NEITHER, contacts_by_week),
    ("hand-offs", "Hand-offs", "Hand-offs that people felt, a week", Better.DOWN, hand_offs_by_week),
    ("discharges", "Discharges", "People who came home from hospital a week", Better.NEITHER, discharges_by_week),
    ("re-asks", "Asked again", "Times that somebody was asked again, a week", Better.DOWN, re_asks_by_week),
)


def series_of(locality: Locality) -> dict[str, Series]:
    """Every series of a locality by its slug."""
    end = monday(clock.today())
    return {
        slug: Series(slug, name, subtitle, better, *_kept(slug, count, locality, end))
        for slug, name, subtitle, better, count in SERIES
    }


def _kept(slug: str, count: CountWeeks, locality: Locality, end: date) -> tuple[datetime, list[tuple[str, float]]]:
    """The points and when they were counted, from this process's cache while they are young enough."""
    key = f"dashboards:{slug}:{locality.slug}:{end}"
    kept: tuple[datetime, list[tuple[str, float]]] | None = cache.get(key)
    if kept is None:
        kept = (clock.now(), _points(count, locality, end))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _points(count: CountWeeks, locality: Locality, end: date) -> list[tuple[str, float]]:
    weeks = [end - timedelta(weeks=back) for back in range(WEEKS, 0, -1)]
    counts = count(locality, weeks[0], end)
    return [(f"{week.day} {MONTH_NAMES[week.month - 1][:3]}", counts.get(week, 0)) for week in weeks]


def _between(column: str, first: date, end: date) -> dict[str, Any]:
    return {f"{column}__gte": clock.start_of(first), f"{column}__lt": clock.start_of(end)}


def _by_week(rows: QuerySet[Any]) -> Counts:
    return {_day(week): count for week, count in rows.order_by().values_list("week").annotate(all=Count("*"))}


def _day(week: date | datetime) -> date:
    return clock.london_date(week) if isinstance(week, datetime) else week


def _message(name: str, drawn: XmrChart) -> str:
    lately = any(mark.signal != Signal.ORDINARY.value for mark in drawn.marks[-LATELY:])
    return f"{name}: changed in the last weeks" if lately else f"{name}: as usual in the last weeks"

"""Whether the six-week reviews of a locality are held in time: the strip, the share by week, and why not."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.urls import reverse
from django.utils.text import slugify

from core import charts, clock
from core.charts import StripChart, XmrChart
from core.words import MONTH_NAMES, long_date
from core.xmr import Better
from dashboards.figures import in_time, late_clocks, monday, not_in_time, open_clocks
from dashboards.series import KEPT_SECONDS, WEEKS
from discharges.enums import BreachCause
from discharges.models import SixWeekClock
from discharges.querysets import ClockQuerySet
from localities.models import Locality
from worklists.reviews import strip_of

NOT_SAID = "not-said"
BOROUGH = "borough"
FEW = 5
FAR = 10_000
DEFINITION = (
    "Of the reviews that fell due in a week, from Monday to Sunday, the share for which a full care and support"
    " assessment was completed by day 42. A review counts once, in the week of its due date, whenever it was held."
    " Those that are still not held count, and so do those whose clock ended (readmission, death, a move, a refusal)"
    " after day 42: not in time. Clocks that ended by day 42, or were entered in error, are not counted (FIG-1). A week"
    " in which none fell due has no point."
)


@dataclass(frozen=True)
class Week:
    """The reviews that fell due in one week: how many, and how many of them were held in time (FIG-1)."""

    begins: date
    due: int
    in_time: int

    @property
    def share(self) -> float:
        """Per cent, 0 to 100; only of weeks in which some fell due."""
        return round(100 * self.in_time / self.due, 1)


@dataclass(frozen=True)
class Cause:
    """One reason, how many late reviews it has, and where they stand."""

    text: str
    count: int
    href: str


@dataclass(frozen=True)
class SixWeeks:
    """What the page of a locality says of its six-week reviews."""

    strip: StripChart
    here: XmrChart | None
    borough: XmrChart | None
    weeks: Sequence[dict[str, Any]]
    causes: Sequence[Cause]
    late: int
    most: int
    counted_at: datetime
    definition: str = DEFINITION


def six_weeks_of(locality: Locality) -> SixWeeks:
    """The strip and the reasons are counted now; past weeks every 15 minutes."""
    counted_at, here = _kept(locality)
    _, borough = _kept(None)
    causes = _causes(locality)
    return SixWeeks(
        strip=_strip(locality),
        here=_chart(f"{locality}: reviews held within six weeks", "share-here", here),
        borough=_chart("The whole borough: reviews held within six weeks", "share-borough", borough),
        weeks=_rows(locality, here, borough),
        causes=causes,
        late=sum(cause.count for cause in causes),
        most=max((cause.count for cause in causes), default=0),
        counted_at=counted_at,
    )


def band_called(slug: str) -> tuple[str, int, int] | None:
    """A band of the strip by the word in its address: its name, and the least and most days left."""
    return next((band for band in charts.BANDS if slugify(band[0]) == slug), None)


def in_band(locality: Locality, least: int, most: int) -> ClockQuerySet:
    """The open reviews of a locality that have from `least` to `most` days left, overdue ones below nought."""
    today = clock.today()
    last, first = (today + timedelta(days=max(min(days, FAR), -FAR)) for days in (most, least))
    return open_clocks(locality).filter(due_on__gte=first, due_on__lte=last)


def _strip(locality: Locality) -> StripChart:
    """The strip of a locality, whose bands lead to the people in them."""
    drawn = strip_of(open_clocks(locality))
    there = {"slug": locality.slug}
    bands = [
        (name, count, reverse("dashboards:days_left", kwargs={**there, "band": slugify(name)}))
        for name, count, _ in drawn.bands
    ]
    return replace(drawn, key="six-weeks", bands=tuple(bands))


def fell_due(locality: Locality | None, first: date, end: date) -> ClockQuerySet:
    """The reviews due from `first` to the day before `end` that count one way or the other (FIG-1), of everybody for
    None.
    """
    counted = SixWeekClock.objects.filter(in_time() | not_in_time(), due_on__gte=first, due_on__lt=end)
    return counted.filter(locality=locality) if locality else counted


def weeks_of(locality: Locality | None) -> list[Week]:
    """The last 26 whole weeks, those in which no review fell due left out: one query."""
    end = monday(clock.today())
    found = fell_due(locality, end - timedelta(weeks=WEEKS), end).annotate(week=TruncWeek("due_on")).order_by()
    held = Count("pk", filter=in_time())
    weeks = found.values_list("week").annotate(fell_due=Count("pk"), held=held).order_by("week")
    return [Week(*row) for row in weeks]


def late_for(locality: Locality, cause: str) -> ClockQuerySet:
    """The late reviews whose reason, as it was said last, is `cause`; those of which nobody has said it."""
    late = late_clocks(locality).with_cause()
    return late.filter(cause__isnull=True) if cause == NOT_SAID else late.filter(cause=cause)


def cause_in_words(cause: str) -> str:
    """The reason in words; "" for one that is none."""
    if cause == NOT_SAID:
        return "Nobody has said why"
    return BreachCause(cause).label if cause in BreachCause else ""


def _kept(locality: Locality | None) -> tuple[datetime, list[Week]]:
    name = locality.slug if locality else "everybody"
    key = f"dashboards:six-weeks:{name}:{monday(clock.today())}"
    kept: tuple[datetime, list[Week]] | None = cache.get(key)
    if kept is None:
        kept = (clock.now(), weeks_of(locality))
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _chart(title: str, key: str, weeks: Sequence[Week]) -> XmrChart | None:
    points = [(_label(week.begins), week.share) for week in weeks]
    subtitle = "Per cent of the reviews that fell due in a week; weeks with few reviews swing widely"
    return charts.xmr_chart(key=key, title=title, subtitle=subtitle, points=points, better=Better.UP, most=100)


def _rows(locality: Locality, here: Sequence[Week], borough: Sequence[Week]) -> list[dict[str, Any]]:
    """The weeks as a table, the latest first, with both denominators and the way to the people behind."""
    everywhere = {week.begins: week for week in borough}
    return [
        {
            "begins": long_date(week.begins),
            "here": _in_words(week),
            "few": week.due < FEW,
            "borough": _in_words(everywhere[week.begins]) if week.begins in everywhere else "",
            "href": reverse("dashboards:due", kwargs={"slug": locality.slug, **_parts(week.begins)}),
            "borough_href": reverse("dashboards:due", kwargs={"slug": BOROUGH, **_parts(week.begins)}),
        }
        for week in reversed(here)
    ]


def _parts(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _in_words(week: Week) -> str:
    return f"{week.in_time} of {week.due} ({week.share:.0f}%)"


def _label(week: date) -> str:
    return f"{week.day} {MONTH_NAMES[week.month - 1][:3]}"


def _causes(locality: Locality) -> list[Cause]:
    """Every reason that was given of a late review, the most frequent first, and those without one: one query."""
    counted = Counter(late_clocks(locality).with_cause().values_list("cause", flat=True))
    return [
        Cause(
            cause_in_words(cause or NOT_SAID),
            count,
            reverse("dashboards:late_because", kwargs={"slug": locality.slug, "cause": cause or NOT_SAID}),
        )
        for cause, count in counted.most_common()
    ]

"""The people behind each number of the forecast: exactly as many as it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accounts.models import User
from core import clock
from core.words import plural, weekday_date
from discharges import rules
from discharges.enums import ClockStatus
from discharges.models import HospitalStay, SixWeekClock
from localities.places import bank_holidays

Rows = Any  # a queryset of stays or of clocks
COMING, DUE, AFTER, PAST, HELD = "coming", "due", "after", "past", "held"
OF_SPAN = (COMING, DUE, AFTER)
OF_PLACE = (PAST, HELD)
NOWHERE = "none"
TITLES: Mapping[str, str] = {
    COMING: "Expected home",
    DUE: "Reviews to be held",
    AFTER: "Reviews that those expected home will need",
    PAST: "Reviews past the day by which to plan them",
    HELD: "Reviews held in the last 12 weeks",
}
MEANINGS: Mapping[str, str] = {
    COMING: "People in hospital by the day on which they are expected home; whoever was expected before today stands on"
    " today.",
    DUE: "Open reviews by the last working day on which they are in time (SIX-2).",
    AFTER: "People in hospital whose review would fall due then, were they home on the day expected (HUB-7).",
    PAST: "Open reviews whose last working day in time has passed.",
    HELD: "What is usual is counted from these (HUB-6).",
}


@dataclass(frozen=True)
class Span:
    """Days one after the other."""

    first: date
    end: date  # the day after the last one

    @property
    def words(self) -> str:
        """ "Monday 3 November", "7 days from Monday 3 November"."""
        said, days = weekday_date(self.first, clock.today()), (self.end - self.first).days
        return said if days == 1 else f"{plural(days, 'day')} from {said}"


def is_of_stays(what: str) -> bool:
    """Whether a number counts people in hospital; the others count six-week reviews."""
    return what in (COMING, AFTER)


def of_span(viewer: User, slug: str, what: str, span: Span) -> Rows:
    """Who is behind the number of a day, or of a week."""
    if what == DUE:
        return (
            _clocks(viewer, slug).open().filter(plan_by__gte=span.first, plan_by__lt=span.end).order_by("plan_by", "id")
        )
    today, holidays = clock.today(), bank_holidays()
    stays = _of_place(HospitalStay.objects.visible_to(viewer).in_hospital(), "resident__locality", slug)
    chosen = [
        key
        for key, day in stays.filter(expected_on__isnull=False).values_list("pk", "expected_on")
        if span.first <= _stands_on(what, day, today, holidays) < span.end
    ]
    return stays.filter(pk__in=chosen)


def of_place(viewer: User, slug: str, what: str) -> Rows:
    """Who is behind a number of a whole locality."""
    today = clock.today()
    if what == PAST:
        return _clocks(viewer, slug).open().filter(plan_by__lt=today).order_by("plan_by", "id")
    since = today - timedelta(weeks=rules.CAPACITY_WEEKS)
    held = _clocks(viewer, slug).filter(status=ClockStatus.MET, met_on__gte=since, met_on__lt=today)
    return held.order_by("-met_on", "id")


def _stands_on(what: str, expected_on: date, today: date, holidays: frozenset[date]) -> date:
    return max(expected_on, today) if what == COMING else rules.review_would_be_on(expected_on, today, holidays)


def _clocks(viewer: User, slug: str) -> Any:
    return _of_place(SixWeekClock.objects.visible_to(viewer), "locality", slug).select_related("resident")


def _of_place(rows: Any, path: str, slug: str) -> Any:
    return rows.filter(**({f"{path}__isnull": True} if slug == NOWHERE else {f"{path}__slug": slug}))

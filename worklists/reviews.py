"""The six-week reviews of a team: how many days each has left, who holds it, and which visit is planned."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import CharField, Count, F, FilteredRelation, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse

from accounts.models import User
from core import charts, clock
from core.charts import StripChart
from core.words import plural
from discharges.models import SixWeekClock
from discharges.querysets import ClockQuerySet
from discharges.step_table import urgent_on
from localities.models import Team
from referrals.enums import ReferralStatus
from worklists.queue import SHOWN_OF_RESIDENT

SHOWN_OF_CLOCK = (
    "discharged_on", "due_on", "plan_by", "status", "met_on", "started_at", "referral__reference", *SHOWN_OF_RESIDENT
)  # fmt: skip
SOON = timedelta(days=7)


@dataclass(frozen=True)
class View:
    """Some of a team's reviews: those for which `chosen` holds, asked of clocks `with_facts`."""

    slug: str
    text: str
    chosen: Callable[[], Q]


def due_soon() -> Q:
    """Due today or in the next seven days."""
    today = clock.today()
    return Q(due_on__gte=today, due_on__lte=today + SOON)


VIEWS = (
    View("all", "All open", Q),
    View("unheld", "Nobody holds them", lambda: Q(referral__status=ReferralStatus.AWAITING_ALLOCATION)),
    View("no-visit", "No visit planned", lambda: Q(has_visit=False)),
    View("soon", "Due in 7 days", due_soon),
    View("urgent", "Urgent", lambda: urgent_on(clock.today())),
    View("overdue", "Overdue", lambda: Q(due_on__lt=clock.today())),
)


def view_called(slug: str) -> View:
    """The view that `?show=` names; all of them for anything else."""
    return next((view for view in VIEWS if view.slug == slug), VIEWS[0])


def open_reviews(team: Team, viewer: User) -> ClockQuerySet:
    """The running clocks of a team, the soonest due first; a team without a locality has those of no locality."""
    return SixWeekClock.objects.open().visible_to(viewer).filter(locality=team.locality_id)


@dataclass(frozen=True)
class Chosen:
    """The reviews of one view, and how many each view has."""

    rows: ClockQuerySet
    counts: Mapping[str, int]
    view: View


def choose(team: Team, viewer: User, slug: str) -> Chosen:
    """The view that `?show=` names, with every view's number: two queries, one of them for the table of steps."""
    view = view_called(slug)
    found = open_reviews(team, viewer).with_facts()
    conditions = {one.slug: one.chosen() for one in VIEWS}
    numbers = {key.replace("-", "_"): Count("pk", filter=held) for key, held in conditions.items() if key != "all"}
    counted = found.order_by().aggregate(all=Count("pk"), **numbers)
    counts = {one.slug: counted[one.slug.replace("-", "_")] for one in VIEWS}
    return Chosen(found.filter(conditions[view.slug]), counts, view)


def with_holder(clocks: ClockQuerySet) -> QuerySet[Any]:
    """Adds person, referral, the worker who holds the review and since when (None for nobody), its visit and whether it
    counts (VIS-1), and `tick`, which names it and its version in a form.
    """
    now = FilteredRelation("referral__allocations", condition=Q(referral__allocations__ended_at__isnull=True))
    rows: QuerySet[Any] = (
        clocks.with_facts()
        .with_visit()
        .select_related("resident", "referral")
        .annotate(
            held_now=now,
            holder=F("held_now__worker__name"),
            holder_is_active=F("held_now__worker__is_active"),
            held_since=F("held_now__started_at"),
            tick=Concat("referral__reference", Value(":"), "referral__version", output_field=CharField()),
        )
    )
    return rows.only(*SHOWN_OF_CLOCK)


def strip(team: Team, viewer: User) -> StripChart:
    """All open clocks of a team on one line by the days that are left."""
    return strip_of(open_reviews(team, viewer))


def strip_of(clocks: ClockQuerySet) -> StripChart:
    """The strip of open clocks; read as one row for each due date."""
    today = clock.today()
    by_day = clocks.order_by("due_on").values_list("due_on").annotate(people=Count("*"))
    days_left = [(due_on - today).days for due_on, people in by_day for _ in range(people)]
    overdue = sum(days < 0 for days in days_left)
    title = f"{plural(len(days_left), 'review')} open, {overdue} overdue"
    return charts.strip_chart(key="reviews", title=title, days_left=days_left)


def links_to_views(team: Team, chosen: Chosen) -> list[dict[str, Any]]:
    """The views as components/tabs_as_links.html wants them."""
    page = reverse("worklists:reviews", kwargs={"slug": team.slug})
    return [
        {
            "text": view.text,
            "href": page if view is VIEWS[0] else f"{page}?show={view.slug}",
            "current": view is chosen.view,
            "count": chosen.counts[view.slug],
        }
        for view in VIEWS
    ]

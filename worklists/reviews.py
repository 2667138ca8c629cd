"""The six-week reviews of a team: how many days each has left, and who holds it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from core import charts, clock
from core.charts import StripChart
from core.words import plural
from discharges.models import SixWeekClock
from discharges.querysets import ClockQuerySet
from localities.models import Team
from worklists.queue import SHOWN_OF_RESIDENT
from worklists.teams import unheld

SHOWN_OF_CLOCK = ("discharged_on", "due_on", "plan_by", "referral__reference", *SHOWN_OF_RESIDENT)


@dataclass(frozen=True)
class View:
    """Some of a team's reviews. `count` names the number that `with_counts` puts on the team."""

    slug: str
    text: str
    count: str
    chosen: Callable[[ClockQuerySet], ClockQuerySet]


VIEWS = (
    View("all", "All open", "reviews", lambda clocks: clocks),
    View("overdue", "Overdue", "overdue", lambda clocks: clocks.filter(due_on__lt=clock.today())),
    View("unheld", "Nobody holds them", "unheld", unheld),
)


def view_called(slug: str) -> View:
    """The view that `?show=` names; all of them for anything else."""
    return next((view for view in VIEWS if view.slug == slug), VIEWS[0])


def open_reviews(team: Team, viewer: User) -> ClockQuerySet:
    """The running clocks of a team, the soonest due first; a team without a locality has those of no locality."""
    return SixWeekClock.objects.open().visible_to(viewer).filter(locality=team.locality_id)


def with_holder(clocks: ClockQuerySet) -> QuerySet[Any]:
    """Adds person, referral, and the name of the worker who holds the review (None for nobody)."""
    now = FilteredRelation("referral__allocations", condition=Q(referral__allocations__ended_at__isnull=True))
    rows: QuerySet[Any] = clocks.select_related("resident", "referral").annotate(
        held_now=now, holder=F("held_now__worker__name"), holder_is_active=F("held_now__worker__is_active")
    )
    return rows.only(*SHOWN_OF_CLOCK)


def strip(team: Team, viewer: User) -> StripChart:
    """All open clocks of a team on one line by the days that are left; read as one row for each due date."""
    today = clock.today()
    by_day = open_reviews(team, viewer).order_by("due_on").values_list("due_on").annotate(people=Count("*"))
    days_left = [(due_on - today).days for due_on, people in by_day for _ in range(people)]
    overdue = sum(days < 0 for days in days_left)
    title = f"{plural(len(days_left), 'review')} open, {overdue} overdue"
    return charts.strip_chart(key="reviews", title=title, days_left=days_left)


def links_to_views(team: Team, current: View) -> list[dict[str, Any]]:
    """The views as components/tabs_as_links.html wants them."""
    page = reverse("worklists:reviews", kwargs={"slug": team.slug})
    return [
        {
            "text": view.text,
            "href": page if view is VIEWS[0] else f"{page}?show={view.slug}",
            "current": view is current,
            "count": getattr(team, view.count),
        }
        for view in VIEWS
    ]

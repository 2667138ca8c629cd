"""The measures of the dashboard as a table: what each means, and the people behind its number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from accounts.models import User
from dashboards import figures
from discharges.querysets import ClockQuerySet
from localities.models import Locality
from residents.models import Resident
from worklists.queue import rows_of_waiting
from worklists.reviews import with_holder

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Measure:
    """One number of a locality, or of those without one. `rows` are exactly as many as the figure that `count` names.

    `what` is the plural of a row. Measures that are not `in_table` stand on the page of a locality only.
    """

    slug: str
    text: str
    count: str
    definition: str
    rows: Callable[[Locality | None, User], Rows]
    template: str
    what: str = "people"
    in_table: bool = True


def contacts(locality: Locality | None, viewer: User) -> Rows:
    """The latest first."""
    found: Rows = figures.contacts_this_week(locality).visible_to(viewer).select_related("resident", "taken_by")
    return found.order_by("-taken_at", "-id")


def waiting(locality: Locality | None, viewer: User) -> Rows:
    """The most urgent first, then the longest waiting."""
    return rows_of_waiting(figures.waiting(locality).visible_to(viewer))


def open_reviews(locality: Locality | None, viewer: User) -> Rows:
    """The soonest due first."""
    return with_holder(figures.open_clocks(locality).visible_to(viewer))


def overdue_reviews(locality: Locality | None, viewer: User) -> Rows:
    """The longest overdue first."""
    return with_holder(figures.overdue_clocks(locality).visible_to(viewer))


def unheld_reviews(locality: Locality | None, viewer: User) -> Rows:
    """The soonest due first."""
    return with_holder(figures.unheld_clocks(locality).visible_to(viewer))


def reviews_due_soon(locality: Locality | None, viewer: User) -> Rows:
    """The soonest due first."""
    return with_holder(figures.clocks_due_soon(locality).visible_to(viewer))


def late_reviews(locality: Locality | None, viewer: User) -> Rows:
    """The longest overdue first, with why."""
    return with_reasons(figures.late_clocks(locality).visible_to(viewer))


def untold_reviews(locality: Locality | None, viewer: User) -> Rows:
    """The longest overdue first."""
    return with_holder(figures.untold_clocks(locality).visible_to(viewer))


def with_reasons(clocks: ClockQuerySet) -> Rows:
    """Adds the person, and what was said of why the review is late."""
    rows: Rows = clocks.select_related("resident", "referral").prefetch_related("breach_reasons")
    return rows


def handed_people(locality: Locality | None, viewer: User) -> Rows:
    """Those with the most hand-offs first, with `times` and `latest`."""
    handed = Resident.objects.visible_to(viewer).filter(hand_offs__in=figures.hand_offs(locality))
    told: Rows = handed.annotate(times=Count("hand_offs"), latest=Max("hand_offs__at"))
    return told.order_by("-times", "-latest", "id")


def people_held(locality: Locality | None, viewer: User) -> Rows:
    """The longest held first, with `since`."""
    held = Resident.objects.visible_to(viewer).filter(
        allocations__ended_at__isnull=True, allocations__referral__in=figures.held(locality)
    )
    told: Rows = held.annotate(since=Min("allocations__started_at"))
    return told.order_by("since", "id")


def re_asks(locality: Locality | None, viewer: User) -> Rows:
    """The latest first."""
    found: Rows = figures.re_asks(locality).visible_to(viewer).select_related("resident", "heard_by", "team")
    return found


MEASURES = (
    Measure(
        "contacts",
        "Contacts this week",
        "contacts_taken",
        "Calls and other contacts with Thurrock First since Monday about people of this locality.",
        contacts,
        "dashboards/_contacts.html",
        what="contacts",
    ),
    Measure(
        "waiting",
        "Waiting",
        "waiting",
        "Referrals to the locality's teams that nobody holds yet, however long ago they came.",
        waiting,
        "worklists/_waiting.html",
        what="referrals",
    ),
    Measure(
        "reviews",
        "Six-week reviews open",
        "open_reviews",
        "People who came home from hospital and whose review in the community has not been held.",
        open_reviews,
        "worklists/_reviews.html",
        what="reviews",
    ),
    Measure(
        "overdue",
        "Six-week reviews overdue",
        "overdue_reviews",
        "Open reviews for which day 42 after the discharge has passed.",
        overdue_reviews,
        "worklists/_reviews.html",
        what="reviews",
    ),
    Measure(
        "unallocated",
        "Six-week reviews nobody holds",
        "unheld_reviews",
        "Open reviews that have not been allocated to a worker.",
        unheld_reviews,
        "worklists/_reviews.html",
        what="reviews",
        in_table=False,
    ),
    Measure(
        "soon",
        "Six-week reviews due in 7 days",
        "due_soon",
        "Open reviews that are due today or in the next seven days.",
        reviews_due_soon,
        "worklists/_reviews.html",
        what="reviews",
        in_table=False,
    ),
    Measure(
        "late",
        "Six-week reviews not held in time",
        "late_reviews",
        "Of the reviews that fell due in the last 13 weeks those that are overdue, were held after their day, or whose"
        " clock ended (readmission, death, a move, a refusal) after it. Clocks that ended by day 42, or were entered in"
        " error, are not among them (FIG-1).",
        late_reviews,
        "dashboards/_late_reviews.html",
        what="reviews",
        in_table=False,
    ),
    Measure(
        "untold",
        "Past day 42, and nobody was told",
        "untold_reviews",
        "Open reviews past day 42 whose breach was told to nobody, neither on its day nor in a week after it, because"
        " no manager and no head of service was here to hear it (ALM-1).",
        untold_reviews,
        "worklists/_reviews.html",
        what="reviews",
        in_table=False,
    ),
    Measure(
        "hand-offs",
        "Hand-offs per person",
        "handed_people",
        "Hand-offs in the last 28 days to a team or worker of this locality from somebody who held the person before,"
        " divided by the people who had one. A first allocation is none.",
        handed_people,
        "dashboards/_handed_people.html",
    ),
    Measure(
        "load",
        "People held",
        "people_held",
        "People whom a worker of the locality's teams holds now. Room is what the workers' hours allow: 20 people for"
        " 37 hours a week, in proportion for fewer (LOAD-1).",
        people_held,
        "dashboards/_people_held.html",
    ),
    Measure(
        "asked-again",
        "Asked again",
        "asked_again",
        "Times in the last 28 days that somebody of these teams wrote down what a person said on a topic of which we"
        " held their words already, and neither replaced them nor confirmed that they are still true (ASK-1).",
        re_asks,
        "dashboards/_asked_again.html",
        what="statements",
    ),
)


IN_TABLE = tuple(measure for measure in MEASURES if measure.in_table)


def measure_called(slug: str) -> Measure | None:
    """The measure with this word in its address."""
    return next((measure for measure in MEASURES if measure.slug == slug), None)

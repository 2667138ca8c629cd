"""The people behind the strip, the share of reviews held in time, and each reason for which one was not."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.words import long_date, lower_first
from dashboards.figures import monday
from dashboards.measures import with_reasons
from dashboards.six_weeks import (
    BOROUGH,
    DEFINITION,
    band_called,
    cause_in_words,
    fell_due,
    in_band,
    late_for,
)
from localities.models import Locality
from worklists.counts import page_of
from worklists.queue import people_in
from worklists.reviews import with_holder


@requires(Permission.SEE_DASHBOARD)
@require_safe
def due_in_week(request: StaffRequest, slug: str, year: int, month: int, day: int) -> HttpResponse:
    """The reviews of a locality, or of the borough, that fell due in one week and count (FIG-1)."""
    try:
        begins = date(year, month, day)
        end = begins + timedelta(weeks=1)
    except (ValueError, OverflowError) as impossible:
        raise Http404("No such day.") from impossible
    if begins != monday(begins):
        raise Http404("A week begins on a Monday.")
    found = None if slug == BOROUGH else get_object_or_404(Locality, slug=slug)
    rows = fell_due(found, begins, end).visible_to(request.user).order_by("due_on", "id")
    title = f"Reviews that fell due in the week from {long_date(begins)}"
    return _listed(request, found, "dashboards.due", title, DEFINITION, with_reasons(rows), week=str(begins))


@requires(Permission.SEE_DASHBOARD)
@require_safe
def late_because(request: StaffRequest, slug: str, cause: str) -> HttpResponse:
    """The late reviews of a locality that have one reason."""
    words = cause_in_words(cause)
    if not words:
        raise Http404("No such reason.")
    found = get_object_or_404(Locality, slug=slug)
    rows = with_reasons(late_for(found, cause).visible_to(request.user))
    told = "Reviews that fell due in the last 13 weeks and were not held in time (FIG-1). The latest reason counts."
    return _listed(request, found, "dashboards.late_because", f"Late: {words}", told, rows, cause=cause)


@requires(Permission.SEE_DASHBOARD)
@require_safe
def days_left(request: StaffRequest, slug: str, band: str) -> HttpResponse:
    """The open reviews of a locality that have so many days left: a band of its strip."""
    chosen = band_called(band)
    if chosen is None:
        raise Http404("No such number of days.")
    name, least, most = chosen
    found = get_object_or_404(Locality, slug=slug)
    rows = with_holder(in_band(found, least, most).visible_to(request.user))
    page = page_of(rows, rows.count(), request)
    shown: list[UUID] = people_in(page.object_list)
    if shown:
        record_list(by=request.user, page="dashboards.days_left", resident_ids=shown, locality=slug, band=band)
    context = {"locality": found, "title": f"Six-week reviews: {lower_first(name)}", "page": page, "now": clock.now()}
    return render(request, "dashboards/days_left.html", context)


def _listed(
    request: StaffRequest, found: Locality | None, page_name: str, title: str, definition: str, rows: QuerySet[Any],
    **asked: str,
) -> HttpResponse:  # fmt: skip
    page = page_of(rows, rows.count(), request)
    shown: list[UUID] = people_in(page.object_list)
    if shown:
        record_list(
            by=request.user, page=page_name, resident_ids=shown, locality=found.slug if found else BOROUGH, **asked
        )
    context: dict[str, Any] = {
        "locality": found,
        "title": title,
        "definition": definition,
        "page": page,
        "now": clock.now(),
    }
    context["may_review"] = request.user.may(Permission.LOG_CONVERSATION)
    return render(request, "dashboards/late_reviews.html", context)

"""Six weeks ahead: for the hub, which sends people home, and for the managers, whose teams hold the reviews."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from discharges import forecast_people as behind
from discharges.forecast import drawing, six_weeks_ahead
from localities.places import localities_by_slug

ON_A_PAGE = 50
MOST_DAYS = 7


@requires(Permission.SEE_FORECAST)
def forecast(request: StaffRequest) -> HttpResponse:
    """Each locality's reviews on each day of the next six weeks, against what its teams really hold."""
    drawn = [drawing(ahead) for ahead in six_weeks_ahead(request.user)]
    context = {
        "drawn": drawn,
        "may_see_list": request.user.may(Permission.WORK_AT_HOSPITAL),
        "may_see_figures": request.user.may(Permission.SEE_DASHBOARD),
    }
    return render(request, "discharges/forecast.html", context)


@requires(Permission.SEE_FORECAST)
@require_safe
def forecast_span(
    request: StaffRequest, slug: str, what: str, year: int, month: int, day: int, days: int
) -> HttpResponse:
    """The people behind the number of one day, or of one week, of a locality."""
    try:
        first = date(year, month, day)
        span = behind.Span(first, first + timedelta(days=days))
    except (ValueError, OverflowError) as impossible:
        raise Http404("No such day.") from impossible
    if what not in behind.OF_SPAN or not 1 <= days <= MOST_DAYS:
        raise Http404("No such number.")
    rows = behind.of_span(request.user, slug, what, span)
    return _listed(request, slug, what, rows, span.words)


@requires(Permission.SEE_FORECAST)
@require_safe
def forecast_people(request: StaffRequest, slug: str, what: str) -> HttpResponse:
    """The people behind a number of a whole locality: what is past its day, and what was held."""
    if what not in behind.OF_PLACE:
        raise Http404("No such number.")
    return _listed(request, slug, what, behind.of_place(request.user, slug, what))


def _listed(request: StaffRequest, slug: str, what: str, rows: QuerySet[Any], when: str = "") -> HttpResponse:
    place = _place_or_404(slug)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    shown = [row.resident_id for row in page.object_list]
    if shown:
        record_list(
            by=request.user, page="discharges.forecast_people", resident_ids=shown, locality=slug, what=what, when=when
        )
    title = ", ".join(filter(None, [behind.TITLES[what], when]))
    context = {"title": f"{title}: {place}", "meaning": behind.MEANINGS[what], "page": page, "slug": slug, "what": what}
    template = "stays" if behind.is_of_stays(what) else "reviews"
    return render(request, f"discharges/forecast_{template}.html", context)


def _place_or_404(slug: str) -> str:
    if slug == behind.NOWHERE:
        return "Locality not known"
    found = localities_by_slug().get(slug)
    if found is None:
        raise Http404("No such locality.")
    return found.name

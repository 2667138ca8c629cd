"""Pages of dashboards: every locality beside the others, one locality, and the people behind a number."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.health import silent_sweeps
from dashboards.figures import NoLocality, no_locality, with_figures
from dashboards.measures import IN_TABLE, MEASURES, Measure, measure_called
from dashboards.overview import cells_of, tiles_of
from dashboards.series import series_of
from dashboards.six_weeks import six_weeks_of
from discharges.hearing import untold_by_place
from localities.models import Locality
from worklists.counts import page_of
from worklists.queue import people_in


@requires(Permission.SEE_DASHBOARD)
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The localities beside each other, and those who have none yet."""
    rows = [(found, cells_of(found)) for found in (*with_figures(), no_locality())]
    context = {"rows": rows, "measures": IN_TABLE, "now": clock.now(), "silent": silent_sweeps()}
    context["untold"] = untold_by_place()
    return render(request, "dashboards/index.html", context)


@requires(Permission.SEE_DASHBOARD)
@require_safe
def locality(request: StaffRequest, slug: str) -> HttpResponse:
    """One locality's figures."""
    found = get_object_or_404(with_figures(), slug=slug)
    series = series_of(found)
    context = {
        "locality": found,
        "tiles": tiles_of(found, series),
        "series": list(series.values()),
        "measures": MEASURES,
        "six_weeks": six_weeks_of(found),
        "silent": silent_sweeps(),
        "untold": untold_by_place(),
        "now": clock.now(),
    }
    return render(request, "dashboards/locality.html", context)


@requires(Permission.SEE_DASHBOARD)
@require_safe
def people_behind(request: StaffRequest, slug: str, measure: str) -> HttpResponse:
    """The rows behind one number: as many as it says."""
    chosen = measure_called(measure)
    if chosen is None:
        raise Http404("No such measure.")
    found, count = _counted(slug, chosen)
    page = page_of(chosen.rows(found, request.user), count, request)
    shown = people_in(page.object_list)
    if shown:
        record_list(
            by=request.user, page="dashboards.people_behind", resident_ids=shown, locality=slug, measure=measure
        )
    context = {"locality": found, "measure": chosen, "page": page, "now": clock.now()}
    return render(request, "dashboards/people_behind.html", context)


def _counted(slug: str, measure: Measure) -> tuple[Locality | None, int]:
    """The locality of this name and its number; None, and their number, for those who have no locality."""
    if slug == NoLocality.slug:
        count = getattr(no_locality(), measure.count, None)
        if count is None:
            raise Http404("No such number without a locality.")
        return None, count
    found = get_object_or_404(with_figures(measure.count), slug=slug)
    return found, getattr(found, measure.count)

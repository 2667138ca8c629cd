"""Pages about being asked again: every team by week, and the people behind a team's numbers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from dashboards.asking import asked_again_by, by_team, weeks_shown
from dashboards.measures import measure_called
from localities.models import Team
from worklists.counts import page_of
from worklists.queue import people_in


@requires(Permission.SEE_DASHBOARD)
@require_safe
def asked_again(request: StaffRequest) -> HttpResponse:
    """How often each team asked people again, week by week."""
    context = {"teams": by_team(), "weeks": weeks_shown(), "measure": measure_called("asked-again"), "now": clock.now()}
    return render(request, "dashboards/asked_again.html", context)


@requires(Permission.SEE_DASHBOARD)
@require_safe
def asked_again_by_team(request: StaffRequest, slug: str) -> HttpResponse:
    """Who was asked again by a team in the last eight weeks."""
    team = get_object_or_404(Team, slug=slug)
    rows = asked_again_by(team, request.user)
    page = page_of(rows, rows.count(), request)
    shown = people_in(page.object_list)
    if shown:
        record_list(by=request.user, page="dashboards.asked_again_by_team", resident_ids=shown, team=slug)
    context = {"team": team, "page": page, "measure": measure_called("asked-again"), "now": clock.now()}
    return render(request, "dashboards/asked_again_by_team.html", context)

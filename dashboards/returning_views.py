"""Pages about what was returned: every team by week, and the people behind a team's numbers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from dashboards.returning import by_team, returned_by, weeks_shown
from localities.models import Team
from worklists.counts import page_of
from worklists.queue import people_in


@requires(Permission.SEE_DASHBOARD)
@require_safe
def returned(request: StaffRequest) -> HttpResponse:
    """How often each team returned a referral to its sender, week by week."""
    context = {"teams": by_team(), "weeks": weeks_shown(), "now": clock.now()}
    return render(request, "dashboards/returned.html", context)


@requires(Permission.SEE_DASHBOARD)
@require_safe
def returned_by_team(request: StaffRequest, slug: str) -> HttpResponse:
    """Who was returned by a team in the last four weeks."""
    team = get_object_or_404(Team, slug=slug)
    rows = returned_by(team, request.user)
    page = page_of(rows, rows.count(), request)
    shown = people_in(page.object_list)
    if shown:
        record_list(by=request.user, page="dashboards.returned_by_team", resident_ids=shown, team=slug)
    return render(request, "dashboards/returned_by_team.html", {"team": team, "page": page, "now": clock.now()})

"""Pages of a team: its queue, and what one of its workers holds."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core.shortcuts import get_visible_or_404
from core.words import plural
from referrals.policies import can_allocate
from worklists.caseload import people_shown_of, room_in, rows_of, workers_known_in
from worklists.counts import page_of
from worklists.policies import check_can_see_caseload
from worklists.queue import TAB_COUNTS, links_to_tabs, people_in, tab_called
from worklists.teams import team_or_404, teams_of, teams_seen_by, with_counts


@requires(Permission.SEE_TEAM_QUEUE)
@require_safe
def teams(request: StaffRequest) -> HttpResponse:
    """Every team that the viewer may look into, their own first, with what waits there."""
    mine = set(teams_of(request.user).values_list("pk", flat=True))
    seen = list(teams_seen_by(request.user, with_counts()))
    context = {"mine": [team for team in seen if team.pk in mine], "others": [t for t in seen if t.pk not in mine]}
    return render(request, "worklists/teams.html", context)


@requires(Permission.SEE_TEAM_QUEUE)
@require_safe
def my_team(request: StaffRequest) -> HttpResponse:
    """Straight to the queue of the viewer's team; to the list of teams for who is in none."""
    return redirect(teams_of(request.user).first() or "worklists:teams")


@requires(Permission.SEE_TEAM_QUEUE)
@require_safe
def team_queue(request: StaffRequest, slug: str) -> HttpResponse:
    """One view of a team's people."""
    team = team_or_404(request.user, slug, *TAB_COUNTS)
    tab = tab_called(request.GET.get("show", ""))
    page = page_of(tab.rows(team, request.user), getattr(team, tab.count), request)
    shown = people_in(page.object_list)
    if shown:
        record_list(by=request.user, page="worklists.team_queue", resident_ids=shown, team=slug, tab=tab.slug)
    context = {
        "team": team,
        "tab": tab,
        "tabs": links_to_tabs(team, tab.slug),
        "page": page,
        "may_allocate": can_allocate(request.user, team),
    }
    return render(request, "worklists/team_queue.html", context)


@requires(Permission.SEE_TEAM_QUEUE)
@require_safe
def worker(request: StaffRequest, slug: str, pk: str) -> HttpResponse:
    """Whom one worker of a team holds, since when, and what comes next."""
    team = team_or_404(request.user, slug)
    found = get_visible_or_404(workers_known_in(team), request.user, pk=pk)
    check_can_see_caseload(request.user, found, team)
    held = list(people_shown_of(found, team, request.user))
    shown = people_in(held)
    if shown:
        record_list(by=request.user, page="worklists.worker", resident_ids=shown, worker=str(found.pk))
    room = room_in(team, found)
    context = {
        "team": team,
        "worker": found,
        "held": rows_of(held, request.user),
        "people": len(shown),
        "room": room,
        "load": f"{plural(len(shown), 'person', 'people')} held of {room} that their hours leave room for",
    }
    return render(request, "worklists/worker.html", context)

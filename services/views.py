"""The capacity board, the people behind its numbers, and how many places a team says that it has."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import PARTNERS, Permission
from audit.actions import record_list
from core.receipts import once
from core.words import long_date
from localities.models import Team
from services import actions
from services.board import BEHIND, board_for, in_short, numbers_for, people_behind, teams_for
from services.doing import done, status_of
from services.forms import PlacesForm
from services.policies import can_manage

ON_A_PAGE = 50


@requires(Permission.SEE_REABLEMENT)
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """How many places each team has, who has them, who waits, and whose free period ends. It names nobody."""
    rows = board_for(request.user)
    context = {"rows": rows, "in_short": in_short(rows), "can_manage": can_manage(request.user)}
    context["is_ours"] = request.user.role not in PARTNERS
    return render(request, "services/board.html", context)


@requires(Permission.SEE_REABLEMENT)
@require_safe
def people(request: StaffRequest, slug: str, which: str) -> HttpResponse:
    """The people behind one number of the board."""
    team = _team(request, slug)
    if which not in numbers_for(request.user):
        raise Http404("No such number.")
    page = Paginator(people_behind(request.user, team, which), ON_A_PAGE).get_page(request.GET.get("page"))
    record_list(by=request.user, page="services.people", resident_ids=[one.resident_id for one in page])
    context = {"team": team, "page": page, "behind": BEHIND[which], "is_ours": request.user.role not in PARTNERS}
    return render(request, "services/people.html", context)


@requires(Permission.MANAGE_REABLEMENT)
@once
def places(request: StaffRequest, slug: str) -> HttpResponse:
    """Say how many people a team can support from a day on."""
    team = _team(request, slug)
    form = PlacesForm(request.POST or None)
    if form.is_valid() and done(form, actions.say_places, team=team, by=request.user, **form.cleaned_data):
        day = long_date(form.cleaned_data["from_on"])
        messages.success(request, f"{team.name}: {form.cleaned_data['places']} places from {day}.")
        return redirect("services:board")
    return render(request, "services/places.html", {"team": team, "form": form}, status=status_of(form))


def _team(request: StaffRequest, slug: str) -> Team:
    """A team of the board; what is not on the viewer's board is not there."""
    team: Team | None = teams_for(request.user).filter(slug=slug).first()
    if team is None:
        raise Http404("No such team.")
    return team

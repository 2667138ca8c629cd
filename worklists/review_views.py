"""The six-week reviews of a team: the list, and several of them given to one worker at once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.errors import NotPermitted, Refused
from core.health import silent_sweeps
from core.receipts import once
from core.words import listed, plural
from discharges.hearing import untold_by_place
from discharges.policies import can_review
from localities.models import Team
from referrals.actions import allocate, undo_allocation
from referrals.models import Allocation
from referrals.policies import can_allocate, check_can_allocate, check_can_undo
from referrals.workload import workers_of
from worklists import reviews as six_weeks
from worklists.counts import PER_PAGE, page_of
from worklists.queue import TAB_COUNTS, links_to_tabs, people_in
from worklists.review_forms import ShareForm
from worklists.teams import reviewing_team_or_404


@requires(Permission.SEE_TEAM_QUEUE)
@once
def reviews(request: StaffRequest, slug: str) -> HttpResponse:
    """A team's six-week reviews: the strip of all of them, and the list by days left, to be given to workers."""
    team = reviewing_team_or_404(request.user, slug, *TAB_COUNTS)
    if request.method == "POST":
        check_can_allocate(request.user, team)
    may_allocate = can_allocate(request.user, team)
    form = ShareForm(request.POST or None, workers=workers_of(team)) if may_allocate else None
    if form and form.is_valid():
        _share(request, team, form)
        return redirect(request.get_full_path())
    return _show(request, team, form)


@requires(Permission.ALLOCATE)
@require_POST
def reviews_undo(request: StaffRequest, slug: str) -> HttpResponse:
    """Take back what was given to a worker at once, within ten minutes; what cannot be is left as it is, and said."""
    team = reviewing_team_or_404(request.user, slug)
    back, left = [], []
    for given in _given(request):
        try:
            check_can_undo(request.user, given, clock.now())
            undo_allocation(allocation=given, by=request.user)
        except (Refused, NotPermitted) as refusal:
            left.append(f"{given.resident.display_name}: {refusal}")
        else:
            back.append(given.resident.display_name)
    if back:
        messages.success(request, f"{plural(len(back), 'review')} taken back: {listed(back)}.")
    for sentence in left:
        messages.warning(request, sentence)
    return redirect("worklists:reviews", slug=team.slug)


def _given(request: StaffRequest) -> list[Allocation]:
    try:
        keys = [UUID(key) for key in request.GET.get("of", "").split(",")[:PER_PAGE]]
    except ValueError:
        raise Http404("There is nothing of this kind to take back.") from None
    found = Allocation.objects.visible_to(request.user).filter(pk__in=keys)
    return list(found.select_related("referral__team", "worker", "resident").order_by("pk"))


def _share(request: StaffRequest, team: Team, form: ShareForm) -> None:
    """Give each, and say of each what happened."""
    found = six_weeks.open_reviews(team, request.user).filter(referral__reference__in=form.versions)
    there = {one.referral.reference: one for one in found.select_related("referral__team", "resident")}
    given: list[Allocation] = []
    for reference, version in form.versions.items():
        running = there.get(reference)
        if running is None:
            messages.warning(request, f"{reference}: the review is not open in this team any more.")
            continue
        try:
            given.append(allocate(referral=running.referral, worker=form.chosen, by=request.user, version=version))
        except (Refused, NotPermitted) as refusal:
            messages.warning(request, f"{running.resident.display_name} was not allocated. {refusal}")
    if given:
        names = listed([one.resident.display_name for one in given])
        undo = (
            reverse("worklists:reviews_undo", kwargs={"slug": team.slug})
            + f"?of={','.join(one.pk.hex for one in given)}"
        )
        said = f"{plural(len(given), 'review')} allocated to {form.chosen.name}: {names}."
        messages.success(request, said, extra_tags=f"undo:{undo}")


def _show(request: StaffRequest, team: Team, form: ShareForm | None) -> HttpResponse:
    chosen = six_weeks.choose(team, request.user, request.GET.get("show", ""))
    page = page_of(six_weeks.with_holder(chosen.rows), chosen.counts[chosen.view.slug], request)
    shown = people_in(page.object_list)
    if shown:
        record_list(by=request.user, page="worklists.reviews", resident_ids=shown, team=team.slug)
    context: dict[str, Any] = {
        "team": team,
        "tabs": links_to_tabs(team, "reviews"),
        "views": six_weeks.links_to_views(team, chosen),
        "strip": six_weeks.strip(team, request.user),
        "page": page,
        "form": form,
        "all_ticked": request.GET.get("tick") == "all",
        "may_review": can_review(request.user),
        "may_assess": request.user.may(Permission.ASSESS),
        "silent": silent_sweeps() if request.user.may(Permission.CHANGE_STEPS) else [],
        "untold": untold_by_place() if request.user.may(Permission.CHANGE_STEPS) else [],
    }
    return render(request, "worklists/reviews.html", context, status=422 if form and form.is_bound else 200)

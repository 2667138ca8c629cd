"""Pages of goals: write one in the person's own words, and look again how far it is."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.actions import discard_draft
from core.drafts import slot_for, version_seen
from core.fields import restore
from core.receipts import once
from services import actions
from services.doing import done, found, show_form
from services.enums import HowFar
from services.forms import GoalForm, ReviewForm
from services.models import Goal, Programme

DRAFT = "goal"


@requires(Permission.SEE_REABLEMENT)
@once
def goal_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep what the person wants to do again."""
    this = found(request, pk)
    form = GoalForm(request.POST or None, programme=this)
    if form.is_valid() and done(form, actions.add_goal, programme=this, by=request.user, **form.cleaned_data):
        seen = version_seen(request.POST)
        discard_draft(owner_id=request.user.id, form=DRAFT, subject=str(this.pk), version=seen)
        messages.success(request, "The goal is kept, in their words.")
        return redirect(this)
    draft = slot_for(request.user.id, DRAFT, str(this.pk))
    restore(form, draft.fields)
    return show_form(request, this, form, "services.goal_new", title="Add a goal", draft=draft, form_id=DRAFT)


@requires(Permission.SEE_REABLEMENT)
@once
def goal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say how far a goal is today."""
    theirs = Goal.objects.filter(pk=pk, programme__in=Programme.objects.visible_to(request.user)).first()
    if theirs is None:
        raise Http404("No goal here.")
    this = found(request, theirs.programme_id)
    form = ReviewForm(request.POST or None, goal=theirs)
    if form.is_valid():
        given = form.cleaned_data
        said = {"how_far": HowFar(given["how_far"]), "note": given["note"], "version": given["version"]}
        if done(form, actions.review_goal, goal=theirs, by=request.user, **said):
            messages.success(request, "The goal was reviewed.")
            return redirect(this)
    return show_form(request, this, form, "services.goal", title="How far is this goal?", quote=theirs.words)

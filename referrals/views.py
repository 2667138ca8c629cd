"""Pages of referrals: read one, allocate it, undo that, close it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core import clock
from core.errors import Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from core.words import ordinal
from referrals import actions
from referrals.doing import carry_out, check, find, show
from referrals.enums import ReferralSource
from referrals.forms import AllocateForm, CloseForm
from referrals.holders import banner_with_holder, holder_of
from referrals.models import Allocation, HandOff, Referral
from referrals.overview import overview_of, story_of
from referrals.policies import check_can_allocate, check_can_undo, check_can_work_on
from referrals.promised import promised
from referrals.workload import workers_of
from residents.actions import open_record


@requires(Permission.SEE_TEAM_QUEUE)
def referral(request: StaffRequest, reference: str) -> HttpResponse:
    """One referral: the story, where it came from, who holds it, and what may be done now."""
    found = find(request, reference)
    open_record(resident=found.resident, by=request.user, page="referrals.referral")
    overview = overview_of(found, request.user)
    context = {"overview": overview} | promised(found.resident, request.user, found)
    return render(request, "referrals/referral_show.html", _about(found, request.user) | context)


@requires(Permission.ALLOCATE)
@once
def allocate(request: StaffRequest, reference: str) -> HttpResponse:
    """Give a referral to one of the team's workers, beside how much each of them holds."""
    found = find(request, reference)
    check(request, found, lambda user, referral: check_can_allocate(user, referral.team))
    if not found.is_open and request.method != "POST":
        messages.warning(request, f"{found.reference} is closed. Nobody can take it now.")
        return redirect(found)
    workers = workers_of(found.team, found.resident)
    held = holder_of(found)
    choices = [load for load in workers if held is None or load.worker != held.worker]
    form = AllocateForm(request.POST or None, workers=choices, referral=found)
    given = _allocate(request, found, form)
    if given:
        undo = reverse("referrals:undo_allocation", kwargs={"pk": given.pk})
        messages.success(request, f"{found.reference} is allocated to {given.worker.name}.", extra_tags=f"undo:{undo}")
        return redirect(found.team)
    open_record(resident=found.resident, by=request.user, page="referrals.allocate")
    context = {"workers": workers, "story": story_of(found, request.user)} | _held_now(found)
    return show(request, "referrals/referral_allocate.html", form, _about(found, request.user) | context)


def _held_now(found: Referral) -> dict[str, Any]:
    held = holder_of(found)
    felt = HandOff.objects.filter(referral=found).felt().count() if held else 0
    return {"held": held, "next_hand_off": ordinal(felt + 1)}


def _allocate(request: StaffRequest, found: Referral, form: AllocateForm) -> Allocation | None:
    if not form.is_valid():
        return None
    said = {name: form.cleaned_data[name] for name in ("version", "note")}
    given = partial(actions.allocate, referral=found, worker=form.chosen, by=request.user, **said)
    return carry_out(request, found, form, given)


@requires(Permission.ALLOCATE)
@require_POST
def undo_allocation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give a referral back to who held it before, or to its team's queue, within ten minutes of allocating it."""
    given = get_visible_or_404(Allocation.objects.select_related("referral__team", "worker"), request.user, pk=pk)
    check_can_undo(request.user, given, clock.now())
    found = actions.undo_allocation(allocation=given, by=request.user)
    held = holder_of(found)
    where = f"with {held.worker.name} again" if held else "back in the team's queue"
    messages.success(request, f"{found.reference} is {where}. {given.worker.name} has been told.")
    return redirect(found)


@requires(Permission.TAKE_CALL)
@require_POST
@once
def claim(request: StaffRequest, reference: str) -> HttpResponse:
    """Take what waits for somebody at Thurrock First to decide; from somebody else too, whose name the list showed."""
    found = find(request, reference)
    try:
        actions.claim_referral(referral=found, by=request.user, shown=request.POST.get("shown", ""))
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect("worklists:calls")
    messages.success(request, f"{found.reference} is yours to decide for the next half hour. The others see that.")
    return redirect(found)


@requires(Permission.SEE_TEAM_QUEUE)
@once
def close(request: StaffRequest, reference: str) -> HttpResponse:
    """End the team's work on a referral, with the reason."""
    found = find(request, reference)
    check(request, found, check_can_work_on)
    if found.source == ReferralSource.DISCHARGE or (not found.is_open and request.method != "POST"):
        return redirect(found)
    form = CloseForm(request.POST or None, referral=found)
    if _close(request, found, form):
        messages.success(request, f"{found.reference} is closed.")
        return redirect(found)
    open_record(resident=found.resident, by=request.user, page="referrals.close")
    context = {"may_record_life": request.user.may(Permission.CHANGE_PERSON)}
    return show(request, "referrals/referral_close.html", form, _about(found, request.user) | context)


def _close(request: StaffRequest, found: Referral, form: CloseForm) -> Referral | None:
    if not form.is_valid():
        return None
    version = form.cleaned_data["version"]
    closed = partial(actions.close, referral=found, reason=form.close_reason, by=request.user, version=version)
    return carry_out(request, found, form, closed)


def _about(found: Referral, viewer: User) -> dict[str, Any]:
    return {"referral": found, "person": banner_with_holder(found.resident, viewer)}

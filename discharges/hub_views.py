"""The hospital hub plans a way home: the plan, what holds somebody, who was told, and "went home today"."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core import clock
from core.errors import ChangedMeanwhile, Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from discharges import actions, rules
from discharges.board import Asked
from discharges.enums import ToldWho
from discharges.hub_forms import BlockerForm, PlanForm
from discharges.models import HospitalStay
from discharges.outlook import started_words, story_of
from referrals.holders import banner_with_holder
from residents.actions import open_record

UNDONE = "Undone at once"


def find_stay(request: StaffRequest, pk: UUID) -> HospitalStay:
    """The stay that the address names."""
    found: HospitalStay = get_visible_or_404(HospitalStay.objects.for_page(), request.user, pk=pk)
    return found


def version_of(request: StaffRequest) -> int | None:
    """The version that a small form began with."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else None


@requires(Permission.WORK_AT_HOSPITAL)
@once
def plan(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change what is planned for somebody in hospital; both versions side by side when somebody else did meanwhile."""
    held = find_stay(request, pk)
    open_record(resident=held.resident, by=request.user, page="discharges.plan")
    if not held.is_in_hospital:
        return redirect(held)
    form = PlanForm(request.POST or None, stay=held)
    context: dict[str, Any] = {"person": banner_with_holder(held.resident, request.user), "stay": held, "form": form}
    if not (form.is_bound and form.is_valid()):
        return render(request, "discharges/stay_plan.html", context, status=422 if form.is_bound else 200)
    try:
        actions.plan_discharge(stay=held, by=request.user, version=form.cleaned_data["version"], **form.plan())
    except ChangedMeanwhile as changed:
        current: Any = changed.current
        context |= {"why": str(changed), "unlike": form.differences(PlanForm.starts(current))}
        form.take_version(current.version)
        return render(request, "discharges/stay_plan.html", context, status=409)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "discharges/stay_plan.html", context, status=422)
    messages.success(request, f"The plan for {held.resident.display_name} is saved.")
    return redirect(held)


@requires(Permission.WORK_AT_HOSPITAL)
@once
def blocker_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say what holds somebody in hospital."""
    held = find_stay(request, pk)
    open_record(resident=held.resident, by=request.user, page="discharges.blocker_new")
    form = BlockerForm(request.POST or None, stay=held)
    if form.is_bound and form.is_valid():
        try:
            actions.raise_blocker(stay=held, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "It is on the list of what holds them.")
            return redirect(held)
    context = {"person": banner_with_holder(held.resident, request.user), "stay": held, "form": form}
    return render(request, "discharges/stay_blocker.html", context, status=422 if form.is_bound else 200)


@requires(Permission.WORK_AT_HOSPITAL)
@require_POST
@once
def blocker_clear(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that something holds somebody no longer; the alert offers to undo it."""
    held = find_stay(request, pk)
    blocker = _one_of(held.blockers.all(), request.POST.get("blocker", ""))
    actions.clear_blocker(blocker=blocker, by=request.user)
    undo = reverse("discharges:stay_undo", kwargs={"pk": pk})
    messages.success(request, f"No longer holds them: {blocker}", extra_tags=f"undo:{undo}?cleared={blocker.pk}")
    return redirect(held)


@requires(Permission.WORK_AT_HOSPITAL)
@require_POST
@once
def told(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Record that somebody was told of the way home; the alert offers to undo it."""
    held = find_stay(request, pk)
    who = request.POST.get("who", "")
    if who not in ToldWho:
        raise Http404("Nobody of that kind is told.")
    try:
        row = actions.tell_somebody(stay=held, who=who, words=request.POST.get("words", ""), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(held)
    undo = reverse("discharges:stay_undo", kwargs={"pk": pk})
    messages.success(request, f"{row}.", extra_tags=f"undo:{undo}?told={row.pk}")
    return redirect(held)


@requires(Permission.WORK_AT_HOSPITAL)
@require_POST
def stay_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back that something holds somebody no longer, or that somebody was told."""
    held = find_stay(request, pk)
    try:
        if "told" in request.GET:
            actions.undo_telling(told=_one_of(held.told.all(), request.GET["told"]), by=request.user)
        else:
            blocker = _one_of(held.blockers.all(), request.GET.get("cleared", ""))
            actions.undo_clear_blocker(blocker=blocker, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Undone.")
    return redirect(held)


@requires(Permission.WORK_AT_HOSPITAL)
@require_POST
@once
def home_today(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One click: they went home today on the planned pathway. Without one, the discharge page asks for it."""
    held = find_stay(request, pk)
    if held.is_in_hospital and not held.planned_pathway:
        return redirect("discharges:discharge", pk=pk)
    story = story_of(held, request.user)
    try:
        started = actions.record_discharge(
            stay=held, discharged_on=clock.today(), pathway=held.planned_pathway, by=request.user,
            version=version_of(request), story=story,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, f"{held.resident.display_name}: {refusal} Look at what stands now.")
        return redirect(held)
    undo = reverse("discharges:home_undo", kwargs={"pk": pk})
    messages.success(request, started_words(started), extra_tags=f"undo:{undo}")
    return redirect(Asked.of(request.GET).address())


@requires(Permission.WORK_AT_HOSPITAL)
@require_POST
def home_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Undo a discharge within ten minutes (HUB-5): they are on the list again. Later it is voided with a reason."""
    held = find_stay(request, pk)
    discharge = getattr(held, "discharge", None)
    if discharge is None or not rules.may_undo_at_once(discharge.recorded_at, clock.now()):
        messages.error(request, "Ten minutes have passed: say why it was an error.")
        return redirect("discharges:discharge_void" if discharge else "discharges:stay", pk=pk)
    try:
        actions.void_discharge(discharge=discharge, reason=UNDONE, still_in_hospital=True, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{held.resident.display_name} is on the hospital list again.")
    return redirect("discharges:hospital_list")


def _one_of(rows: QuerySet[Any], key: str) -> Any:
    """The row of this stay with that key; what is none is not there."""
    try:
        return rows.get(pk=key)
    except (rows.model.DoesNotExist, ValidationError, ValueError) as missing:
        raise Http404("It is not part of this stay.") from missing

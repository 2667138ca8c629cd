"""Pages of the full assessment: start it, write it, read it, open it again, say that it was entered in error."""

from contextlib import suppress
from typing import Any, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from assessments import actions
from assessments.clock_met import late_without_reason, met_in_words
from assessments.full_forms import FullForm, InErrorForm
from assessments.full_page import around, finished, held_by, way_home
from assessments.models import Assessment
from assessments.policies import can_write, check_can_complete, check_can_void
from assessments.since_ward import WayHome
from core.actions import sending_draft
from core.drafts import slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused, SentAlready
from core.models import Draft
from core.receipts import once
from core.shortcuts import get_visible_or_404
from discharges.policies import can_review
from referrals.holders import banner_with_holder
from residents.actions import open_record
from residents.already_told import known_of
from residents.life import stopped_in_words
from residents.models import Resident

DRAFT = "full-assessment"


@requires(Permission.ASSESS)
@once
def start(request: StaffRequest, reference: str) -> HttpResponse:
    """Start the full assessment of a person; when one is open, lead to it and say who holds it."""
    resident = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    if request.method == "POST":
        with suppress(Refused):  # somebody was quicker: theirs is the one that is open
            return redirect(actions.start_full(resident=resident, by=request.user))
    begun = Assessment.objects.open_full_of(resident)
    if begun is not None:
        if begun.assessor_id != request.user.pk:
            messages.info(request, held_by(begun))
        return redirect(begun)
    open_record(resident=resident, by=request.user, page="assessments.start")
    context = {"person": banner_with_holder(resident, request.user), "stopped": stopped_in_words(resident)}
    return render(request, "assessments/full_start.html", context)


@requires(Permission.READ_ASSESSMENT)
@once
def full(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Hold the full assessment, beside what the ward knew; for others, and once it is over, it is there to read."""
    found = get_visible_or_404(Assessment.objects.full().for_page(), request.user, pk=pk)
    open_record(resident=found.resident, by=request.user, page="assessments.full")
    home = way_home(found)
    if request.method == "POST":
        check_can_complete(request.user, found)
        return _sent(request, found, home)
    if not can_write(request.user, found):
        draft = slot_for(request.user.id, DRAFT, str(found.pk))
        context = around(found, home, request.user) | finished(found, draft, request.user)
        return render(request, "assessments/full_read.html", context)
    form = FullForm(
        assessment=found, way_home=home, known=known_of(found.resident, request.user),
        initial=FullForm.initial_of(found),
    )  # fmt: skip
    return _show(request, found, home, form)


def _sent(request: StaffRequest, found: Assessment, home: WayHome | None) -> HttpResponse:
    form = FullForm(request.POST, assessment=found, way_home=home, known=known_of(found.resident, request.user))
    more: dict[str, Any] = {}
    if form.is_valid():
        try:
            saved = _save(request, found, form)
        except (ChangedMeanwhile, SentAlready) as changed:
            more = {"status": 409, "why": str(changed)} | _both(form, getattr(changed, "current", None) or _now(found))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, saved, form)
    return _show(request, found, home, form, **({"status": 422} | more))


def _save(request: StaffRequest, found: Assessment, form: FullForm) -> Assessment:
    given: dict[str, Any] = {"assessment": found, "told": form.told(), "by": request.user}
    given["version"] = form.cleaned_data["version"]
    seen = version_seen(request.POST)
    with sending_draft(owner_id=request.user.id, form=DRAFT, subject=str(found.pk), version=seen):
        if not form.completes:
            return actions.save_full(**given)
        day = {name: form.cleaned_data[name] for name in ("held_on", "written_later")}
        return actions.complete_full(**given, **day)


def _now(found: Assessment) -> Assessment:
    return cast(Assessment, Assessment.objects.select_related("findings").get(pk=found.pk))


def _both(form: FullForm, current: object) -> dict[str, Any]:
    """What another tab has kept since, or what is saved now, beside what was typed; sending again goes on from it."""
    if isinstance(current, Draft):
        return {"unlike": form.unlike_draft(current.fields), "there": "The other tab says"}
    saved = cast(Assessment, current)
    form.take_version(saved.version)
    return {"unlike": form.differences(saved)}


def _saved(request: StaffRequest, saved: Assessment, form: FullForm) -> HttpResponse:
    if not form.completes:
        messages.success(request, "Assessment saved. Come back to it from here.")
        return redirect("worklists:resident", reference=saved.resident.reference)
    undo = reverse("assessments:undo_completion", kwargs={"pk": saved.pk})
    words = f"Care and support assessment completed. {met_in_words(saved)}"
    messages.success(request, words, extra_tags=f"undo:{undo}")
    late = late_without_reason(saved) if can_review(request.user) else None
    return redirect("discharges:late", pk=late.pk) if late else redirect(saved)


def _show(
    request: StaffRequest, found: Assessment, home: WayHome | None, form: FullForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    draft = slot_for(request.user.id, DRAFT, str(found.pk))
    form.restore(draft.fields)
    context = around(found, home, request.user) | {"form": form, "formset": form.needs, "draft": draft}
    context["stopped"] = stopped_in_words(found.resident)
    return render(request, "assessments/full_write.html", context | more, status=status)


@requires(Permission.ASSESS)
@require_POST
def undo_completion(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Open a full assessment again within ten minutes of completing it; its clock runs again."""
    found = get_visible_or_404(Assessment.objects.full().for_page(), request.user, pk=pk)
    try:
        actions.undo_completion(assessment=found, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The assessment is open again. A six-week clock that it had met runs again.")
    return redirect(found)


@requires(Permission.ASSESS)
@once
def in_error(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that a full assessment was entered in error, or about somebody else, with the reason."""
    found = get_visible_or_404(Assessment.objects.full().for_page(), request.user, pk=pk)
    check_can_void(request.user, found)
    open_record(resident=found.resident, by=request.user, page="assessments.in_error")
    form = InErrorForm(request.POST or None, assessment=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.void(assessment=found, because=form.cleaned_data["because"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Kept as entered in error. A six-week clock that it had met runs again.")
            return redirect(found)
    return _ask_why(request, found, form)


def _ask_why(request: StaffRequest, found: Assessment, form: forms.Form) -> HttpResponse:
    context = {"person": banner_with_holder(found.resident, request.user), "assessment": found, "form": form}
    return render(request, "assessments/full_in_error.html", context, status=422 if form.is_bound else 200)

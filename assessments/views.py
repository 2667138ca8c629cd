"""The page of the light-touch assessment."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from assessments import actions
from assessments.enums import AssessmentStatus
from assessments.forms import LightTouchForm
from assessments.models import Assessment
from assessments.summary import facts_told, how_it_ended, said_in, typed_in
from core.actions import sending_draft
from core.drafts import DraftSlot, slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused, SentAlready
from core.fields import restore, unlike
from core.models import Draft
from core.receipts import once
from core.shortcuts import get_visible_or_404
from discharges.models import HospitalStay
from referrals.holders import banner_with_holder
from residents.actions import open_record
from residents.already_told import known_of

DRAFT = "light-touch"


@requires(Permission.WORK_AT_HOSPITAL)
@once
def light_touch(request: StaffRequest, stay_id: UUID) -> HttpResponse:
    """Assess for a safe discharge, in minutes; once it is completed the page is there to read."""
    stay = get_visible_or_404(HospitalStay.objects.for_page(), request.user, pk=stay_id)
    open_record(resident=stay.resident, by=request.user, page="assessments.light_touch")
    if request.method == "POST":
        return _sent(request, stay)
    assessment = Assessment.objects.of_stay(stay)
    draft = slot_for(request.user.id, DRAFT, str(stay.pk))
    if not stay.is_in_hospital or (assessment and assessment.status == AssessmentStatus.COMPLETED):
        return _read(request, stay, assessment, draft)
    begins_with = LightTouchForm.initial_of(assessment)
    form = LightTouchForm(stay=stay, known=known_of(stay.resident, request.user), initial=begins_with)
    restore(form, draft.fields)
    return _show(request, stay, form, draft)


def _sent(request: StaffRequest, stay: HospitalStay) -> HttpResponse:
    form, more, status = LightTouchForm(request.POST, stay=stay, known=known_of(stay.resident, request.user)), {}, 422
    if form.is_valid():
        try:
            _save(request, stay, form)
        except ChangedMeanwhile as changed:
            status, more = 409, {"why": str(changed)} | _both(form, changed.current)
        except SentAlready as gone:
            status, more = 409, {"why": str(gone)} | _both(form, Assessment.objects.of_stay(stay))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, stay, form)
    return _show(request, stay, form, slot_for(request.user.id, DRAFT, str(stay.pk)), status=status, **more)


def _save(request: StaffRequest, stay: HospitalStay, form: LightTouchForm) -> None:
    keep = actions.complete_light_touch if form.completes else actions.save_light_touch
    seen = version_seen(request.POST)
    with sending_draft(owner_id=request.user.id, form=DRAFT, subject=str(stay.pk), version=seen):
        keep(stay=stay, told=form.told(), by=request.user, version=form.cleaned_data["version"])


def _both(form: LightTouchForm, current: object) -> dict[str, Any]:
    """What another tab has kept since, or what is saved now, beside what was typed; sending again goes on from it."""
    if isinstance(current, Draft):
        return {"unlike": unlike(form, current.fields), "there": "The other tab says"}
    if current is None:
        return {}
    saved = cast(Assessment, current)
    form.take_version(saved.version)
    return {"unlike": form.differences(saved)}


def _saved(request: StaffRequest, stay: HospitalStay, form: LightTouchForm) -> HttpResponse:
    done = "completed" if form.completes else "saved. Come back to it from here"
    messages.success(request, f"Light-touch assessment {done}.")
    return redirect(stay)


def _show(
    request: StaffRequest, stay: HospitalStay, form: LightTouchForm, draft: DraftSlot, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"person": banner_with_holder(stay.resident, request.user), "stay": stay, "form": form, "draft": draft}
    return render(request, "assessments/light_touch.html", context | more, status=status)


def _read(request: StaffRequest, stay: HospitalStay, assessment: Assessment | None, draft: DraftSlot) -> HttpResponse:
    context = {
        "person": banner_with_holder(stay.resident, request.user),
        "stay": stay,
        "ended": how_it_ended(assessment),
        "typed": typed_in(draft.fields),
        "saved_at": draft.saved_at,
        "facts": facts_told(assessment),
        "said": said_in(assessment),
    }
    return render(request, "assessments/light_touch_read.html", context)

"""Pages of a death and a move: what is recorded, recording it with what it ends in sight, and correcting it."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.errors import ChangedMeanwhile, Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents.actions import correct_life_event, open_record, record_death, record_move
from residents.banner import banner_of
from residents.endings import preview
from residents.enums import LifeKind
from residents.life import recorded_of, standing, stopped_in_words
from residents.life_forms import CorrectionForm, LifeForm
from residents.models import LifeEvent, Resident

RECORD = {LifeKind.DIED: record_death, LifeKind.MOVED: record_move}
FINE, CHANGED, REFUSED = 200, 409, 422


@requires(Permission.CHANGE_PERSON)
def life(request: StaffRequest, reference: str) -> HttpResponse:
    """What is recorded of a person's death and moves, what it ended, and the ways to record or correct it."""
    resident = _person(request, reference, "residents.life")
    context = _about(request, resident) | {"recorded": recorded_of(resident), "standing": standing(resident)}
    return render(request, "residents/life.html", context)


@requires(Permission.CHANGE_PERSON)
@once
def life_new(request: StaffRequest, reference: str, kind: LifeKind) -> HttpResponse:
    """Record that somebody died or moved away; what it ends is listed before it is done."""
    resident = _person(request, reference, "residents.life_new")
    if request.method != "POST" and kind in standing(resident):
        return redirect("residents:life", reference=reference)
    form = LifeForm(request.POST or None, resident=resident, kind=kind, ends=preview(resident, kind))
    if not (form.is_bound and form.is_valid()):
        return _ask(request, resident, kind, form, status=REFUSED if form.is_bound else FINE)
    if form.what_changed and kind not in standing(resident):
        return _ask(request, resident, kind, form, status=CHANGED, changed=form.what_changed)
    return _record(request, resident, kind, form)


def _record(request: StaffRequest, resident: Resident, kind: LifeKind, form: LifeForm) -> HttpResponse:
    try:
        event = cast(Any, RECORD[kind])(resident=resident, by=request.user, **form.facts())
    except ChangedMeanwhile as stands:
        both = form.beside(cast(LifeEvent, stands.current))
        return _ask(request, resident, kind, form, status=CHANGED, why=str(stands), both=both)
    except Refused as refusal:
        form.add_error("council_told" if "council_told" in form.fields else "happened_on", str(refusal))
        return _ask(request, resident, kind, form, status=REFUSED)
    messages.success(request, f"Recorded: {event.get_kind_display().lower()}. What it ended is listed here.")
    return redirect("residents:life", reference=resident.reference)


def _ask(
    request: StaffRequest, resident: Resident, kind: LifeKind, form: LifeForm, *, status: int, **more: Any
) -> HttpResponse:
    context = _about(request, resident) | {"form": form, "kind": kind, "died": kind == LifeKind.DIED}
    return render(request, "residents/life_new.html", context | more, status=status)


@requires(Permission.CHANGE_PERSON)
@once
def life_in_error(request: StaffRequest, reference: str, pk: UUID) -> HttpResponse:
    """Say that a death or a move was recorded in error; what opens again is listed before it is done."""
    resident = _person(request, reference, "residents.life_in_error")
    event = get_object_or_404(resident.life_events, pk=pk)
    if event.corrected_at and request.method != "POST":
        return redirect("residents:life", reference=reference)
    context = _about(request, resident)
    form = CorrectionForm(request.POST or None, back=context["life_url"])
    if form.is_bound and form.is_valid():
        try:
            return _corrected(request, event, form)
        except Refused as refusal:
            form.add_error("because", str(refusal))
    context |= {"form": form, "event": event, "ended": event.ended.order_by("pk")}
    return render(request, "residents/life_in_error.html", context, status=REFUSED if form.is_bound else FINE)


def _corrected(request: StaffRequest, event: LifeEvent, form: CorrectionForm) -> HttpResponse:
    done = correct_life_event(event=event, because=form.cleaned_data["because"], by=request.user)
    messages.success(request, "Corrected. What is open again is listed here.")
    for sentence in done.could_not:
        messages.warning(request, f"Not opened again. {sentence}")
    return redirect("residents:life", reference=event.resident.reference)


def _person(request: StaffRequest, reference: str, page: str) -> Resident:
    resident: Resident = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    open_record(resident=resident, by=request.user, page=page)
    return resident


def _about(request: StaffRequest, resident: Resident) -> dict[str, Any]:
    return {
        "resident": resident,
        "person": banner_of(resident, request.user, key_worker=None),
        "life_url": reverse("residents:life", kwargs={"reference": resident.reference}),
        "stopped": stopped_in_words(resident),
    }

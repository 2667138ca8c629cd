"""Put a discharge right, void one entered in error, take somebody off the hospital list who was never there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.errors import ChangedMeanwhile, Refused
from core.receipts import once
from discharges import actions
from discharges.hub_forms import YES, CorrectForm, VoidDischargeForm, VoidStayForm
from discharges.hub_views import find_stay
from discharges.models import Discharge, HospitalStay, SixWeekClock
from discharges.outlook import moved_words
from discharges.stay_page import facts_of
from referrals.holders import banner_with_holder
from residents.actions import open_record
from residents.versioned import VersionedForm

CORRECT, VOID, VOID_STAY = (f"discharges/{name}.html" for name in ("discharge_correct", "discharge_void", "stay_void"))


@requires(Permission.WORK_AT_HOSPITAL)
@once
def discharge_correct(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The day or the pathway was wrong: where the due date moves is said before it moves."""
    held, discharge = _found(request, pk, "discharges.discharge_correct")
    if discharge.voided_at:
        return redirect(held)
    form = CorrectForm(request.POST or None, discharge=discharge)
    day = form.day(request.GET.get("discharged_on"))
    context = _context(request, held, form) | {"moves": moved_words(discharge.clock, day) if day else ""}
    if "HX-Request" in request.headers and not form.is_bound:
        return render(request, "discharges/_moves.html", context)
    if request.POST.get("look") == YES:
        return render(request, CORRECT, context, status=200 if form.is_valid() else 422)

    def correct() -> Discharge:
        typed = {name: form.cleaned_data[name] for name in ("discharged_on", "pathway", "because", "version")}
        return actions.correct_discharge(discharge=discharge, by=request.user, **typed)

    return _carry_out(request, CORRECT, context, correct, "The discharge is put right.", CorrectForm.starts)


@requires(Permission.WORK_AT_HOSPITAL)
@once
def discharge_void(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A discharge was entered in error: its clock is voided, and they may be on the list again."""
    held, discharge = _found(request, pk, "discharges.discharge_void")
    if discharge.voided_at:
        return redirect(held)
    form = VoidDischargeForm(request.POST or None, stay=held, initial={"version": discharge.version})

    def void() -> Discharge:
        typed = form.cleaned_data
        return actions.void_discharge(
            discharge=discharge, reason=typed["because"], still_in_hospital=typed["still"] == YES,
            version=typed["version"], by=request.user,
        )  # fmt: skip

    done = "The discharge is recorded as an error, and the team has been told that the review is off."
    return _carry_out(request, VOID, _context(request, held, form) | {"clock": discharge.clock}, void, done)


@requires(Permission.WORK_AT_HOSPITAL)
@once
def stay_void(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Somebody was put on the hospital list in error; a review that the stay had ended runs again."""
    held = find_stay(request, pk)
    open_record(resident=held.resident, by=request.user, page="discharges.stay_void")
    if not (held.is_in_hospital or request.POST):
        return redirect(held)
    form = VoidStayForm(request.POST or None, stay=held, initial={"version": held.version})

    def void() -> HospitalStay:
        typed = form.cleaned_data
        return actions.void_stay(stay=held, because=typed["because"], version=typed["version"], by=request.user)

    context = _context(request, held, form) | {
        "ended_by_it": SixWeekClock.objects.visible_to(request.user).filter(superseded_by=held)
    }
    return _carry_out(request, VOID_STAY, context, void, f"{held.resident.display_name} is off the hospital list.")


def _found(request: StaffRequest, pk: UUID, page: str) -> tuple[HospitalStay, Discharge]:
    held = find_stay(request, pk)
    discharge: Discharge | None = getattr(held, "discharge", None)
    if discharge is None:
        raise Http404("There is no discharge of this stay.")
    open_record(resident=held.resident, by=request.user, page=page)
    return held, discharge


def _context(request: StaffRequest, held: HospitalStay, form: VersionedForm) -> dict[str, Any]:
    return {"person": banner_with_holder(held.resident, request.user), "stay": held, "form": form}


def _carry_out(
    request: StaffRequest,
    template: str,
    context: dict[str, Any],
    act: Callable[[], object],
    done: str,
    starts: Callable[[Any], dict[str, Any]] | None = None,
) -> HttpResponse:
    """What `act` does with a valid form; else the page again, with what stands now beside what was typed."""
    form, status = context["form"], 422 if context["form"].is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            act()
        except ChangedMeanwhile as changed:
            current: Any = changed.current
            now = facts_of(find_stay(request, context["stay"].pk))
            status, context = 409, context | {"why": str(changed), "now": now}
            context["unlike"] = form.differences(starts(current)) if starts else []
            form.take_version(current.version)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(context["stay"])
    return render(request, template, context, status=status)

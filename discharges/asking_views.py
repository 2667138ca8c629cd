"""What the hub is asked about a stay: whether they have gone home (HUB-8), and whether they live here again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.errors import ChangedMeanwhile, Refused
from core.receipts import once
from discharges import actions
from discharges.asking_forms import LivesHereForm, StillThereForm
from discharges.hub_views import find_stay
from discharges.models import HospitalStay
from discharges.stay_page import facts_of
from referrals.holders import banner_with_holder
from residents.actions import open_record
from residents.versioned import VersionedForm


@requires(Permission.WORK_AT_HOSPITAL)
@once
def still_there(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The expected day has passed: they went home, there is a new day, or they are there still and why."""
    held = find_stay(request, pk)
    open_record(resident=held.resident, by=request.user, page="discharges.still_there")
    if not held.is_in_hospital:
        return redirect(held)
    form = StillThereForm(request.POST or None, stay=held)

    def act() -> object:
        given = form.cleaned_data
        return actions.note_still_there(stay=held, note=given["note"], by=request.user, version=given["version"])

    return _carry_out(request, "discharges/stay_still_there.html", held, form, act, "Kept. The list shows it.")


@requires(Permission.WORK_AT_HOSPITAL)
@once
def lives_here(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Whether somebody who is recorded as moved out of the borough lives here again."""
    held = find_stay(request, pk)
    open_record(resident=held.resident, by=request.user, page="discharges.lives_here")
    if not (held.resident.has_left or held.came_back_id or request.POST):
        return redirect(held)
    form = LivesHereForm(request.POST or None, stay=held)

    def act() -> object:
        given = form.cleaned_data
        return actions.say_where_they_live(
            stay=held, lives_here=given["lives_here"], by=request.user, version=given["version"]
        )

    return _carry_out(request, "discharges/stay_lives_here.html", held, form, act, "Kept. The timeline tells it.")


def _carry_out(
    request: StaffRequest, template: str, held: HospitalStay, form: VersionedForm, act: Callable[[], object], done: str
) -> HttpResponse:
    """What `act` does with a valid form; else the page again, with what stands now above what was typed."""
    context: dict[str, Any] = {"person": banner_with_holder(held.resident, request.user), "stay": held, "form": form}
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            act()
        except ChangedMeanwhile as changed:
            current: Any = changed.current
            status = 409
            context |= {"why": str(changed), "now": facts_of(find_stay(request, held.pk))}
            form.take_version(current.version)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(held)
    return render(request, template, context, status=status)

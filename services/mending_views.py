"""Put the days of a programme right, and say what becomes of one whose discharge was an error."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.receipts import once
from core.words import long_date
from services import actions
from services.doing import done, found, show_form
from services.mending_forms import CorrectForm, RunOnForm

WHAT_FOLLOWS = "Day 42, its flag and the figures follow the day on which it started. The history keeps both days."
WHAT_IS_ASKED = (
    "The discharge before it was recorded in error. Nothing was ended: somebody may be visiting. If it should not go "
    "on, end it with an outcome; if the day is wrong, put it right."
)


@requires(Permission.MANAGE_REABLEMENT)
@once
def correct(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The day on which it started, or the last one, was wrong."""
    this = found(request, pk)
    if this.free_until is None and request.method != "POST":
        return redirect(this)
    form = CorrectForm(request.POST or None, programme=this)
    if form.is_valid() and done(form, actions.correct_programme, programme=this, by=request.user, **form.cleaned_data):
        messages.success(request, f"Put right. It started on {long_date(form.cleaned_data['starts_on'])}.")
        return redirect(this)
    return show_form(request, this, form, "services.correct", title="Put the days right", inset=WHAT_FOLLOWS)


@requires(Permission.MANAGE_REABLEMENT)
@once
def becomes(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that it goes on although the discharge before it was an error."""
    this = found(request, pk)
    if not this.asks and request.method != "POST":
        return redirect(this)
    form = RunOnForm(request.POST or None, programme=this)
    if form.is_valid() and done(form, actions.let_run_on, programme=this, by=request.user, **form.cleaned_data):
        messages.success(request, "It goes on. Nobody is asked any more.")
        return redirect(this)
    return show_form(request, this, form, "services.becomes", title="What becomes of it?", inset=WHAT_IS_ASKED)

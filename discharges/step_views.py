"""The table of SIX-8: the steps on the way to a six-week review, and how a manager changes their days."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core import clock
from core.errors import Refused
from core.health import silent_sweeps
from core.receipts import once
from core.rulebook import sentence_of
from core.words import lower_first, weekday_date
from discharges import actions
from discharges.enums import Step
from discharges.hearing import untold_by_place
from discharges.rules import CHANGEABLE, steps_due
from discharges.step_forms import StepDayForm
from discharges.step_table import history, rows_on

FINE, REFUSED = 200, 422


@requires(Permission.SEE_REVIEWS)
@require_safe
def steps(request: StaffRequest) -> HttpResponse:
    """What happens on which day after a discharge, to whom it is told, and who changed a day, when and why."""
    context = {
        "rows": rows_on(clock.today()),
        "changes": list(history()),
        "rule": sentence_of(steps_due),
        "may_change": request.user.may(Permission.CHANGE_STEPS),
        "silent": silent_sweeps(),
        "untold": untold_by_place() if request.user.may(Permission.CHANGE_STEPS) else [],
    }
    return render(request, "discharges/steps.html", context)


@requires(Permission.CHANGE_STEPS)
@once
def step_change(request: StaffRequest, step: str) -> HttpResponse:
    """Let a step come on another day, from a date on, with the reason."""
    if step not in CHANGEABLE:
        raise Http404("No step here that can be changed.")
    chosen = Step(step)
    row = next(row for row in rows_on(clock.today()) if row.step == chosen)
    form = StepDayForm(request.POST or None, initial={"day": row.day})
    if form.is_valid() and _changed(request, chosen, form):
        given = form.cleaned_data
        when = weekday_date(given["from_on"], clock.today())
        said = f"“{chosen.label}” comes on day {given['day']}"
        messages.success(request, f"{said} for those who go home on {when} or later.")
        return redirect("discharges:steps")
    context = {"form": form, "row": row, "name": lower_first(chosen.label)}
    return render(request, "discharges/step_change.html", context, status=REFUSED if form.errors else FINE)


def _changed(request: StaffRequest, step: Step, form: StepDayForm) -> bool:
    try:
        actions.change_step(step=step, by=request.user, **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True

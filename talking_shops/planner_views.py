"""Page 37, the planner: a month as list and calendar, series in words, their next dates, the rota."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core import clock
from core.receipts import once
from core.shortcuts import get_visible_or_404
from core.words import long_date
from talking_shops import actions
from talking_shops.models import Series
from talking_shops.plan_doing import done, nothing_beside, show_form
from talking_shops.planned import words_of
from talking_shops.planner import (
    coming_dates,
    dates_shown,
    localities_named,
    month_of,
    month_page,
    parts,
    rota_page,
    series_going_on,
    without_anybody,
)
from talking_shops.planner_forms import ChangeSeriesForm, EndSeriesForm, SeriesForm, as_initial, series_beside
from talking_shops.policies import can_plan


@requires(Permission.SEE_SESSIONS)
@require_safe
def plan(request: StaffRequest) -> HttpResponse:
    """A month of dates, as a list or as a calendar."""
    first, locality = month_of(request.GET.get("month", "")), request.GET.get("locality", "")
    view = "calendar" if request.GET.get("view") == "calendar" else "list"
    month = month_page(first, locality)
    context: dict[str, Any] = {"month": month, "view": view, "locality": locality, "can_plan": can_plan(request.user)}
    context |= {"localities": localities_named(), "parts": parts("plan")}
    context["kept"] = {"month": f"{first:%Y-%m}", "view": view}
    return render(request, "talking_shops/plan_month.html", context)


@requires(Permission.SEE_SESSIONS)
@require_safe
def plan_rota(request: StaffRequest) -> HttpResponse:
    """Who comes from which service in the next four weeks, and where nobody does."""
    locality, mine = request.GET.get("locality", ""), request.GET.get("mine") == "yes"
    sessions = rota_page(clock.today(), locality, mine=request.user if mine else None)
    context: dict[str, Any] = {
        "sessions": sessions,
        "mine": mine,
        "locality": locality,
        "can_plan": can_plan(request.user),
    }
    context |= {"localities": localities_named(), "parts": parts("plan_rota"), "kept": {"mine": "yes" if mine else ""}}
    context["without"] = without_anybody(sessions)
    return render(request, "talking_shops/plan_rota.html", context)


@requires(Permission.SEE_SESSIONS)
@require_safe
def all_series(request: StaffRequest) -> HttpResponse:
    """Every series in words."""
    context = {"series": series_going_on(), "can_plan": can_plan(request.user), "parts": parts("all_series")}
    return render(request, "talking_shops/plan_all_series.html", context)


@requires(Permission.SEE_SESSIONS)
@require_safe
def series(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One series in words with its next 12 dates."""
    this = _found(request, pk)
    context = {"series": this, "words": words_of(this), "dates": coming_dates(this)}
    context["has_ended"] = this.until_on is not None and this.until_on < clock.today()
    return render(request, "talking_shops/plan_series.html", context | {"can_plan": can_plan(request.user)})


@requires(Permission.PLAN_SESSIONS)
@once
def series_new(request: StaffRequest) -> HttpResponse:
    """Plan a series: its next 12 dates are shown first, then it is saved."""
    back = reverse("talking_shops:plan")
    form = SeriesForm(request.POST or None, back=back, initial={"venue": request.GET.get("venue", "")})
    shown: dict[str, Any] = {}
    if form.is_valid():
        wanted = form.plan()
        made = None
        if form.is_to_be_saved(wanted):
            made = done(form, nothing_beside, actions.make_series, plan=wanted, by=request.user)
        if made:
            messages.success(request, f"Planned: {words_of(made)} at {made.venue.name}.")
            return redirect("talking_shops:series", pk=made.pk)
        shown = dates_shown(wanted)
        form.show(wanted)
    return show_form(request, form, "plan_series_form.html", title="Plan a series", back=back, **shown)


@requires(Permission.PLAN_SESSIONS)
@once
def series_change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Change a series from a day on: the next dates and those that fall away are shown first."""
    this = _found(request, pk)
    back = reverse("talking_shops:series", kwargs={"pk": pk})
    form = ChangeSeriesForm(request.POST or None, back=back, series=this, initial=as_initial(this))
    shown: dict[str, Any] = {}
    if form.is_valid():
        wanted = form.plan()
        changed = _changed(request, form, this) if form.is_to_be_saved(wanted) else None
        if changed:
            messages.success(request, f"From {long_date(wanted.from_on)}: {words_of(changed)}.")
            return redirect("talking_shops:series", pk=changed.pk)
        shown = dates_shown(wanted, besides=this)
        form.show(wanted)
    context = {"title": "Change the series", "back": back, "series": this, "now": words_of(this)}
    return show_form(request, form, "plan_series_form.html", **context, **shown)


def _changed(request: StaffRequest, form: ChangeSeriesForm, this: Series) -> Series | None:
    said = {"plan": form.plan(), "by": request.user, "version": form.cleaned_data["version"]}
    made: Series | None = done(form, series_beside, actions.change_series, series=this, **said)
    return made


@requires(Permission.PLAN_SESSIONS)
@once
def series_end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End a series on a day: what is planned later is cancelled, and says so."""
    this = _found(request, pk)
    back = reverse("talking_shops:series", kwargs={"pk": pk})
    form = EndSeriesForm(request.POST or None, series=this, back=back)
    if form.is_valid():
        said = {"on": form.cleaned_data["on"], "version": form.cleaned_data["version"], "by": request.user}
        if done(form, nothing_beside, actions.end_series, series=this, **said):
            messages.success(request, f"The series ends on {long_date(said['on'])}. Later dates say that they are off.")
            return redirect(back)
    context = {"title": "End the series", "back": back, "inset": words_of(this), "where": str(this)}
    return show_form(request, form, "plan_form.html", back_text="The series", **context)


def _found(request: StaffRequest, pk: UUID) -> Series:
    this: Series = get_visible_or_404(Series.objects.select_related("venue__locality"), request.user, pk=pk)
    return this

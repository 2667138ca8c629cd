"""One date in the planner: plan it alone, leave it out, cancel it, move it, reinstate it; who comes to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core import clock
from core.errors import Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from core.words import weekday_date
from talking_shops import actions
from talking_shops.attending import attending_at
from talking_shops.date_forms import CancelForm, MoveForm, RotaForm, SingleForm, when_of
from talking_shops.models import Attending, Session
from talking_shops.plan_doing import done, nothing_beside, show_form
from talking_shops.planned import words_of
from talking_shops.planner import booked_words, public_words
from talking_shops.policies import can_plan


@requires(Permission.SEE_SESSIONS)
@require_safe
def plan_date(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One date: what the public reads of it, who comes, and what may be done with it."""
    this = _found(request, pk)
    context: dict[str, Any] = {"session": this, "public": public_words(this), "rota": attending_at(this)}
    context["words"] = words_of(this.series) if this.series else ""
    context["can_plan"] = can_plan(request.user) and this.held_on >= clock.today()
    context["booked"] = booked_words(this)
    return render(request, "talking_shops/plan_date.html", context)


@requires(Permission.PLAN_SESSIONS)
@once
def date_new(request: StaffRequest) -> HttpResponse:
    """Plan one date that belongs to no series."""
    back = reverse("talking_shops:plan")
    form = SingleForm(request.POST or None, back=back)
    if form.is_valid():
        made = done(form, nothing_beside, actions.plan_session, single=form.single(), by=request.user)
        if made:
            messages.success(request, f"Planned: {made.venue.name}, {_when(made)}.")
            return redirect(_page(made))
    return show_form(request, form, "plan_form.html", title="Plan one date", back=back, back_text="Planner")


@requires(Permission.PLAN_SESSIONS)
@once
def date_cancel(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Cancel one date with a reason for the public."""
    this = _found(request, pk)
    form = CancelForm(request.POST or None, session=this, back=_page(this))
    if form.is_valid() and done(form, _words, actions.cancel_session, session=this, by=request.user, **_said(form)):
        return _tell(request, this, "is cancelled", undo="date_reinstate")
    return _show(request, this, form, "Cancel this date")


@requires(Permission.PLAN_SESSIONS)
@once
def date_move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Move one date to another day or other hours."""
    this = _found(request, pk)
    form = MoveForm(request.POST or None, session=this, back=_page(this))
    if form.is_valid():
        moved = done(form, when_of, actions.move_session, session=this, by=request.user, **_said(form))
        if moved:
            messages.success(request, f"Moved to {_when(moved)}. Pages and calendars say so.")
            return redirect(_page(this))
    return _show(request, this, form, "Move this date")


@requires(Permission.PLAN_SESSIONS)
@require_POST
@once
def date_skip(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Leave out one date in one click."""
    return _in_one_click(request, pk, actions.skip_session, "is left out", undo="date_reinstate")


@requires(Permission.PLAN_SESSIONS)
@require_POST
@once
def date_reinstate(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let a cancelled date go ahead after all."""
    return _in_one_click(request, pk, actions.reinstate_session, "goes ahead after all")


@requires(Permission.PLAN_SESSIONS)
@once
def rota_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put somebody of a service into the rota of a date, or of all later ones of its series as well."""
    this = _found(request, pk)
    form = RotaForm(request.POST or None, session=this, viewer=request.user, back=_page(this))
    if form.is_valid():
        put = done(form, nothing_beside, actions.put_in_rota, session=this, by=request.user, **form.said())
        if put:
            dates = "this date" if len(put) == 1 else f"{len(put)} dates"
            messages.success(request, f"{put[0].who} is in the rota of {dates}.")
            return redirect(_page(this))
    return _show(request, this, form, "Put into the rota")


@requires(Permission.PLAN_SESSIONS)
@require_POST
@once
def rota_remove(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take somebody out of the rota of a date, or of all later ones of its series as well."""
    found = Attending.objects.select_related("session__venue", "user")
    row: Attending = get_visible_or_404(found, request.user, pk=pk)
    count = actions.take_out_of_rota(attending=row, by=request.user, all_dates=request.POST.get("all_dates") == "yes")
    dates = "this date" if count <= 1 else f"{count} dates"
    messages.success(request, f"{row.who} is not in the rota of {dates} any more.")
    return redirect(_page(row.session))


def _said(form: Any) -> dict[str, Any]:
    return dict(form.cleaned_data)


def _words(now: Session) -> dict[str, Any]:
    return {"because": now.because}


def _found(request: StaffRequest, pk: UUID) -> Session:
    this: Session = get_visible_or_404(Session.objects.select_related("venue__locality", "series"), request.user, pk=pk)
    return this


def _version(request: StaffRequest) -> int | None:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() else None


def _page(session: Session) -> str:
    return reverse("talking_shops:plan_date", kwargs={"pk": session.pk})


def _when(session: Session) -> str:
    return f"{weekday_date(session.held_on, clock.today())}, {session.hours}"


def _tell(request: StaffRequest, session: Session, what: str, undo: str = "") -> HttpResponse:
    url = reverse(f"talking_shops:{undo}", kwargs={"pk": session.pk}) if undo else ""
    tags = f"undo:{url}" if url else ""
    messages.success(request, f"{session.venue.name}, {_when(session)}, {what}.", extra_tags=tags)
    return redirect(_page(session))


def _in_one_click(
    request: StaffRequest, pk: UUID, action: Callable[..., object], what: str, undo: str = ""
) -> HttpResponse:
    this = _found(request, pk)
    try:
        action(session=this, by=request.user, version=_version(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_page(this))
    return _tell(request, this, what, undo)


def _show(request: StaffRequest, session: Session, form: Any, title: str) -> HttpResponse:
    context = {"session": session, "title": title, "back": _page(session), "back_text": "This date"}
    context |= {"where": f"{session.venue.name}, {_when(session)}", "warning": booked_words(session)}
    return show_form(request, form, "plan_form.html", **context)

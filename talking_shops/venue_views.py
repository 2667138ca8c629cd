"""Venues in the planner: what is known of each, six access facts and when somebody last looked."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core import clock
from core.receipts import once
from core.shortcuts import get_visible_or_404
from core.words import long_date
from talking_shops import actions
from talking_shops.models import Series, Session, Venue
from talking_shops.plan_doing import done, nothing_beside, show_form
from talking_shops.planned import words_of
from talking_shops.planner import look_again, parts, venues_known
from talking_shops.policies import can_plan
from talking_shops.venue_forms import ACCESS, CloseForm, VenueForm, as_initial


@requires(Permission.SEE_SESSIONS)
@require_safe
def venues(request: StaffRequest) -> HttpResponse:
    """Every venue with its access facts, and whether they want looking at again."""
    rows = [(one, _access(one), look_again(one)) for one in venues_known()]
    context = {"rows": rows, "can_plan": can_plan(request.user), "parts": parts("venues")}
    return render(request, "talking_shops/plan_venues.html", context)


@requires(Permission.SEE_SESSIONS)
@require_safe
def venue(request: StaffRequest, slug: str) -> HttpResponse:
    """One venue: what is known of it, its series and its next dates."""
    this = _found(request, slug)
    series = Series.objects.going_on().filter(venue=this).select_related("venue")
    context: dict[str, Any] = {"venue": this, "access": _access(this), "old": look_again(this)}
    context["series"] = [(one, words_of(one)) for one in series.order_by("from_on")]
    context["coming"] = list(Session.objects.upcoming().filter(venue=this)[:6])
    context["can_plan"] = can_plan(request.user)
    context["closed_words"] = long_date(this.closed_on) if this.closed_on else ""
    return render(request, "talking_shops/plan_venue.html", context)


@requires(Permission.PLAN_SESSIONS)
@once
def venue_new(request: StaffRequest) -> HttpResponse:
    """Add a venue."""
    back = reverse("talking_shops:venues")
    form = VenueForm(request.POST or None, back=back)
    if form.is_valid():
        made = done(form, nothing_beside, actions.make_venue, by=request.user, **form.facts())
        if made:
            messages.success(request, f"{made.name} is a venue now. Plan its dates next.")
            return redirect(_page(made))
    return show_form(request, form, "plan_form.html", title="Add a venue", back=back, back_text="Venues")


@requires(Permission.PLAN_SESSIONS)
@once
def venue_change(request: StaffRequest, slug: str) -> HttpResponse:
    """Change what is known of a venue."""
    this = _found(request, slug)
    form = VenueForm(request.POST or None, back=_page(this), initial=as_initial(this))
    if form.is_valid():
        said = form.facts() | {"version": form.cleaned_data["version"], "by": request.user}
        if done(form, as_initial, actions.change_venue, venue=this, **said):
            messages.success(request, f"{this.name} is saved. The public pages show it.")
            return redirect(_page(this))
    return show_form(
        request, form, "plan_form.html", title=f"Change {this.name}", back=_page(this), back_text=this.name
    )


@requires(Permission.PLAN_SESSIONS)
@require_POST
@once
def venue_checked(request: StaffRequest, slug: str) -> HttpResponse:
    """Say that all that is known is right today, in one click."""
    this = _found(request, slug)
    actions.check_venue(venue=this, by=request.user)
    messages.success(request, f"{this.name}: all is right on {long_date(clock.today())}.")
    return redirect(_page(this))


@requires(Permission.PLAN_SESSIONS)
@once
def venue_close(request: StaffRequest, slug: str) -> HttpResponse:
    """Say that we are not there any more: its series end, and its later dates are cancelled."""
    this = _found(request, slug)
    form = CloseForm(request.POST or None, venue=this, back=_page(this))
    if form.is_valid() and done(
        form, nothing_beside, actions.close_venue, venue=this, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"We are not at {this.name} from {long_date(form.cleaned_data['on'])} on.")
        return redirect(_page(this))
    inset = "Its series end the day before, and what is planned later is cancelled. The public reads the reason."
    context = {"title": f"We leave {this.name}", "back": _page(this), "back_text": this.name, "inset": inset}
    return show_form(request, form, "plan_form.html", **context)


@requires(Permission.PLAN_SESSIONS)
@require_POST
@once
def venue_reopen(request: StaffRequest, slug: str) -> HttpResponse:
    """We are there again. What was cancelled stays so until it is planned or reinstated."""
    this = _found(request, slug)
    actions.reopen_venue(venue=this, by=request.user)
    messages.success(request, f"We are at {this.name} again. Plan its dates, or reinstate those that were cancelled.")
    return redirect(_page(this))


def _found(request: StaffRequest, slug: str) -> Venue:
    this: Venue = get_visible_or_404(Venue.objects.select_related("locality"), request.user, slug=slug)
    return this


def _page(venue: Venue) -> str:
    return reverse("talking_shops:venue", kwargs={"slug": venue.slug})


def _access(venue: Venue) -> list[dict[str, str]]:
    """The six facts with their answers in words."""
    return [
        {"key": label, "name": name, "value": str(getattr(venue, f"get_{name}_display")())}
        for name, label in ACCESS.items()
    ]

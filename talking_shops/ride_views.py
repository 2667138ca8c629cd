"""Pages of the rides to a community event: all by pick-up area, one of them, and the sheet that a driver takes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents.actions import open_record
from residents.banner import banner_of
from talking_shops.actions import event_rides as actions
from talking_shops.actions.event_steps import why_closed
from talking_shops.booking_forms import RideForm
from talking_shops.booking_views import event_of, saved
from talking_shops.event_policies import can_hold_events
from talking_shops.models import Ride
from talking_shops.ride_list import by_area, by_driver, shown_in


@requires(Permission.SEE_SESSIONS)
@require_safe
def rides(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The rides by pick-up area, what is to find first, and the drivers with their sheets."""
    held = event_of(request, pk)
    runs = by_area(held, request.user)
    booked = [one.ride for run in runs for one in run.fetched if one.ride.driver]
    drivers = sorted({ride.driver for ride in booked}, key=str.casefold)
    record_list(by=request.user, page="talking_shops.rides", resident_ids=shown_in(runs))
    context = {"session": held, "runs": runs, "drivers": drivers, "may_hold": can_hold_events(request.user)}
    context["closed"] = why_closed(held)
    return render(request, "talking_shops/event_rides.html", context)


@requires(Permission.SEE_SESSIONS)
@require_safe
def driver_sheet(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What drivers take on paper: whom to fetch when and where, what they have to know, whom to bring home."""
    held = event_of(request, pk)
    driver = request.GET.get("driver", "")[:120]
    runs = by_driver(held, request.user, driver)
    record_list(by=request.user, page="talking_shops.driver", resident_ids=shown_in(runs))
    context = {"session": held, "runs": runs, "driver": driver}
    return render(request, "talking_shops/event_driver.html", context)


@requires(Permission.HOLD_EVENTS)
@once
def ride(request: StaffRequest, pk: UUID, ride: UUID) -> HttpResponse:
    """Say who fetches somebody and when, or that nobody can."""
    rows = Ride.objects.select_related("booking__resident", "booking__session__venue")
    this = get_visible_or_404(rows, request.user, pk=ride, booking__session=pk)
    person = this.booking.resident
    if person is not None:
        open_record(resident=person, by=request.user, page="talking_shops.booking")
    form = RideForm(request.POST or None, initial=RideForm.initial_of(this), back=f"/sessions/{pk}/event/rides/")
    more = saved(form, lambda: _said(form, this, request), RideForm.initial_of)
    if more is None:
        messages.success(request, f"The ride of {this.booking.who} is saved. They are on the list of whom to tell.")
        return redirect("talking_shops:rides", pk=pk)
    context = {"session": this.booking.session, "ride": this, "form": form, "title": f"Ride of {this.booking.who}"}
    context["person"] = banner_of(person, request.user, key_worker=None) if person else None
    context["closed"] = why_closed(this.booking.session)
    return render(request, "talking_shops/event_ride.html", context | more[0], status=more[1])


def _said(form: RideForm, this: Ride, request: StaffRequest) -> None:
    given, about = form.cleaned_data, {"ride": this, "by": request.user, "version": form.cleaned_data["version"]}
    if given["found"] == "yes":
        names = ("driver", "driver_phone", "pick_up_at")
        actions.book_ride(**{name: given[name] for name in names}, **about)
    else:
        actions.cannot_ride(because=given["because"], **about)

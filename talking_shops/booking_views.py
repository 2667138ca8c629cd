"""Pages of one booking for a community event: make it, change it, give it up, take it back, say who came."""

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
from audit.actions import record_list
from core.errors import ChangedMeanwhile, Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents.actions import open_record
from residents.banner import banner_of
from residents.life import nothing_new_in_words
from residents.models import Resident
from residents.search import add_person_link, find
from residents.versioned import VersionedForm
from talking_shops.actions import event_booking as actions
from talking_shops.actions.event_day import say_came
from talking_shops.actions.event_steps import why_closed, why_kept
from talking_shops.booking_forms import BookingForm, GiveUpForm
from talking_shops.enums import BookingStatus
from talking_shops.models import Booking, Session

NotDone = tuple[dict[str, Any], int]
CAME = {"yes": True, "no": False, "": None}
SAID = {True: "{who} came.", False: "{who} did not come.", None: "It is not said whether {who} came."}
PLACE = {BookingStatus.BOOKED: "{who} has a place.", BookingStatus.WAITING: "{who} is on the waiting list."}


def event_of(request: StaffRequest, pk: UUID) -> Session:
    """The event that the address names."""
    found: Session = get_visible_or_404(Session.objects.select_related("venue"), request.user, pk=pk)
    return found


def event_page(session_id: UUID) -> str:
    """The address of the page of an event."""
    return reverse("talking_shops:event", kwargs={"pk": session_id})


def booking_of(request: StaffRequest, pk: UUID, booking: UUID) -> Booking:
    """The booking that the address names; that a person's record was opened for it is written."""
    found: Booking = get_visible_or_404(Booking.objects.for_page(), request.user, pk=booking, session=pk)
    if found.resident is not None:
        open_record(resident=found.resident, by=request.user, page="talking_shops.booking")
    return found


def saved(
    form: VersionedForm, carry_out: Callable[[], object], starts: Callable[[Any], dict[str, Any]]
) -> NotDone | None:
    """What a page shows after a form that could not be carried out, with its status; None when it was."""
    if not form.is_bound or not form.is_valid():
        return {}, 422 if form.is_bound else 200
    try:
        carry_out()
    except ChangedMeanwhile as changed:
        current: Any = changed.current
        form.take_version(current.version)
        return {"why": str(changed), "unlike": form.differences(starts(current))}, 409
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return {}, 422
    return None


def show(request: StaffRequest, booking: Booking, form: VersionedForm, title: str, more: NotDone) -> HttpResponse:
    """A form about one booking. `closed` among `more` says why nothing can be done; why nothing can be changed when it
    is not there.
    """
    also, status = more
    person = banner_of(booking.resident, request.user, key_worker=None) if booking.resident else None
    context = {"booking": booking, "session": booking.session, "person": person, "form": form, "title": title}
    context["closed"] = why_closed(booking.session)
    return render(request, "talking_shops/event_booking.html", context | also, status=status)


@requires(Permission.HOLD_EVENTS)
@once
def booking_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Book somebody: find them on the record first, or go on by name alone."""
    event = event_of(request, pk)
    chosen = request.GET.get("person") or request.GET.get("resident") or ""
    if chosen:
        person = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=chosen)
        open_record(resident=person, by=request.user, page="talking_shops.booking_new")
        return _book(request, event, person)
    if request.method == "POST" or "by_name" in request.GET:
        return _book(request, event, None)
    return _find(request, event)


def _find(request: StaffRequest, event: Session) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:200]
    results = find(query, request.user) if query else None
    if results:
        found = [hit.resident.pk for hit in results.hits]
        record_list(by=request.user, page="talking_shops.booking_new", resident_ids=found)
    here = reverse("talking_shops:booking_new", kwargs={"pk": event.pk})
    context = {"session": event, "query": query, "results": results}
    context["add_url"] = add_person_link(query, request.user, then=here) if results else ""
    return render(request, "talking_shops/event_find.html", context)


def _book(request: StaffRequest, event: Session, person: Resident | None) -> HttpResponse:
    if person is not None and (already := Booking.objects.live().filter(session=event, resident=person).first()):
        messages.info(request, f"{person.display_name} is booked already. Change the booking here.")
        return redirect("talking_shops:booking", pk=event.pk, booking=already.pk)
    begins = BookingForm.initial_for(person) | {"name": request.GET.get("name", "")[:120]}
    form = BookingForm(
        request.POST or None, meals=event.meals.all(), person=person, initial=begins, back=event_page(event.pk),
        button="Book",
    )  # fmt: skip
    made: list[Booking] = []

    def carry_out() -> None:
        made.append(actions.book_place(session=event, resident=person, wish=form.wish(), by=request.user))

    more = saved(form, carry_out, BookingForm.initial_of)
    if more is None:
        messages.success(request, PLACE[BookingStatus(made[0].status)].format(who=made[0].who))
        return redirect(event_page(event.pk))
    context = {"session": event, "form": form, "title": "Book a place", "person": None, "closed": why_closed(event)}
    if person is not None:
        context |= {"person": banner_of(person, request.user, key_worker=None), "stopped": nothing_new_in_words(person)}
    return render(request, "talking_shops/event_booking.html", context | more[0], status=more[1])


@requires(Permission.HOLD_EVENTS)
@once
def booking(request: StaffRequest, pk: UUID, booking: UUID) -> HttpResponse:
    """Change what somebody booked."""
    this = booking_of(request, pk, booking)
    form = BookingForm(
        request.POST or None, meals=this.session.meals.all(), person=this.resident, back=event_page(pk),
        initial=BookingForm.initial_of(this), button="Save",
    )  # fmt: skip

    def carry_out() -> None:
        actions.change_booking(booking=this, wish=form.wish(), by=request.user, version=form.cleaned_data["version"])

    more = saved(form, carry_out, BookingForm.initial_of)
    if more is None:
        messages.success(request, f"The booking of {this.who} was changed.")
        return redirect(event_page(pk))
    return show(request, this, form, f"Booking of {this.who}", more)


@requires(Permission.HOLD_EVENTS)
@once
def booking_cancel(request: StaffRequest, pk: UUID, booking: UUID) -> HttpResponse:
    """They do not come: the next who waits gets the place."""
    this = booking_of(request, pk, booking)
    form = GiveUpForm(request.POST or None, initial={"version": this.version}, back=event_page(pk))

    def carry_out() -> None:
        given = form.cleaned_data
        actions.cancel_booking(booking=this, because=given["because"], by=request.user, version=given["version"])

    more = saved(form, carry_out, lambda now: {"because": now.because})
    if more is None:
        back = reverse("talking_shops:booking_back", kwargs={"pk": pk, "booking": this.pk})
        messages.success(request, f"The booking of {this.who} is cancelled.", extra_tags=f"undo:{back}")
        return redirect(event_page(pk))
    kept = {"closed": why_kept(this.session)} | more[0]
    return show(request, this, form, f"Cancel the booking of {this.who}", (kept, more[1]))


@requires(Permission.SEE_SESSIONS)
@require_safe
def booking_at(request: StaffRequest, pk: UUID) -> HttpResponse:
    """From a line of a person's timeline to the event that it tells of."""
    this = get_visible_or_404(Booking.objects, request.user, pk=pk)
    return redirect(event_page(this.session_id))


@requires(Permission.HOLD_EVENTS)
@require_POST
def booking_back(request: StaffRequest, pk: UUID, booking: UUID) -> HttpResponse:
    """Take a cancelled booking back."""
    this = actions.take_back_booking(booking=booking_of(request, pk, booking), by=request.user)
    messages.success(request, PLACE[BookingStatus(this.status)].format(who=this.who))
    return redirect(event_page(pk))


@requires(Permission.HOLD_EVENTS)
@require_POST
def booking_came(request: StaffRequest, pk: UUID, booking: UUID) -> HttpResponse:
    """Say whether somebody came; pressed again with nothing, it is taken back."""
    this = get_visible_or_404(Booking.objects.for_page(), request.user, pk=booking, session=pk)
    came = CAME.get(request.POST.get("came", ""))
    say_came(booking=this, came=came, by=request.user)
    messages.info(request, SAID[came].format(who=this.who))
    return redirect(f"{event_page(pk)}#booked")

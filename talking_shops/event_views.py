"""Pages of a community event: who comes, what there is, what is to tell whom, and the list for paper."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core.errors import Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from core.words import plural
from talking_shops.actions import event_day as actions
from talking_shops.actions.event_texts import text_news
from talking_shops.booking_forms import MealForm, OfferForm, ToldForm
from talking_shops.booking_views import event_of, event_page, saved
from talking_shops.enums import ToldHow
from talking_shops.event_list import page_of
from talking_shops.models import Meal, News, Session


@requires(Permission.SEE_SESSIONS)
@require_safe
def event(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Who has a place at an event and who waits, what to tell whom, and on the day who came."""
    held = event_of(request, pk)
    page = page_of(held, request.user)
    record_list(by=request.user, page="talking_shops.event", resident_ids=page.resident_ids)
    return render(request, "talking_shops/event_read.html", {"session": held, "page": page, "hows": ToldHow.choices})


@requires(Permission.SEE_SESSIONS)
@require_safe
def event_sheet(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The list for paper: who comes with what to eat, what the kitchen cooks, who wants help with shopping."""
    held = event_of(request, pk)
    page = page_of(held, request.user)
    shown = [line.booking.resident_id for line in page.booked if line.booking.resident_id]
    record_list(by=request.user, page="talking_shops.event_sheet", resident_ids=shown)
    return render(request, "talking_shops/event_sheet.html", {"session": held, "page": page})


@requires(Permission.HOLD_EVENTS)
@once
def event_offer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How many places there are, and what is on the menu."""
    held = event_of(request, pk)
    if request.POST.get("add") == "meal":
        return _add_meal(request, held)
    form = OfferForm(request.POST or None, initial=OfferForm.initial_of(held), back=event_page(pk))

    def carry_out() -> None:
        given = form.cleaned_data
        actions.say_event_places(session=held, places=given["places"], by=request.user, version=given["version"])

    more = saved(form, carry_out, OfferForm.initial_of)
    if more is None:
        messages.success(request, "The places are saved.")
        return redirect(event_page(pk))
    return _show_offer(request, held, form, MealForm(), more[1], **more[0])


def _add_meal(request: StaffRequest, held: Session) -> HttpResponse:
    form = MealForm(request.POST)
    if form.is_valid():
        try:
            meal = actions.add_meal(session=held, dish=form.dish(), by=request.user)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{meal.name} is on the menu.")
            return redirect("talking_shops:event_offer", pk=held.pk)
    places = OfferForm(initial=OfferForm.initial_of(held), back=event_page(held.pk))
    return _show_offer(request, held, places, form, 422)


def _show_offer(
    request: StaffRequest, held: Session, form: OfferForm, meal_form: MealForm, status: int, **more: object
) -> HttpResponse:
    context = {"session": held, "form": form, "meal_form": meal_form, "meals": held.meals.all()}
    context["forms"] = [form, meal_form]
    return render(request, "talking_shops/event_offer.html", context | more, status=status)


@requires(Permission.HOLD_EVENTS)
@require_POST
def meal_remove(request: StaffRequest, pk: UUID, meal: UUID) -> HttpResponse:
    """Take a choice off the menu."""
    held = event_of(request, pk)
    dish = held.meals.filter(pk=meal).select_related("session").first() or _no_meal(held)
    actions.remove_meal(meal=dish, by=request.user)
    messages.success(request, f"{dish.name} is off the menu.")
    return redirect("talking_shops:event_offer", pk=pk)


def _no_meal(held: Session) -> Meal:
    raise Refused(f"It is off the menu of {held} already.")


@requires(Permission.HOLD_EVENTS)
@require_POST
def news_text(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Have everybody on the list texted who may be."""
    number = text_news(session=event_of(request, pk), by=request.user)
    if number:
        messages.success(request, f"{plural(number, 'text message is', 'text messages are')} on the way.")
    else:
        messages.info(request, "Nobody here has said that a text message to a mobile number is safe. Ring them.")
    return redirect(f"{event_page(pk)}#to-tell")


@requires(Permission.HOLD_EVENTS)
@require_POST
def news_told(request: StaffRequest, pk: UUID, news: UUID) -> HttpResponse:
    """Say that somebody was told, and how; the alert offers to undo it."""
    this = _news(request, pk, news)
    form = ToldForm(request.POST)
    if not form.is_valid():
        raise Refused("Say how they were told.")
    actions.say_told(news=this, how=ToldHow(form.cleaned_data["how"]), by=request.user)
    undo = reverse("talking_shops:news_undo", kwargs={"pk": pk, "news": this.pk})
    messages.success(request, f"{this.whom} was told.", extra_tags=f"undo:{undo}")
    return redirect(f"{event_page(pk)}#to-tell")


@requires(Permission.HOLD_EVENTS)
@require_POST
def news_undo(request: StaffRequest, pk: UUID, news: UUID) -> HttpResponse:
    """They were not told after all."""
    this = _news(request, pk, news)
    told = actions.say_not_told(news=this, by=request.user)
    now = "was not told, and need not be any more." if told.replaced_at else "is still to be told."
    messages.info(request, f"{this.whom} {now}")
    return redirect(f"{event_page(pk)}#to-tell")


def _news(request: StaffRequest, pk: UUID, news: UUID) -> News:
    rows = News.objects.select_related("booking__resident", "booking__session__venue")
    found: News = get_visible_or_404(rows, request.user, pk=news, booking__session=pk)
    return found

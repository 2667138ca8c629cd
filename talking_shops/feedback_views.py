"""Pages of what people thought: ask, answer by link, write down for them, on paper, and the results."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policies import StaffRequest, public, requires
from accounts.roles import Permission
from core import clock
from core.errors import Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from outbox.notify import is_connected
from talking_shops import actions
from talking_shops.after_page import about, conversations
from talking_shops.enums import MayAsk
from talking_shops.feedback_forms import QUESTIONS, SCALE, AskByLinkForm, FeedbackForm, WrittenDownForm
from talking_shops.feedback_results import quarters, results_of
from talking_shops.models import Conversation, Feedback
from talking_shops.receipts import offer_for
from talking_shops.rules.feedback import can_answer, why_not_ask

REFUSED = 422


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def feedback_public(request: HttpRequest, token: str) -> HttpResponse:
    """Say what one thought, with the link that was sent. It names nobody, and sets no cookie."""
    asked = Feedback.objects.with_token(token)
    if asked is None or not can_answer(asked.asked_at, clock.now()):
        return render(request, "talking_shops/after_link_gone.html", status=404)
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_feedback(feedback=asked, answers=form.answers())
        return redirect(request.path)
    context = {"form": form, "answered": asked.answered_at is not None}
    return render(request, "talking_shops/after_feedback.html", context, status=REFUSED if form.is_bound else 200)


@requires(Permission.LOG_CONVERSATION)
@once
def feedback_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask somebody who agreed: send them a link, or write down what they say."""
    held = get_visible_or_404(conversations(), request.user, pk=pk)
    form = WrittenDownForm(request.POST or None, conversation=held)
    if request.method == "POST" and form.is_valid():
        how = form.cleaned_data["asked_by"]
        try:
            actions.write_down_feedback(conversation=held, asked_by=how, answers=form.answers(), by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Their answers are kept, without their name.")
            return redirect(held)
    return _show_new(request, held, form)


def _show_new(
    request: StaffRequest, held: Conversation, form: WrittenDownForm, ask: AskByLinkForm | None = None
) -> HttpResponse:
    asked = Feedback.objects.filter(conversation=held).first()
    context = about(request, held, page="talking_shops.feedback_new")
    has_died = held.resident is not None and held.resident.is_deceased
    answered = asked is not None and asked.answered_at is not None
    context |= {
        "form": form,
        "forms": [ask] if ask else [],
        "ask": ask or AskByLinkForm(conversation=held, offer=offer_for(held)),
        "asked": asked,
        "why_not": why_not_ask(MayAsk(held.may_ask), has_died=has_died, answered=answered),
        "may_say": not has_died and not answered,
        "connected": is_connected(),
    }
    status = REFUSED if form.is_bound or ask else 200
    return render(request, "talking_shops/after_feedback_new.html", context, status=status)


@requires(Permission.LOG_CONVERSATION)
@require_POST
@once
def feedback_link(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send somebody who agreed the link to three questions."""
    held = get_visible_or_404(conversations(), request.user, pk=pk)
    ask = AskByLinkForm(request.POST, conversation=held, offer=offer_for(held))
    if ask.is_valid():
        given = ask.cleaned_data
        try:
            actions.ask_for_feedback(conversation=held, to=given["to"], is_safe=given["is_safe"], by=request.user)
        except Refused as refusal:
            ask.add_error(None, str(refusal))
        else:
            messages.success(request, "The link is on its way.")
            return redirect(held)
    return _show_new(request, held, WrittenDownForm(conversation=held), ask)


@requires(Permission.LOG_CONVERSATION)
@require_POST
def feedback_may(request: StaffRequest, pk: UUID, answer: str) -> HttpResponse:
    """Keep what they answered to whether we may ask."""
    held = get_visible_or_404(conversations(), request.user, pk=pk)
    actions.say_may_ask(conversation=held, may_ask=MayAsk.YES if answer == "yes" else MayAsk.NO, by=request.user)
    return redirect("talking_shops:feedback_new", pk=held.pk)


@requires(Permission.LOG_CONVERSATION)
@require_safe
def feedback_paper(request: StaffRequest) -> HttpResponse:
    """The questions on a sheet of paper, the same for everybody."""
    context = {"questions": QUESTIONS.values(), "scale": [words for _, words in SCALE]}
    return render(request, "talking_shops/after_feedback_paper.html", context)


@requires(Permission.SEE_DASHBOARD)
@require_safe
def feedback_results(request: StaffRequest) -> HttpResponse:
    """What people thought in a quarter that is over, by locality, with small numbers hidden (FB-4 to FB-6)."""
    choices = quarters()
    wanted = request.GET.get("quarter", "")
    chosen = wanted if wanted in dict(choices) else choices[0][0]
    context = {"quarters": choices, "chosen": chosen, "results": results_of(date.fromisoformat(chosen))}
    return render(request, "talking_shops/after_results.html", context)

"""Pages around a conversation that was held: what it did, who else was there, and whose it is when it was mistaken."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.errors import Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents.actions import open_record
from talking_shops import actions
from talking_shops.anonymous_views import show_finding
from talking_shops.finding import find_who
from talking_shops.models import Conversation
from talking_shops.policies import check_can_amend, check_can_make_known
from talking_shops.who_forms import AlsoForm, MoveForm


@requires(Permission.LOG_CONVERSATION)
@require_POST
@once
def effect(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say in one click what a conversation did about a need for care; the alert offers to undo it."""
    held = get_visible_or_404(Conversation.objects.for_reading(), request.user, pk=pk)
    before, wanted = held.effect, request.POST.get("effect") or request.GET.get("effect", "")
    try:
        said = actions.say_effect(conversation=held, effect=wanted, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        here = reverse("talking_shops:conversation_effect", kwargs={"pk": pk})
        undo = f"undo:{here}?effect={before}" if before != said.effect else ""
        messages.success(request, f"Said of this conversation: {said.get_effect_display().lower()}.", extra_tags=undo)
    return redirect(held)


@requires(Permission.LOG_CONVERSATION)
def also(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Find somebody else who was there, and go on to their part of the conversation."""
    held = get_visible_or_404(Conversation.objects.for_reading(), request.user, pk=pk)
    check_can_amend(request.user, held)
    finding = find_who(request, reverse("talking_shops:conversation_also", kwargs={"pk": pk}))
    form = AlsoForm(request.POST or None, found=finding.people, back=held.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        talk = reverse("talking_shops:conversation_new", kwargs={"reference": form.chosen.reference})
        return redirect(f"{talk}?with={held.pk}")
    return show_finding(request, "talking_shops/conversation_also.html", finding, {"held": held, "form": form})


@requires(Permission.LOG_CONVERSATION)
@once
def move(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Move a conversation from the wrong record to the right one, with the reason."""
    held = get_visible_or_404(Conversation.objects.for_page(), request.user, pk=pk)
    check_can_make_known(request.user, held)
    open_record(resident=held.resident, by=request.user, page="talking_shops.conversation_move")
    finding = find_who(request, reverse("talking_shops:conversation_move", kwargs={"pk": pk}))
    others = [one for one in finding.people if one.pk != held.resident_id]
    form = MoveForm(request.POST or None, found=others, back=held.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        return _moved(request, held, form)
    return show_finding(request, "talking_shops/conversation_move.html", finding, {"held": held, "form": form})


def _moved(request: StaffRequest, held: Conversation, form: MoveForm) -> HttpResponse:
    to, reason = form.chosen, form.cleaned_data["because"]
    try:
        actions.move_conversation(conversation=held, to=to, reason=reason, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The conversation is on the record of {to.display_name} now.")
    return redirect(held)

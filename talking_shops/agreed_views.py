"""Tick off what was agreed in a conversation, wherever it is shown."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.shortcuts import get_visible_or_404
from talking_shops import actions
from talking_shops.models import AgreedAction


@requires(Permission.LOG_CONVERSATION)
@require_POST
def agreed_done(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Tick off something agreed; the alert offers to undo it."""
    agreed = get_visible_or_404(AgreedAction.objects.select_related("conversation"), request.user, pk=pk)
    actions.tick_off(action=agreed, by=request.user)
    back = _back(request, agreed)
    undo = f"{reverse('talking_shops:agreed_undo', kwargs={'pk': agreed.pk})}?{urlencode({'next': back})}"
    messages.success(request, f"Done: {agreed.words}", extra_tags=f"undo:{undo}")
    return redirect(back)


@requires(Permission.LOG_CONVERSATION)
@require_POST
def agreed_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the tick away again."""
    agreed = get_visible_or_404(AgreedAction.objects.select_related("conversation"), request.user, pk=pk)
    actions.untick(action=agreed, by=request.user)
    messages.info(request, f"Not done yet: {agreed.words}")
    return redirect(_back(request, agreed))


def _back(request: StaffRequest, agreed: AgreedAction) -> str:
    """The page of ours that asked to come back to, else the conversation."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if ours else agreed.conversation.get_absolute_url()

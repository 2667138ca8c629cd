"""Pages of Talking Shops: today's sessions, and one session."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.shortcuts import get_visible_or_404
from residents.search import add_person_link, find
from talking_shops.diary import diary_of
from talking_shops.models import Conversation, Session
from talking_shops.policies import can_log


@requires(Permission.SEE_SESSIONS)
def today(request: StaffRequest) -> HttpResponse:
    """Today's Talking Shops, those near the worker first, and the next days'."""
    return render(request, "talking_shops/session_list.html", {"diary": diary_of(request.user), "day": clock.today()})


@requires(Permission.SEE_SESSIONS)
def session(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One Talking Shop: where and when, who has been talked with, and whom to talk with next."""
    held = get_visible_or_404(Session.objects.select_related("venue__locality"), request.user, pk=pk)
    talked = list(Conversation.objects.visible_to(request.user).held_at(held))
    query = request.GET.get("q", "").strip()
    may_log = can_log(request.user) and held.held_on <= clock.today()
    results = find(query, request.user) if query and may_log else None
    shown = [conversation.resident_id for conversation in talked]
    shown += [hit.resident.pk for hit in results.hits] if results else []
    record_list(by=request.user, page="talking_shops.session", resident_ids=shown)
    context = {
        "session": held,
        "talked": talked,
        "query": query,
        "results": results,
        "add_url": add_person_link(query, request.user) if results else "",
        "may_log": may_log,
    }
    return render(request, "talking_shops/session_read.html", context)

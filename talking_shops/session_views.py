"""Pages of Talking Shops: today's sessions, and one session with its buttons, its list and its notes."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents.models import Resident
from residents.search import add_person_link, find
from talking_shops import actions
from talking_shops.diary import diary_of
from talking_shops.footfall import counts_of, last_tap, tap_of
from talking_shops.models import Session
from talking_shops.session_forms import id_sent
from talking_shops.session_page import session_page


@requires(Permission.SEE_SESSIONS)
def today(request: StaffRequest) -> HttpResponse:
    """Today's Talking Shops, those near the worker first, the next days' and the last days'."""
    context = {
        "diary": diary_of(request.user),
        "day": clock.today(),
        "may_see_figures": request.user.may(Permission.SEE_DASHBOARD),
    }
    return render(request, "talking_shops/session_list.html", context)


@requires(Permission.SEE_SESSIONS)
def session(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One Talking Shop: where and when, who came, who is there, and whom to talk with next."""
    held = _held(request, pk)
    page = session_page(held, request.user)
    query = request.GET.get("q", "").strip()
    results = find(query, request.user) if query and page.may_log else None
    found = [hit.resident.pk for hit in results.hits] if results else []
    record_list(by=request.user, page="talking_shops.session", resident_ids=page.shown + found)
    context = {
        "session": held,
        "page": page,
        "query": query,
        "results": results,
        "add_url": add_person_link(query, request.user, then=_start_of(held)) if results else "",
    }
    return render(request, "talking_shops/session_read.html", context)


@requires(Permission.LOG_CONVERSATION)
@require_safe
def start(request: StaffRequest, pk: UUID) -> HttpResponse:
    """On to the conversation: with the person who was chosen or has just been added, or first to add somebody."""
    held = _held(request, pk)
    chosen = request.GET.get("person") or request.GET.get("resident")
    query = request.GET.get("q", "").strip()
    if chosen:
        person = get_visible_or_404(Resident.objects, request.user, reference=chosen)
        talk = reverse("talking_shops:conversation_new", kwargs={"reference": person.reference})
        return redirect(f"{talk}?session={held.pk}")
    if "add" in request.GET:
        return redirect(add_person_link(query, request.user, then=_start_of(held)))
    return redirect(reverse("talking_shops:session", kwargs={"pk": held.pk}, query={"q": query}, fragment="start"))


@requires(Permission.RUN_SESSION)
@require_POST
@once
def tap(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Count one."""
    held = _held(request, pk)
    given = request.POST
    actions.tap(session=held, kind=given.get("kind", ""), by=request.user, tap_id=id_sent(given.get("tap", "")))
    return _counted(request, held)


@requires(Permission.RUN_SESSION)
@require_POST
@once
def tap_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Undo the tap that is named, or else the last one of whoever asks."""
    held = _held(request, pk)
    named, undo_id = id_sent(request.POST.get("undoes", "")), id_sent(request.POST.get("tap", ""))
    last = tap_of(held, request.user, named) if named else last_tap(held, request.user)
    if last is not None:
        actions.undo_tap(tap=last, by=request.user, undo_id=undo_id)
    return _counted(request, held)


@requires(Permission.SEE_SESSIONS)
@require_safe
def counts(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How many were counted, and the last tap that whoever asks can undo: for the page's script."""
    return _as_json(request, _held(request, pk))


def _counted(request: StaffRequest, held: Session) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return _as_json(request, held)
    return redirect(f"{held.get_absolute_url()}#footfall")


def _as_json(request: StaffRequest, held: Session) -> JsonResponse:
    last = last_tap(held, request.user)
    undoable = {"id": str(last.pk), "kind": last.kind} if last else None
    return JsonResponse({"session": str(held.pk), "counts": counts_of(held), "last": undoable})


def _held(request: StaffRequest, pk: UUID) -> Session:
    found: Session = get_visible_or_404(Session.objects.select_related("venue__locality"), request.user, pk=pk)
    return found


def _start_of(held: Session) -> str:
    return reverse("talking_shops:start", kwargs={"pk": held.pk})


def say_done(request: StaffRequest, held: Session, words: str, undo: str = "") -> HttpResponse:
    """Back to the session, with what was done."""
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return redirect(held)

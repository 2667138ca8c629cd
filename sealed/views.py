"""What a device asks and sends: the key to seal to, and sealed items; and the page of what needs its writer."""

import logging
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.policies import StaffRequest, requires, script_of_staff, signed_in
from accounts.roles import Permission
from core import clock
from core.bounded_json import UnfitJSON, read_object
from core.errors import NotPermitted, Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from sealed import actions
from sealed.forms import LetGoForm
from sealed.keys import newest_key
from sealed.models import SealedItem
from sealed.opening import Unopenable, read_envelope

logger = logging.getLogger(__name__)

SPEAKS = [1]  # the forms of what a device sends that are understood here; an older device keeps all until it is newer
MOST_ITEMS = 50
MOST_BYTES = 2_000_000
ON_A_PAGE = 50
TOO_LONG = "It is longer than we can take in. Save it as text, and write it in parts."
OLDER = "This page is older than the server. Load it again: what waits here is kept."


@script_of_staff
@require_GET
def key(request: StaffRequest) -> JsonResponse:
    """Who is signed in, and the key to which their device seals; 503 before there is a key."""
    newest = newest_key()
    if newest is None:
        return JsonResponse({"signed_in": True, "error": "There is no key yet to seal to."}, status=503)
    return JsonResponse(
        {
            "signed_in": True,
            "speaks": SPEAKS,
            "user": str(request.user.pk),
            "csrf": get_token(request),
            "needing": SealedItem.objects.needing(request.user).count(),
            "key": str(newest.pk),
            "public_key": newest.public_key,
            "until": (newest.made_at + actions.RENEWED_AFTER + actions.SEALED_TO_AFTER_THAT).isoformat(),
        }
    )


@transaction.non_atomic_requests  # each item is kept for itself, whatever becomes of those after it
@script_of_staff
@require_POST
def items(request: StaffRequest) -> JsonResponse:
    """Take in sealed items, each for itself: one that cannot be taken in holds none of the others up."""
    if len(request.body) > MOST_BYTES:
        return JsonResponse({"error": TOO_LONG}, status=413)
    try:
        body = read_object(request.body)
    except UnfitJSON as unfit:
        return JsonResponse({"error": str(unfit)}, status=400)
    if body.get("speaks", SPEAKS[0]) not in SPEAKS:
        return JsonResponse({"error": OLDER}, status=409)
    sent = body.get("items")
    if not isinstance(sent, list) or len(sent) > MOST_ITEMS:
        return JsonResponse({"error": f"Send a list of at most {MOST_ITEMS} items."}, status=400)
    return JsonResponse({"items": [_answer_to(one, request.user) for one in sent]})


def _answer_to(one: object, by: User) -> dict[str, Any]:
    """The receipt of one item. "refused" and "waiting" mean that nothing is kept here: the device keeps it."""
    named = {"id": one.get("id") if isinstance(one, dict) else None}
    try:
        receipt = actions.receive_item(envelope=read_envelope(one), by=by)
    except Unopenable as unopenable:
        return {**named, "state": "refused", "because": str(unopenable)}
    except Exception:
        logger.exception("a sealed item could not be taken up")
        return {**named, "state": "waiting", "because": "It could not be taken up just now. It is sent again."}
    return {**named, **vars(receipt)}


@signed_in
def needing(request: StaffRequest) -> HttpResponse:
    """What came from the worker's devices and could not be taken up: each with its reason and its words."""
    return render(request, "sealed/needing.html", {"items": list(SealedItem.objects.needing(request.user))})


@signed_in
@require_POST
@once
def again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Try once more to take an item up."""
    item = get_visible_or_404(SealedItem.objects, request.user, pk=pk)
    try:
        actions.try_again(item=item, by=request.user)
    except (Refused, NotPermitted) as refusal:
        messages.error(request, f"It could not be taken up: {refusal}")
    except Exception:
        logger.exception("a sealed item could not be taken up again")
        messages.error(request, "It could not be taken up: something is wrong on our side. Nothing is lost.")
    else:
        messages.success(request, "It is where it belongs now.")
    return redirect("sealed:needing")


@signed_in
@once
def let_go(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask whether an item may go, and let it go."""
    item = get_visible_or_404(SealedItem.objects.needing(request.user), request.user, pk=pk)
    form = LetGoForm(request.POST if request.method == "POST" else None, back=reverse("sealed:needing"))
    if form.is_valid():
        actions.let_go(item=item, by=request.user)
        messages.success(request, "It was let go.")
        return redirect("sealed:needing")
    return render(request, "sealed/let_go.html", {"item": item, "form": form}, status=422 if form.is_bound else 200)


@signed_in
@require_GET
def text(request: StaffRequest, pk: UUID) -> HttpResponse:
    """An item that needs its writer, as a file of plain text."""
    item = get_visible_or_404(SealedItem.objects.needing(request.user), request.user, pk=pk)
    return _as_file(item)


def _as_file(item: SealedItem) -> HttpResponse:
    answer = HttpResponse(item.as_text, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{item.file_name}"'
    return answer


@requires(Permission.SEE_WHAT_WAITS)
def waiting(request: StaffRequest) -> HttpResponse:
    """What has waited for its writer for more than a day, for whoever answers for the writer: without its words."""
    late = SealedItem.objects.waiting_too_long(clock.now()).answered_for_by(request.user)
    page = Paginator(late.select_related("owner"), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "sealed/waiting.html", {"page": page})


@requires(Permission.SEE_WHAT_WAITS)
@require_POST
def read(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The words of such an item, as a file of plain text; that they were opened is written down."""
    late = SealedItem.objects.waiting_too_long(clock.now()).answered_for_by(request.user)
    item = get_object_or_404(late, pk=pk)
    return _as_file(actions.read_for_writer(item=item, by=request.user))

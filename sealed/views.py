"""What a device asks and sends: the key to seal to, and sealed items; and the page of what needs its writer."""

import logging
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.models import User
from accounts.policies import StaffRequest, signed_in
from core.bounded_json import UnfitJSON, read_object
from core.errors import Refused
from core.shortcuts import get_visible_or_404
from sealed import actions
from sealed.keys import newest_key
from sealed.models import SealedItem
from sealed.opening import Unopenable, read_envelope

logger = logging.getLogger(__name__)

MOST_ITEMS = 50
MOST_BYTES = 2_000_000


@require_GET
def key(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and the key to which their device seals; 401 when nobody is, 503 before there is a key."""
    if not request.user.is_authenticated:
        return JsonResponse({"signed_in": False}, status=401)
    newest = newest_key()
    if newest is None:
        return JsonResponse({"signed_in": True, "error": "There is no key yet to seal to."}, status=503)
    return JsonResponse(
        {
            "signed_in": True,
            "user": str(request.user.pk),
            "csrf": get_token(request),
            "key": str(newest.pk),
            "public_key": newest.public_key,
            "until": (newest.made_at + actions.RENEWED_AFTER + actions.KEPT_AFTER_THAT).isoformat(),
        }
    )


@require_POST
def items(request: HttpRequest) -> JsonResponse:
    """Take in sealed items, each for itself: one that cannot be taken in keeps none of the others."""
    if not isinstance(request.user, User):
        return JsonResponse({"signed_in": False}, status=401)
    if len(request.body) > MOST_BYTES:
        return JsonResponse({"error": "Send fewer items at once."}, status=413)
    try:
        sent = read_object(request.body).get("items")
    except UnfitJSON as unfit:
        return JsonResponse({"error": str(unfit)}, status=400)
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
    except (DatabaseError, ArithmeticError, LookupError, TypeError, ValueError):
        logger.exception("a sealed item could not be taken up")
        return {**named, "state": "waiting", "because": "It could not be taken up just now. It is sent again."}
    return {**named, **vars(receipt)}


@signed_in
def needing(request: StaffRequest) -> HttpResponse:
    """What came from the worker's devices and could not be taken up: each with its reason and its words."""
    found = SealedItem.objects.needing(request.user)
    return render(request, "sealed/needing.html", {"items": found})


@signed_in
@require_POST
def again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Try once more to take an item up."""
    item = get_visible_or_404(SealedItem.objects, request.user, pk=pk)
    try:
        actions.try_again(item=item, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is where it belongs now.")
    return redirect("sealed:needing")


@signed_in
@require_POST
def let_go(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let an item go."""
    item = get_visible_or_404(SealedItem.objects, request.user, pk=pk)
    actions.let_go(item=item, by=request.user)
    messages.success(request, "It was let go.")
    return redirect("sealed:needing")

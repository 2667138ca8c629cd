"""A form sent twice is carried out once.

Each rendered form carries a fresh token (`{% form_token %}`). The first post with a token
inserts its receipt in the transaction that does the work; a second one, at the same moment
or a day later, meets the unique constraint, waits for the first, and gets its answer.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from core import clock
from core.models import Receipt

TOKEN_FIELD = "form_token"
View = Callable[..., HttpResponse]
REDIRECT = 302
CONFLICT = 409


def once(view: View) -> View:
    """Wrap a page's view so that one rendered form makes one record, however often it is sent.

    A view that answers with anything but a redirect has done nothing, and its token stays free.
    The same token with other words in it is shown as a page that keeps those words.
    """

    @wraps(view)
    def with_receipt(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.POST.get(TOKEN_FIELD, "")
        if request.method != "POST" or not token:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            earlier = claim(request.user.id, token, digest_of_form(request))  # type: ignore[union-attr]
            if earlier is not None:
                return _answer_again(request, earlier)
            response = view(request, *args, **kwargs)
            _close(request, token, response)
            return response

    return with_receipt


def claim(owner_id: Any, token: str, digest: str) -> Receipt | None:
    """Take the token for this transaction; the receipt that already holds it, when there is one."""
    token = token[:100]
    try:
        with transaction.atomic():
            Receipt.objects.create(owner_id=owner_id, token=token, body_digest=digest, at=clock.now())
    except IntegrityError:
        earlier = Receipt.objects.get(owner_id=owner_id, token=token)
        earlier.same_body = earlier.body_digest == digest  # type: ignore[attr-defined]
        return earlier
    return None


def digest_of_form(request: HttpRequest) -> str:
    """A digest of what was typed, without the CSRF token and the draft's version."""
    left_out = {"csrfmiddlewaretoken", "draft_version"}
    fields = sorted((key, tuple(request.POST.getlist(key))) for key in request.POST if key not in left_out)
    return sha256(repr(fields).encode()).hexdigest()


def _close(request: HttpRequest, token: str, response: HttpResponse) -> None:
    receipts = Receipt.objects.filter(owner_id=request.user.id, token=token[:100])  # type: ignore[union-attr]
    if response.status_code == REDIRECT:
        receipts.update(status=REDIRECT, location=response["Location"])
    else:
        receipts.delete()


def _answer_again(request: HttpRequest, earlier: Receipt) -> HttpResponse:
    if earlier.same_body:  # type: ignore[attr-defined]
        return HttpResponseRedirect(earlier.location)
    typed = [(name, request.POST[name]) for name in request.POST if name not in {"csrfmiddlewaretoken", TOKEN_FIELD}]
    context = {"typed": [(name, words) for name, words in typed if words.strip()], "location": earlier.location}
    return render(request, "core/form_already_sent.html", context, status=CONFLICT)

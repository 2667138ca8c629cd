"""A form sent twice is carried out once.

Each rendered form carries a fresh token (`{% form_token %}`). The first post with a token
inserts its receipt in the transaction that does the work; a second one, at the same moment
or a day later, meets the unique constraint, waits for the first, and gets its answer.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from psycopg2.errors import LockNotAvailable

from core import clock
from core.errors import Refused
from core.models import Receipt
from core.typed import words_typed

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
            digest = digest_of_form(request)
            earlier = claim(owner_of(request), token, digest)
            if earlier is not None:
                return _answer_again(request, earlier, same_words=earlier.body_digest == digest)
            response = view(request, *args, **kwargs)
            _close(request, token, response)
            return response

    return with_receipt


def owner_of(request: HttpRequest) -> UUID:
    """The account that sends. `once` and its like stand beneath a decorator that lets only signed-in people in."""
    return cast(UUID, request.user.pk)


def claim(owner_id: UUID, token: str, digest: str) -> Receipt | None:
    """Take the token for this transaction; the receipt that already holds it, when there is one.

    Waits for another transaction that is using the token. Raises Refused when that takes longer
    than the database's lock_timeout.
    """
    try:
        with transaction.atomic():
            Receipt.objects.create(owner_id=owner_id, token=token[:100], body_digest=digest, at=clock.now())
    except IntegrityError:
        return Receipt.objects.get(owner_id=owner_id, token=token[:100])
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Refused("This was sent already and is still being saved. Wait a moment, then look again.") from error
        raise
    return None


def digest_of_form(request: HttpRequest) -> str:
    """A digest of what was typed, without the CSRF token and the draft's version."""
    left_out = {"csrfmiddlewaretoken", "draft_version"}
    fields = sorted((key, tuple(request.POST.getlist(key))) for key in request.POST if key not in left_out)
    return sha256(repr(fields).encode()).hexdigest()


def _close(request: HttpRequest, token: str, response: HttpResponse) -> None:
    receipts = Receipt.objects.filter(owner_id=owner_of(request), token=token[:100])
    if response.status_code == REDIRECT:
        receipts.update(status=REDIRECT, location=response["Location"])
    else:
        receipts.delete()


def _answer_again(request: HttpRequest, earlier: Receipt, *, same_words: bool) -> HttpResponse:
    if same_words:
        return HttpResponseRedirect(earlier.location)
    context = {"typed": words_typed(request), "location": earlier.location}
    return render(request, "core/form_already_sent.html", context, status=CONFLICT)

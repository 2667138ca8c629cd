"""What holds for every answer: nothing of a record stays in a cache, and a refusal is a page with a sentence."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from core.constraints import constraint_in
from core.errors import ChangedMeanwhile, Refused
from core.logs import without_values
from core.standing import facts_of
from core.typed import answers_with_nul, words_sent, words_typed

logger = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]
RETRY_AFTER_SECONDS = "10"
NOT_KEPT = "This could not be saved. Somebody may have saved the same at this moment: look before you send it again."


NUL = "\0"
PART = 65_536  # bytes
TOO_LONG = "This is too long to be kept while it is written."


class NothingWithNul:
    """PostgreSQL keeps no NUL: what carries one is answered with a page that says so and gives the words back."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer 400 to a form or a query with a NUL and 404 to such an address; the API reads its own bodies."""
        if any(NUL in str(value) for value in kwargs.values()):
            raise Http404("No address has a NUL character.")
        if request.path.startswith("/api/") or not (_holds_nul(request.GET) or _holds_nul(request.POST)):
            return None
        return render(request, "core/unfit_text.html", {"answers": answers_with_nul(request)}, status=400)


def _holds_nul(sent: QueryDict) -> bool:
    return any(NUL in text for name, values in sent.lists() for text in (name, *values))


class NothingTooLong:
    """A form longer than we read at once is answered with a page that says so and gives the words back.

    It is read to its end before it is answered: a browser that is still sending takes an early answer for a lost
    connection. What is beyond all measure is read no further.
    """

    GIVEN_BACK = 4  # times the longest form
    READ = 20

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Answer 413 to what is too long; only somebody who is signed in gets words back."""
        length = _length(request)
        longest = getattr(view, "longest_form", None) or settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0
        if request.path.startswith("/api/") or length <= longest:
            return None
        is_form = request.content_type == "application/x-www-form-urlencoded"
        if is_form and request.user.is_authenticated and length <= self.GIVEN_BACK * longest:
            typed = words_sent(QueryDict(request.read(length), encoding="utf-8"))
        else:
            typed = []
            _read_past(request, min(length, self.READ * longest))
        if request.content_type == "application/json":
            return JsonResponse({"error": TOO_LONG}, status=413)
        return render(request, "core/too_long.html", {"typed": typed, "longest": longest}, status=413)


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isdecimal() else 0


def _read_past(request: HttpRequest, length: int) -> None:
    while length > 0 and (part := request.read(min(length, PART))):
        length -= len(part)


class KeepOutOfCaches:
    """`no-store` on everything that the application itself answers, and nothing for search engines; but for a page that
    says of itself that it is public, which is made without anybody's session and sets no cookie.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_public(request, response):
            return response
        add_never_cache_headers(response)
        patch_vary_headers(response, ["Cookie"])
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    says_so = "public" in response.get("Cache-Control", "").split(", ")
    return says_so and not response.cookies and not request.session.accessed


class RefusalsAsPages:
    """What an action refused, and a database that does not answer, become pages that say so and keep the words."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a Refused, and a row that the database refused, with 409, and a lost or locked database with 503;
        leave all else alone.
        """
        if request.path.startswith("/api/"):
            return None
        if isinstance(exception, Refused):
            return render(request, "core/refused.html", _of_refusal(request, exception), status=409)
        if isinstance(exception, IntegrityError | DataError):
            logger.error("not saved: %s %s", type(exception).__name__, constraint_in(exception))
            return render(request, "core/refused.html", _of_refusal(request, Refused(NOT_KEPT)), status=409)
        if isinstance(exception, OperationalError):
            logger.error("the database did not answer: %s", without_values(str(exception)))
            return _unavailable(request)
        return None


def _of_refusal(request: HttpRequest, refusal: Refused) -> dict[str, Any]:
    return {
        "sentence": str(refusal),
        "now": facts_of(refusal.current) if isinstance(refusal, ChangedMeanwhile) else [],
        "typed": words_typed(request),
    }


def _unavailable(request: HttpRequest) -> HttpResponse:
    """A page that asks the database nothing: not even who is signed in."""
    response = render(None, "core/unavailable.html", {"typed": words_typed(request)}, status=503)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response

"""What holds for every answer: nothing of a record stays in a cache, and a refusal is a page with a sentence."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from core.constraints import constraint_in
from core.errors import ChangedMeanwhile, Refused
from core.logs import without_values
from core.standing import facts_of
from core.typed import words_typed

logger = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]
RETRY_AFTER_SECONDS = "10"
NOT_KEPT = "This could not be saved. Somebody may have saved the same at this moment: look before you send it again."


NUL = "\0"


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
        return render(request, "core/unfit_text.html", {"typed": words_typed(request)}, status=400)


def _holds_nul(sent: QueryDict) -> bool:
    return any(NUL in text for name, values in sent.lists() for text in (name, *values))


class KeepOutOfCaches:
    """`no-store` on everything that the application itself answers, and nothing for search engines."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        add_never_cache_headers(response)
        patch_vary_headers(response, ["Cookie"])
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


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

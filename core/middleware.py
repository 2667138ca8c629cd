"""What holds for every answer: nothing of a record stays in a cache, and a refusal is a page with a sentence."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from core.errors import ChangedMeanwhile, Refused

Next = Callable[[HttpRequest], HttpResponse]


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
    """An action's refusal that no view has handled becomes a 409 page that says why."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a Refused with its sentence and the words that were typed; leave all else alone."""
        if not isinstance(exception, Refused) or request.path.startswith("/api/"):
            return None
        context = {
            "sentence": str(exception),
            "current": getattr(exception, "current", None),
            "changed_meanwhile": isinstance(exception, ChangedMeanwhile),
            "typed": [(name, value) for name, value in request.POST.items() if value.strip()][1:],
        }
        return render(request, "core/refused.html", context, status=409)

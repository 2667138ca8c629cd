"""Pages that Django asks for by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.typed import words_typed


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old to be trusted: show what was typed, so that nothing is lost."""
    return render(request, "core/form_too_old.html", {"typed": words_typed(request)}, status=403)

"""Pages that Django asks for by name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old to be trusted: show what was typed, so that nothing is lost."""
    typed = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken" and value.strip()]
    hidden = {"password", "form_token", "draft_version"}
    context = {"typed": [(name, value) for name, value in typed if name not in hidden]}
    return render(request, "core/form_too_old.html", context, status=403)

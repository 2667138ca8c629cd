"""Pages that are the same for everybody: help and statements, and what Django asks for by name."""

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.typed import words_typed


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """How to do what people ask about most, the keyboard shortcuts, and whom to ring."""
    return render(request, "core/help.html", {"help_phone": settings.HELP_PHONE})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that the 2018 regulations ask for, of the staff pages too."""
    return render(request, "core/accessibility.html", {"help_phone": settings.HELP_PHONE})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, who may see it, and that every opening of a record is written down."""
    return render(request, "core/privacy.html", {"help_phone": settings.HELP_PHONE})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old to be trusted: show what was typed, so that nothing is lost."""
    return render(request, "core/form_too_old.html", {"typed": words_typed(request)}, status=403)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not allowed, perhaps only since the form was opened: say why, and give every word back."""
    context = {"exception": str(exception), "typed": _typed_in(request)}
    return render(request, "403.html", context, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page, or no longer for this user: what was typed into a form that was open is given back."""
    return render(request, "404.html", {"typed": _typed_in(request)}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault: say so, and give every word back. It asks the database nothing: not even who is signed in."""
    return render(None, "500.html", {"typed": _typed_in(request)}, status=500)


def _typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """The words of a form; none when it cannot be read."""
    try:
        return words_typed(request)
    except (SuspiciousOperation, UnreadablePostError):
        return []

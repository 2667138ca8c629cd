"""Who may come in. `requires` is how every page states the permission that it needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from core.errors import NotPermitted
from core.typed import is_own_page, words_typed

View = Callable[..., HttpResponse]


class StaffRequest(HttpRequest):
    """The request of a page that `requires` or `signed_in` guards: its user is a member of staff. For types only."""

    user: User


def check_may(user: User, permission: Permission) -> None:
    """Raise NotPermitted, with a sentence, unless the user's role lists `permission`."""
    if not user.may(permission):
        role = user.get_role_display()
        raise NotPermitted(f"Your role, {role}, does not include: {permission.label[0].lower()}{permission.label[1:]}.")


def requires(permission: Permission) -> Callable[[View], View]:
    """A page that only signed-in people with `permission` may open; others get 403, and strangers the sign-in page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            check_may(request.user, permission)  # type: ignore[arg-type]
            return view(request, *args, **kwargs)

        return _for_staff(guarded, permission)

    return decorate


def signed_in(view: View) -> View:
    """A page for everybody who is signed in, whatever their role."""
    return _for_staff(view, "signed in")


def script_of_staff(view: View) -> View:
    """What a page's script asks for somebody who is signed in: a stranger gets 401 in JSON, and no page."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"signed_in": False}, status=401)
        return view(request, *args, **kwargs)

    answer.permission = "signed in"  # type: ignore[attr-defined]
    return answer


def _for_staff(view: View, permission: str) -> View:
    ask_to_sign_in = login_required(view)

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not request.user.is_authenticated and (typed := words_typed(request)):
            return _signed_out(request, typed)
        if request.method == "POST" and request.user.is_authenticated and not is_own_page(request):
            return _signed_out(request, words_typed(request))
        return ask_to_sign_in(request, *args, **kwargs)

    page.permission = permission  # type: ignore[attr-defined]
    return page


def _signed_out(request: HttpRequest, typed: list[tuple[str, str]]) -> HttpResponse:
    """The session ended while somebody wrote: give the words back rather than lose them on the way to the sign-in."""
    context = {"typed": typed, "sign_in": f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.path})}"}
    return render(request, "core/signed_out.html", context, status=403)


def public(view: View) -> View:
    """A page for anybody. It shows nothing of any person."""
    view.permission = "public"  # type: ignore[attr-defined]
    return view

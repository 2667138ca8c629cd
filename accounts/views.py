"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import SignInForm
from accounts.models import User
from accounts.policies import public
from core import clock
from core.sessions import SIGNED_IN_AT


@public
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Come in, and go on to the page that was asked for."""
    if request.user.is_authenticated:
        return redirect(_page_asked_for(request))
    form = SignInForm(request, request.POST or None, initial={"username": _prefilled(request)})
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        request.session[SIGNED_IN_AT] = clock.now().timestamp()
        return redirect(_page_asked_for(request))
    context = {"form": form, "help_phone": settings.HELP_PHONE, "demo": _demo_sign_ins()}
    return render(request, "accounts/sign_in.html", context, status=422 if form.is_bound else 200)


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave; whatever was typed is kept as a draft on the server."""
    logout(request)
    answer = redirect("accounts:sign_in")
    answer["Clear-Site-Data"] = '"cache"'
    return answer


def locked_out(request: HttpRequest, credentials: object = None, *args: object, **kwargs: object) -> HttpResponse:
    """Too many wrong passwords from this address for this account: wait, or ring."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    context = {"minutes": minutes, "help_phone": settings.HELP_PHONE}
    return render(request, "accounts/locked_out.html", context, status=429)


def _page_asked_for(request: HttpRequest) -> str:
    """`?next=`, when it is a page of ours; else My day."""
    asked = request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def _prefilled(request: HttpRequest) -> str:
    return request.GET.get("as", "") if settings.DEMO else ""


def _demo_sign_ins() -> list[User]:
    """One account for each role, in the demo borough only."""
    return list(User.objects.one_of_each_role()) if settings.DEMO else []

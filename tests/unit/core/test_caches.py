"""Nothing of a record stays in a cache; only a page that is public, and was made without anybody's session, may."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core.middleware import KeepOutOfCaches


def says_public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("dates", headers={"Cache-Control": "public, max-age=300"})


def sets_a_cookie(request: HttpRequest) -> HttpResponse:
    answer = says_public(request)
    answer.set_cookie("who", "ben")
    return answer


def reads_the_session(request: HttpRequest) -> HttpResponse:
    request.session.get("who")
    return says_public(request)


def says_nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a record")


def says_private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a record", headers={"Cache-Control": "private, max-age=300"})


def answered(view: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    return KeepOutOfCaches(view)(request)


@pytest.mark.parametrize("view", [says_nothing, says_private, sets_a_cookie, reads_the_session])
def test_what_may_be_about_somebody_is_kept_nowhere(view: Callable[[HttpRequest], HttpResponse]) -> None:
    answer = answered(view)
    assert "no-store" in answer["Cache-Control"]
    assert "public" not in answer["Cache-Control"]
    assert answer["Vary"] == "Cookie"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_what_says_that_it_is_public_may_be_kept_and_found() -> None:
    answer = answered(says_public)
    assert answer["Cache-Control"] == "public, max-age=300"
    assert "Vary" not in answer
    assert "X-Robots-Tag" not in answer

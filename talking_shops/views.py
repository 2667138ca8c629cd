"""Pages of talking_shops."""

from django.http import HttpRequest, HttpResponse

from accounts.policies import requires, signed_in
from accounts.roles import Permission


@requires(Permission.SEE_SESSIONS)
def today(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("talking_shops:today")


@requires(Permission.SEE_SESSIONS)
def session(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("talking_shops:session")


@requires(Permission.LOG_CONVERSATION)
def conversation_new(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("talking_shops:conversation_new")


@requires(Permission.OPEN_PERSON)
def conversation(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("talking_shops:conversation")


@requires(Permission.LOG_CONVERSATION)
def conversation_add(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("talking_shops:conversation_add")


@requires(Permission.LOG_CONVERSATION)
def agreed_done(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("talking_shops:agreed_done")


@requires(Permission.LOG_CONVERSATION)
def agreed_undo(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("talking_shops:agreed_undo")

"""Pages of worklists."""

from django.http import HttpRequest, HttpResponse

from accounts.policies import requires, signed_in
from accounts.roles import Permission


@signed_in
def my_day(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:my_day")


@requires(Permission.OPEN_PERSON)
def resident(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:resident")


@requires(Permission.OPEN_PERSON)
def timeline(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:timeline")


@requires(Permission.READ_AUDIT)
def history(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:history")


@requires(Permission.READ_AUDIT)
def audit_log(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:audit_log")


@requires(Permission.SEE_TEAM_QUEUE)
def teams(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:teams")


@requires(Permission.SEE_TEAM_QUEUE)
def team_queue(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:team_queue")


@requires(Permission.SEE_TEAM_QUEUE)
def reviews(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:reviews")


@requires(Permission.SEE_TEAM_QUEUE)
def worker(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:worker")


@signed_in
def notices(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:notices")


@signed_in
def notice_read(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:notice_read")


@requires(Permission.SEE_STAFF)
def staff(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("worklists:staff")

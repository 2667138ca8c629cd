"""Pages of referrals."""

from django.http import HttpRequest, HttpResponse

from accounts.policies import requires, signed_in
from accounts.roles import Permission


@requires(Permission.TAKE_CALL)
def call_new(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("referrals:call_new")


@requires(Permission.TAKE_CALL)
def contact(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("referrals:contact")


@requires(Permission.SEE_TEAM_QUEUE)
def referral(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("referrals:referral")


@requires(Permission.ALLOCATE)
def allocate(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("referrals:allocate")


@requires(Permission.SEE_TEAM_QUEUE)
def close(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("referrals:close")


@requires(Permission.ALLOCATE)
def undo_allocation(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("referrals:undo_allocation")

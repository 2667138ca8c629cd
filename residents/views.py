"""Pages of residents."""

from django.http import HttpRequest, HttpResponse

from accounts.policies import requires, signed_in
from accounts.roles import Permission


@requires(Permission.FIND_PERSON)
def search(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("residents:search")


@requires(Permission.ADD_PERSON)
def new(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("residents:new")

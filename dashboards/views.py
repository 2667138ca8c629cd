"""Pages of dashboards."""

from django.http import HttpRequest, HttpResponse

from accounts.policies import requires, signed_in
from accounts.roles import Permission


@requires(Permission.SEE_DASHBOARD)
def index(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("dashboards:index")


@requires(Permission.SEE_DASHBOARD)
def locality(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("dashboards:locality")


@requires(Permission.SEE_DASHBOARD)
def people_behind(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("dashboards:people_behind")

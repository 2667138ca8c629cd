"""Pages of discharges."""

from django.http import HttpRequest, HttpResponse

from accounts.policies import requires, signed_in
from accounts.roles import Permission


@requires(Permission.WORK_AT_HOSPITAL)
def hospital_list(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("discharges:hospital_list")


@requires(Permission.WORK_AT_HOSPITAL)
def stay_new(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("discharges:stay_new")


@requires(Permission.WORK_AT_HOSPITAL)
def stay(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("discharges:stay")


@requires(Permission.WORK_AT_HOSPITAL)
def discharge(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("discharges:discharge")

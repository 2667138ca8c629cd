"""Pages of assessments."""

from django.http import HttpRequest, HttpResponse

from accounts.policies import requires, signed_in
from accounts.roles import Permission


@requires(Permission.WORK_AT_HOSPITAL)
def light_touch(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("assessments:light_touch")

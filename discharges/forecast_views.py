"""Six weeks ahead: for the hub, which sends people home, and for the managers, whose teams hold the reviews."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from discharges.forecast import drawing, six_weeks_ahead


@requires(Permission.SEE_FORECAST)
def forecast(request: StaffRequest) -> HttpResponse:
    """Each locality's reviews on each day of the next six weeks, against what its teams really hold."""
    drawn = [drawing(ahead) for ahead in six_weeks_ahead(request.user)]
    may_see_list = request.user.may(Permission.WORK_AT_HOSPITAL)
    return render(request, "discharges/forecast.html", {"drawn": drawn, "may_see_list": may_see_list})

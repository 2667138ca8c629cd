"""The page of what waits on a device. The device fills it in: the server does not know what it has not been sent."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.policies import StaffRequest, signed_in
from sealed.models import SealedItem


@signed_in
def outbox(request: StaffRequest) -> HttpResponse:
    """What waits here, what needs its writer, and why one is not signed out yet (`?leaving`)."""
    needing = SealedItem.objects.needing(request.user).count()
    return render(request, "sealed/outbox.html", {"needing": needing, "leaving": "leaving" in request.GET})

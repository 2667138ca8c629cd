"""The page of what waits on a device. The device fills it in: the server does not know what it has not been sent."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.policies import StaffRequest, signed_in
from sealed.models import SealedItem


@signed_in
def outbox(request: StaffRequest) -> HttpResponse:
    """What waits here, what needs its writer, why one is not signed out yet (`?leaving`), and that a conversation is
    in good hands (`?sealed`).
    """
    needing = SealedItem.objects.needing(request.user).count()
    context = {"needing": needing, "leaving": "leaving" in request.GET, "sealed": "sealed" in request.GET}
    return render(request, "sealed/outbox.html", context)

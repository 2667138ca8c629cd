"""The capture shell: what somebody at a stall has when there is no network. The same bytes for everybody."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accounts.policies import public
from core import clock
from talking_shops.capture_forms import CapturedLines, CaptureForm
from talking_shops.enums import SessionStatus, TapKind
from talking_shops.models import Session
from talking_shops.shell import worker_script

DAYS_KEPT = 7  # what a device knows of the days to come


@public
@require_safe
def capture(request: HttpRequest) -> HttpResponse:
    """The empty shell. It knows nobody: neither who asks for it nor whom it will be about."""
    return HttpResponse(_shell())


@public
@require_safe
def sessions(request: HttpRequest) -> JsonResponse:
    """Where and when we are today and in the next days, for a device that keeps it: public facts."""
    today = clock.today()
    planned = Session.objects.between(today, today + timedelta(days=DAYS_KEPT)).filter(status=SessionStatus.PLANNED)
    facts = [
        {"id": str(one.pk), "name": one.title or one.venue.name, "hours": one.hours, "on": one.held_on.isoformat()}
        for one in planned
    ]
    return JsonResponse({"sessions": facts})


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, which may look after every page of ours."""
    return HttpResponse(worker_script(_shell()), content_type="text/javascript; charset=utf-8")


def _shell() -> bytes:
    form, lines = CaptureForm(), CapturedLines(prefix="agreed")
    context = {"form": form, "formset": lines, "taps": TapKind.choices, "help_phone": settings.HELP_PHONE}
    return render_to_string("talking_shops/capture.html", context).encode()

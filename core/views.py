"""Draft saving and the health pages."""

import json

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.actions import save_draft
from core.errors import ChangedMeanwhile
from core.health import readiness

LONGEST_DRAFT = 2_000_000
NUL = b"\\u0000"


@login_required
@require_POST
def draft(request: HttpRequest, form: str, subject: str) -> JsonResponse:
    """Keep the words of a form that is still being written: JSON {fields, version} in, {saved_at, version} out."""
    if len(request.body) > LONGEST_DRAFT:
        return JsonResponse({"error": "This is too long to keep as a draft."}, status=413)
    if NUL in request.body:
        return JsonResponse({"error": "The text holds a character that cannot be kept: the NUL character."}, status=400)
    try:
        sent = json.loads(request.body)
        fields = {str(name): value for name, value in dict(sent["fields"]).items()}
        version = None if sent.get("version") in (None, "") else int(sent["version"])
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"error": "A draft is JSON with fields and version."}, status=400)
    try:
        kept = save_draft(owner_id=request.user.id, form=form, subject=subject, fields=fields, version=version)  # type: ignore[arg-type]
    except ChangedMeanwhile as changed:
        return JsonResponse({"error": str(changed), "version": changed.current.version}, status=409)  # type: ignore[attr-defined]
    return JsonResponse({"saved_at": clock.london_time(kept.saved_at), "version": kept.version})


@require_GET
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers; it depends on nothing, so that a lost database never restarts a healthy process."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve people now: database, migrations, outbox and sweeps, each in words."""
    checks = readiness(connection)
    ready = all(check["ok"] for check in checks.values() if check["needed"])
    return JsonResponse({"ready": ready, "checks": checks}, status=200 if ready else 503)

"""Draft saving and the health pages."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.actions import save_draft
from core.bounded_json import UnfitJSON
from core.drafts import is_slot, words_in
from core.errors import ChangedMeanwhile, Refused, SentAlready
from core.health import readiness
from core.receipts import owner_of
from core.typed import is_own_page

LONGEST_DRAFT = 2_000_000


@login_required
@require_POST
def draft(request: HttpRequest, form: str, subject: str) -> JsonResponse:
    """Keep the words of a form that is still being written: JSON {fields, version, page, turn} in, {saved_at, version,
    owner} out; 401 when the page was opened by somebody else than who is signed in now.
    """
    if not is_slot(form, subject):
        raise Http404("No form of this name keeps drafts.")
    if not is_own_page(request):
        return JsonResponse({"error": "Somebody else has signed in: these words are not theirs."}, status=401)
    if len(request.body) > LONGEST_DRAFT:
        return JsonResponse({"error": "This is too long to keep as a draft."}, status=413)
    try:
        sent = words_in(request.body)
    except UnfitJSON as unfit:
        return JsonResponse({"error": str(unfit)}, status=400)
    try:
        kept = save_draft(owner_id=owner_of(request), form=form, subject=subject, **vars(sent))
    except ChangedMeanwhile as changed:
        return JsonResponse({"error": str(changed), "version": changed.current.version}, status=409)  # type: ignore[attr-defined]
    except SentAlready as gone:
        return JsonResponse({"error": str(gone)}, status=410)
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    owner = str(owner_of(request))
    return JsonResponse({"saved_at": clock.london_time(kept.saved_at), "version": kept.version, "owner": owner})


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

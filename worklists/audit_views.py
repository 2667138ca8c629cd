"""The audit log, for auditors: of everything, and of one person's record."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record
from residents.models import Resident
from worklists import history as log
from worklists.forms import AuditFilter
from worklists.keyset import stretch


@requires(Permission.READ_AUDIT)
@require_safe
def history(request: StaffRequest, reference: str) -> HttpResponse:
    """Who opened and changed one person's record. The auditor sees the reference, and nothing of the person."""
    person = log.resident_or_404(reference)
    record("audit.viewed", by=request.user, subject=person, resident_id=person.pk, page="worklists.history")
    return _log(request, "worklists/history.html", person)


@requires(Permission.READ_AUDIT)
@require_safe
def audit_log(request: StaffRequest) -> HttpResponse:
    """Who opened and changed what, newest first."""
    record("audit.viewed", by=request.user, subject=request.user, page="worklists.audit_log")
    return _log(request, "worklists/audit_log.html", None)


def _log(request: StaffRequest, template: str, person: Resident | None) -> HttpResponse:
    form = AuditFilter(request.GET or None)
    asked = form.asked()
    found = log.events(asked, person)
    part = stretch(found, request.GET.get("before", ""), log.PER_STRETCH)
    context: dict[str, Any] = {"form": form, "person": person, "lines": log.in_words(part.rows, person), "part": part}
    context["merged"] = log.merged_here(person) if person else []
    context["narrowed"] = log.DAYS_OF_ONE_VERB if log.only_a_verb(asked, person) else 0
    return render(request, template, context, status=422 if form.errors else 200)

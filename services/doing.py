"""What the pages of programmes have in common: find one, do what a form says, show its form again."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from accounts.policies import StaffRequest
from core.errors import ChangedMeanwhile, Refused
from core.shortcuts import get_visible_or_404
from referrals.holders import banner_with_holder
from residents.actions import open_record
from services.models import Programme

FINE, CHANGED, REFUSED = 200, 409, 422
MEANWHILE = "Somebody changed this while this page was open. Look at both versions, then save again."


def found(request: StaffRequest, pk: UUID) -> Programme:
    """The programme, where it exists for the viewer."""
    programme: Programme = get_visible_or_404(Programme.objects.for_page(), request.user, pk=pk)
    return programme


def done(form: Any, action: Any, **said: Any) -> bool:
    """Whether the action was done; else the form says why not, with both versions, and what was typed stands in it."""
    try:
        action(**said)
    except ChangedMeanwhile as changed:
        now: Any = changed.current
        form.show_changed(now.version, MEANWHILE, form.beside(now))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return bool(form.is_valid())


def show_form(request: StaffRequest, programme: Programme, form: Any, page: str, **more: Any) -> HttpResponse:
    """The form about a programme; it is written down that its record was opened."""
    open_record(resident=programme.resident, by=request.user, page=page)
    context = {"programme": programme, "form": form, "back": programme.get_absolute_url(), "back_text": "The programme"}
    context |= {"person": banner_with_holder(programme.resident, request.user)}
    return render(request, "services/form.html", context | more, status=status_of(form))


def status_of(form: Any) -> int:
    """409 beside another version, 422 with errors."""
    if getattr(form, "changed", False):
        return CHANGED
    return REFUSED if form.errors else FINE

"""Page 23: access needs in the six stages of the standard, alerts, and what has ended."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents import actions
from residents.alert_forms import AlertForm, NeedForm
from residents.alerts_page import alerts_page
from residents.change_page import alerts_of
from residents.kept_rows import Kept, begun, looked_at
from residents.models import Resident


@requires(Permission.OPEN_PERSON)
@require_safe
def alerts(request: StaffRequest, reference: str) -> HttpResponse:
    """What to know before one talks with, visits or writes to somebody."""
    person = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    actions.open_record(resident=person, by=request.user, page="residents.alerts")
    return render(request, "residents/alerts.html", {"page": alerts_page(person, request.user), "person": person})


@requires(Permission.CHANGE_PERSON)
@once
def need_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Keep what somebody needs, or that they were asked and need nothing."""
    return begun(request, reference, NEEDS)


@requires(Permission.CHANGE_PERSON)
@once
def need(request: StaffRequest, reference: str, pk: UUID) -> HttpResponse:
    """Look at a need again, or end it."""
    return looked_at(request, reference, pk, NEEDS)


@requires(Permission.CHANGE_PERSON)
@once
def alert_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Start an alert."""
    return begun(request, reference, ALERTS)


@requires(Permission.CHANGE_PERSON)
@once
def alert(request: StaffRequest, reference: str, pk: UUID) -> HttpResponse:
    """Look at an alert again, or end it."""
    return looked_at(request, reference, pk, ALERTS)


def _begin_need(person: Resident, form: Any, by: User) -> object:
    if form.needs_nothing:
        return actions.record_no_needs(resident=person, by=by)
    return actions.record_need(resident=person, need=form.need(), by=by)


NEEDS = Kept(
    rows="access_needs",
    form=NeedForm,
    back=alerts_of,
    heading="What they need to be understood",
    heading_of=lambda row: row.get_kind_display(),
    begun="Saved. The banner says it on every page.",
    saved="Access need saved.",
    begin=_begin_need,
    change=lambda row, form, **who: actions.review_need(held=row, need=form.need(), **who),
    end=lambda row, form, **who: actions.end_need(held=row, because=form.cleaned_data["because"], **who),
)
ALERTS = Kept(
    rows="alerts",
    form=AlertForm,
    back=alerts_of,
    heading="New alert",
    heading_of=lambda row: f"{row.get_family_display()}: {row.words}",
    begun="Alert saved. The banner says it on every page.",
    saved="Alert saved.",
    begin=lambda person, form, by: actions.raise_alert(resident=person, warn=form.warn(), by=by),
    change=lambda row, form, **who: actions.review_alert(alert=row, warn=form.warn(), **who),
    end=lambda row, form, **who: actions.end_alert(alert=row, because=form.cleaned_data["because"], **who),
)

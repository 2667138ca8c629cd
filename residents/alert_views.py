"""Page 23: access needs in the six stages of the standard, alerts, and what has ended."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents import actions
from residents.alert_forms import AlertForm, NeedForm
from residents.alerts_page import alerts_page
from residents.change_page import Question, alerts_of, asked, person_to_change
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
    person = person_to_change(request, reference)
    form = NeedForm(request.POST or None, initial=NeedForm.initial_of(None), back=alerts_of(person))

    def carry_out() -> None:
        if form.needs_nothing:
            actions.record_no_needs(resident=person, by=request.user)
        else:
            actions.record_need(resident=person, need=form.need(), by=request.user)

    heading, said = "What they need to be understood", "Saved. The banner says it on every page."
    return asked(request, Question(person, heading, alerts_of(person), form, form.initial_of, carry_out, said))


@requires(Permission.CHANGE_PERSON)
@once
def need(request: StaffRequest, reference: str, pk: UUID) -> HttpResponse:
    """Look at a need again, or end it."""
    person = person_to_change(request, reference)
    row = _open(person.access_needs, pk)
    form = NeedForm(request.POST or None, row=row, initial=NeedForm.initial_of(row), back=alerts_of(person))

    def carry_out() -> None:
        given, by = form.cleaned_data, request.user
        if form.ends:
            actions.end_need(held=row, because=given["because"], by=by, version=given["version"])
        else:
            actions.review_need(held=row, need=form.need(), by=by, version=given["version"])

    heading, said = row.get_kind_display(), "Access need saved."
    return asked(request, Question(person, heading, alerts_of(person), form, form.initial_of, carry_out, said))


@requires(Permission.CHANGE_PERSON)
@once
def alert_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Start an alert."""
    person = person_to_change(request, reference)
    form = AlertForm(request.POST or None, initial=AlertForm.initial_of(None), back=alerts_of(person))

    def carry_out() -> None:
        actions.raise_alert(resident=person, warn=form.warn(), by=request.user)

    heading, said = "New alert", "Alert saved. The banner says it on every page."
    return asked(request, Question(person, heading, alerts_of(person), form, form.initial_of, carry_out, said))


@requires(Permission.CHANGE_PERSON)
@once
def alert(request: StaffRequest, reference: str, pk: UUID) -> HttpResponse:
    """Look at an alert again, or end it."""
    person = person_to_change(request, reference)
    row = _open(person.alerts, pk)
    form = AlertForm(request.POST or None, row=row, initial=AlertForm.initial_of(row), back=alerts_of(person))

    def carry_out() -> None:
        given, by = form.cleaned_data, request.user
        if form.ends:
            actions.end_alert(alert=row, because=given["because"], by=by, version=given["version"])
        else:
            actions.review_alert(alert=row, warn=form.warn(), by=by, version=given["version"])

    heading, said = f"{row.get_family_display()}: {row.words}", "Alert saved."
    return asked(request, Question(person, heading, alerts_of(person), form, form.initial_of, carry_out, said))


def _open(rows: Any, pk: UUID) -> Any:
    """One of somebody's needs or alerts; of one that has ended meanwhile the action says so, and the words stay."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404("Nothing here.")
    return found

"""Pages of a six-week review: how it stands, its visit, a refusal after a conversation, why it is late."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core import clock
from core.actions import discard_draft
from core.drafts import slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused
from core.fields import restore
from core.receipts import once
from core.rulebook import sentence_of
from core.shortcuts import get_visible_or_404
from discharges import actions, reviewing
from discharges.enums import BreachCause, ClockStatus
from discharges.models import Refusal, ReviewVisit, SixWeekClock
from discharges.policies import can_review
from discharges.review_forms import CallOffForm, LateForm, RefusalForm, VisitForm, WithdrawRefusalForm
from discharges.rules import refusal_ends
from referrals.holders import banner_with_holder
from residents.actions import open_record

FINE, CHANGED, REFUSED = 200, 409, 422
REFUSAL = "refusal"
NOT_RUNNING = "This six-week clock does not run any more."


@requires(Permission.SEE_REVIEWS)
@require_safe
def review(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How one review stands, and what can be done with it now."""
    running = _running(request, pk)
    open_record(resident=running.resident, by=request.user, page="discharges.review")
    visit = reviewing.planned_visit(running)
    context = {
        "facts": reviewing.facts_of(running),
        "visit": visit,
        "visit_facts": reviewing.visit_facts(visit) if visit else [],
        "not_counted": reviewing.why_not_counted(running, visit),
        "again": reviewing.visit_to_plan_again(running),
        "earlier": reviewing.earlier_visits(running),
        "refusals": reviewing.refusals_of(running),
        "is_open": running.status == ClockStatus.OPEN,
        "is_late": running.is_late_on(clock.today()),
        "reasons": sorted(running.breach_reasons.all(), key=lambda one: one.at, reverse=True),
        "can_review": can_review(request.user),
        "can_assess": request.user.may(Permission.ASSESS),
        "today": clock.today(),
    }
    return render(request, "discharges/review.html", _about(request, running) | context)


@requires(Permission.LOG_CONVERSATION)
@once
def visit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Plan the visit of a review, or move the one that is planned."""
    running = _running(request, pk)
    if request.method != "POST" and running.status != ClockStatus.OPEN:
        messages.warning(request, NOT_RUNNING)
        return redirect(running)
    planned = reviewing.planned_visit(running)
    workers = reviewing.workers_for(running, request.user)
    again = reviewing.visit_to_plan_again(running) if "again" in request.GET else None
    form = VisitForm(request.POST or None, running=running, visit=planned, workers=workers, like=again)
    if form.is_valid() and (kept := _planned(request, running, planned, form)):
        messages.success(request, f"{kept.worker.name} visits {running.resident.display_name} on {form.going.when}.")
        return redirect(running)
    open_record(resident=running.resident, by=request.user, page="discharges.visit")
    context = _about(request, running) | {"form": form, "visit": planned}
    return render(request, "discharges/visit.html", context, status=_status(form))


@requires(Permission.LOG_CONVERSATION)
@require_POST
def visit_held(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that a visit was held."""
    found = _visit(request, pk)
    actions.hold_visit(visit=found, by=request.user)
    messages.success(request, "The visit was held. The review is met when the full assessment is completed.")
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if ours else found.clock)


@requires(Permission.LOG_CONVERSATION)
@once
def visit_call_off(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Call a visit off, with the reason."""
    found = _visit(request, pk)
    form = CallOffForm(request.POST or None, visit=found)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.call_off_visit(visit=found, because=given["because"], by=request.user, version=given["version"])
        except ChangedMeanwhile as changed:
            _show_both(form, changed)
        else:
            messages.success(request, "The visit is called off. Plan another one while the review is open.")
            return redirect(found.clock)
    open_record(resident=found.clock.resident, by=request.user, page="discharges.visit_call_off")
    context = _about(request, found.clock) | {"form": form, "visit_facts": reviewing.visit_facts(found)}
    return render(request, "discharges/visit_call_off.html", context, status=_status(form))


@requires(Permission.LOG_CONVERSATION)
@once
def refusal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Record that somebody refused the full assessment, after a conversation; what will follow is said before."""
    running = _running(request, pk)
    if request.method != "POST" and running.status != ClockStatus.OPEN:
        messages.warning(request, NOT_RUNNING)
        return redirect(running)
    form = RefusalForm(request.POST or None, running=running)
    if form.is_valid() and _refused(request, running, form):
        return redirect(running)
    open_record(resident=running.resident, by=request.user, page="discharges.refusal")
    draft = slot_for(request.user.id, REFUSAL, str(running.pk))
    restore(form, draft.fields)
    context = _about(request, running) | {"form": form, "draft": draft, "rule": sentence_of(refusal_ends)}
    return render(request, "discharges/refusal.html", context, status=_status(form))


@requires(Permission.LOG_CONVERSATION)
@once
def refusal_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """A refusal does not hold any more: the clock runs again."""
    found = get_visible_or_404(Refusal.objects.select_related("clock"), request.user, pk=pk)
    running = _running(request, found.clock_id)
    form = WithdrawRefusalForm(request.POST or None, running=running)
    if form.is_valid():
        actions.withdraw_refusal(refusal=found, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, "The refusal is withdrawn.")
        return redirect(running)
    open_record(resident=running.resident, by=request.user, page="discharges.refusal_withdraw")
    return render(
        request, "discharges/refusal_withdraw.html", _about(request, running) | {"form": form}, status=_status(form)
    )


@requires(Permission.LOG_CONVERSATION)
@once
def late(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say why a review is overdue, or was held late."""
    running = _running(request, pk)
    if not running.is_late_on(clock.today()) and request.method != "POST":
        messages.warning(request, "This review is not late.")
        return redirect(running)
    form = LateForm(request.POST or None, running=running)
    if form.is_valid() and _reason_given(request, running, form):
        messages.success(request, "The reason is kept. It is counted on the page of the locality.")
        return redirect(running)
    open_record(resident=running.resident, by=request.user, page="discharges.late")
    return render(request, "discharges/late.html", _about(request, running) | {"form": form}, status=_status(form))


def _running(request: StaffRequest, pk: UUID) -> SixWeekClock:
    found: SixWeekClock = get_visible_or_404(SixWeekClock.objects.for_page(), request.user, pk=pk)
    return found


def _visit(request: StaffRequest, pk: UUID) -> ReviewVisit:
    found: ReviewVisit = get_visible_or_404(ReviewVisit.objects.for_page(), request.user, pk=pk)
    return found


def _about(request: StaffRequest, running: SixWeekClock) -> dict[str, Any]:
    return {"running": running, "person": banner_with_holder(running.resident, request.user)}


def _planned(
    request: StaffRequest, running: SixWeekClock, planned: ReviewVisit | None, form: VisitForm
) -> ReviewVisit | None:
    version = form.cleaned_data["version"]
    try:
        if planned and version:
            return actions.move_visit(visit=planned, going=form.going, by=request.user, version=version)
        return actions.plan_visit(running=running, going=form.going, by=request.user)
    except ChangedMeanwhile as changed:
        _show_both(form, changed)
    except Refused as refused:
        form.add_error(None, str(refused))
    return None


def _show_both(form: Any, changed: ChangedMeanwhile) -> None:
    now: Any = changed.current
    form.show_changed(now.version, str(changed), form.beside(now))


def _refused(request: StaffRequest, running: SixWeekClock, form: RefusalForm) -> bool:
    try:
        kept = actions.record_refusal(running=running, told=form.told, by=request.user)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    seen = version_seen(request.POST)
    discard_draft(owner_id=request.user.id, form=REFUSAL, subject=str(running.pk), version=seen)
    runs_on = reviewing.what_follows(kept.has_capacity, kept.in_best_interests, kept.at_risk_of_abuse)
    if runs_on:
        messages.warning(request, f"The refusal is recorded, and it does not end the clock. {runs_on}")
    else:
        messages.success(request, "The refusal is recorded, and it ends the six-week clock.")
    return True


def _reason_given(request: StaffRequest, running: SixWeekClock, form: LateForm) -> bool:
    given = form.cleaned_data
    try:
        actions.give_breach_reason(
            running=running, cause=BreachCause(given["cause"]), by=request.user, words=given["words"]
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _status(form: Any) -> int:
    if getattr(form, "changed", False):
        return CHANGED
    return REFUSED if form.errors else FINE

"""Pages of one programme: plan it, read it, start it, change who works on it, end it, cancel it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import PARTNERS, Permission
from core.actions import discard_draft
from core.drafts import slot_for, version_seen
from core.errors import Refused
from core.fields import restore
from core.receipts import once
from core.shortcuts import get_visible_or_404
from referrals.holders import banner_with_holder
from residents.actions import open_record
from residents.life import nothing_new_in_words
from residents.models import Resident
from services import actions
from services.actions import End, Plan
from services.doing import done, found, show_form, status_of
from services.enums import Outcome, ProgrammeKind
from services.forms import CancelForm, ChangeForm, EndForm, ProgrammeForm, StartForm
from services.policies import can_manage
from services.programmes import COLOURS, corrections_of, facts_of, free_in_words, goals_of, hospital_in_words, to_say

DRAFT = "programme-end"


@requires(Permission.MANAGE_REABLEMENT)
@once
def programme_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Promise a person a place in reablement or bridging; one whose day has come starts at once."""
    person = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    back = person.get_absolute_url()
    if request.method != "POST" and (nothing_new := nothing_new_in_words(person)):
        messages.warning(request, nothing_new)
        return redirect(back)
    form = ProgrammeForm(request.POST or None, cancel=back)
    if form.is_valid() and (planned := _planned(request, person, form)):
        return planned
    open_record(resident=person, by=request.user, page="services.programme_new")
    context = {"person": banner_with_holder(person, request.user), "form": form, "back": back}
    context |= {"back_text": person.display_name, "title": "Plan reablement or bridging"}
    context |= {"inset": hospital_in_words(person, request.user)}
    return render(request, "services/form.html", context, status=status_of(form))


@requires(Permission.SEE_REABLEMENT)
@require_safe
def programme(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One programme: where it stands, the goals, and what may be done with it now."""
    this = found(request, pk)
    open_record(resident=this.resident, by=request.user, page="services.programme")
    context: dict[str, Any] = {"programme": this, "person": banner_with_holder(this.resident, request.user)}
    context |= {"facts": facts_of(this, request.user), "goals": goals_of(this), "flag": free_in_words(this)}
    context |= {"can_manage": can_manage(request.user), "is_ours": request.user.role not in PARTNERS}
    context |= {"corrections": corrections_of(this), "to_say": to_say(this, request.user)}
    context["colour"] = COLOURS.get(this.free_now) if this.free_now else ""
    return render(request, "services/programme.html", context)


@requires(Permission.MANAGE_REABLEMENT)
@once
def start(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that a planned programme has started, and on which day."""
    this = found(request, pk)
    form = StartForm(request.POST or None, programme=this)
    if form.is_valid() and done(form, actions.start_programme, programme=this, by=request.user, **form.cleaned_data):
        messages.success(request, "It has started. The free six weeks run from that day.")
        return redirect(this)
    return show_form(request, this, form, "services.start", title="It has started")


@requires(Permission.MANAGE_REABLEMENT)
@once
def change(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let somebody else of the team work on it, or with other hours."""
    this = found(request, pk)
    form = ChangeForm(request.POST or None, programme=this)
    if form.is_valid() and done(form, actions.change_programme, programme=this, by=request.user, **form.cleaned_data):
        messages.success(request, "Changed.")
        return redirect(this)
    return show_form(request, this, form, "services.change", title="Change worker or hours")


@requires(Permission.MANAGE_REABLEMENT)
@once
def cancel(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give the place back before it has started."""
    this = found(request, pk)
    form = CancelForm(request.POST or None, programme=this)
    if form.is_valid() and done(form, actions.cancel_programme, programme=this, by=request.user, **form.cleaned_data):
        messages.success(request, "Cancelled. The place is free again.")
        return redirect(this)
    return show_form(request, this, form, "services.cancel", title="Cancel what is planned")


@requires(Permission.MANAGE_REABLEMENT)
@once
def end(request: StaffRequest, pk: UUID) -> HttpResponse:
    """End it with an outcome, overall and for each goal."""
    this = found(request, pk)
    form = EndForm(request.POST or None, programme=this, goals=goals_of(this))
    if form.is_valid() and _ended(request, form):
        messages.success(request, f"Ended: {this.get_kind_display().lower()} with {this.team.spoken}.")
        return redirect(this)
    draft = slot_for(request.user.id, DRAFT, str(this.pk))
    restore(form, draft.fields)
    return show_form(request, this, form, "services.end", title="End this programme", draft=draft, form_id=DRAFT)


def _planned(request: StaffRequest, person: Resident, form: ProgrammeForm) -> HttpResponse | None:
    given = form.cleaned_data
    plan = Plan(
        kind=ProgrammeKind(given["kind"]), team=form.teams[given["team"]], starts_on=given["starts_on"],
        hours=given["hours"], worker=given["worker"],
    )  # fmt: skip
    try:
        made = actions.plan_programme(resident=person, plan=plan, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    whence = ", straight from hospital" if made.straight_from_hospital else ""
    became = f"started{whence}" if made.is_running else "is planned"
    messages.success(request, f"{made.get_kind_display()} with {made.team.spoken} {became}.")
    return redirect(made)


def _ended(request: StaffRequest, form: EndForm) -> bool:
    given = form.cleaned_data
    said = End(given["ended_on"], Outcome(given["outcome"]), given["words"], given["next_step"], form.how_far)
    about = {"programme": form.programme, "by": request.user, "version": given["version"]}
    if not done(form, actions.end_programme, end=said, **about):
        return False
    seen = version_seen(request.POST)
    discard_draft(owner_id=request.user.id, form=DRAFT, subject=str(form.programme.pk), version=seen)
    return True

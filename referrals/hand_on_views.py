"""Pages on which a referral goes to another team: hand on, send again, and take that back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.actions import discard_draft
from core.drafts import slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused
from core.fields import restore
from core.receipts import once
from core.shortcuts import get_visible_or_404
from referrals import actions
from referrals.answer_forms import HandOnForm, SendAgainForm, TeamForm
from referrals.answer_policies import check_can_hand_on
from referrals.between_teams import with_its_team
from referrals.destinations import said_before, teams_for, way_for
from referrals.enums import ReferralSource, ReferralStatus
from referrals.holders import banner_with_holder, holder_of
from referrals.models import HandOff, Referral
from referrals.overview import matters_to, story_of, what_happened
from referrals.policies import check_can_decide
from residents.actions import open_record

FINE, CHANGED, REFUSED = 200, 409, 422
HAND_ON, SEND_AGAIN = "hand-on", "send-again"


@requires(Permission.SEE_TEAM_QUEUE)
@once
def hand_on(request: StaffRequest, reference: str) -> HttpResponse:
    """Hand a referral on with its story, having heard which hand-off that would be for the person."""
    found = get_visible_or_404(Referral.objects.for_page(), request.user, reference=reference)
    check_can_hand_on(request.user, found)
    movable = with_its_team(found) and found.source != ReferralSource.DISCHARGE
    if not movable and request.method != "POST":
        return redirect(found)
    form = HandOnForm(request.POST or None, **_where(found))
    unlike: list[tuple[str, str, str]] = []
    if form.is_valid():
        try:
            handed = _hand_on(request, found, form)
        except ChangedMeanwhile:
            unlike = _changed(request, found, form)
        except Refused as refusal:
            form.add_error("to", str(refusal))
        else:
            return _handed_on(request, found, handed)
    return _show(request, found, form, HAND_ON, unlike=unlike)


def _hand_on(request: StaffRequest, found: Referral, form: HandOnForm) -> HandOff:
    told, version = form.told(), form.cleaned_data["version"]
    to = form.chosen(request.user.name, told.urgency)
    return actions.hand_on(referral=found, to=to, told=told, by=request.user, version=version)


def _handed_on(request: StaffRequest, found: Referral, handed: HandOff) -> HttpResponse:
    assert handed.to_team is not None
    _discard(request, found, HAND_ON)
    undo = reverse("referrals:undo_hand_on", kwargs={"pk": handed.pk})
    words = f"{found.reference} is handed on to {handed.to_team.spoken}."
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect(found)


@requires(Permission.SEE_TEAM_QUEUE)
@once
def send_again(request: StaffRequest, reference: str) -> HttpResponse:
    """Send a referral that was returned to the same team, or to another."""
    found = get_visible_or_404(Referral.objects.for_page(), request.user, reference=reference)
    check_can_decide(request.user, found)
    if found.status != ReferralStatus.RETURNED and request.method != "POST":
        return redirect(found)
    form = SendAgainForm(request.POST or None, **_where(found))
    if form.is_valid():
        try:
            sent = _send_again(request, found, form)
        except ChangedMeanwhile:
            _changed(request, found, form)
        except Refused as refusal:
            form.add_error("to", str(refusal))
        else:
            _discard(request, found, SEND_AGAIN)
            messages.success(request, f"{found.reference} is sent to {sent.team.spoken}.")
            return redirect(found)
    return _show(request, found, form, SEND_AGAIN)


def _send_again(request: StaffRequest, found: Referral, form: SendAgainForm) -> Referral:
    words, version = form.cleaned_data["words"], form.cleaned_data["version"]
    to = form.chosen(request.user.name, found.urgency)
    return actions.send_again(referral=found, to=to, by=request.user, words=words, version=version)


@requires(Permission.SEE_TEAM_QUEUE)
@require_POST
def undo_hand_on(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take a referral back that was handed on by mistake, within ten minutes and while nobody acted."""
    handed = get_visible_or_404(HandOff.objects.select_related("referral", "from_team"), request.user, pk=pk)
    found = actions.undo_hand_on(hand_off=handed, by=request.user)
    messages.success(request, f"{found.reference} is back with {found.team.spoken}. It counts as no hand-off.")
    return redirect(found)


def _where(found: Referral) -> dict[str, Any]:
    return {"referral": found, "suggestion": way_for(found), "teams": teams_for(found)}


def _discard(request: StaffRequest, found: Referral, draft: str) -> None:
    seen = version_seen(request.POST)
    discard_draft(owner_id=request.user.id, form=draft, subject=found.reference, version=seen)


def _changed(request: StaffRequest, found: Referral, form: TeamForm) -> list[tuple[str, str, str]]:
    """Say who acted meanwhile; where the referral and what was typed differ, both."""
    now, held = Referral.objects.for_page().get(pk=found.pk), holder_of(found)
    unlike = form.differences(now, held.worker.name if held else "") if isinstance(form, HandOnForm) else []
    form.show_changed(now.version, what_happened(now, request.user))
    return unlike


def _show(
    request: StaffRequest, found: Referral, form: TeamForm, draft_name: str, *, unlike: list[Any] | None = None
) -> HttpResponse:
    open_record(resident=found.resident, by=request.user, page=f"referrals.{draft_name.replace('-', '_')}")
    draft = slot_for(request.user.id, draft_name, found.reference)
    restore(form, {name: words for name, words in draft.fields.items() if name != "version"})
    context = {
        "referral": found,
        "person": banner_with_holder(found.resident, request.user),
        "aloud": said_before(found),
        "story": story_of(found, request.user),
        "matters": matters_to(found, request.user),
        "last_note": found.notes.select_related("team").order_by("-at", "-id").first(),
        "form": form,
        "draft": draft,
        "unlike": unlike,
    }
    status = CHANGED if form.changed else REFUSED if form.errors else FINE
    return render(request, f"referrals/referral_{draft_name.replace('-', '_')}.html", context, status=status)

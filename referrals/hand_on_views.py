"""Pages on which a referral goes to another team: hand on, send again, and take that back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.actions import discard_draft
from core.drafts import DraftSlot, slot_for, version_seen
from core.fields import restore
from core.receipts import once
from core.shortcuts import get_visible_or_404
from referrals import actions
from referrals.answer_forms import HandOnForm, SendAgainForm, TeamForm
from referrals.answer_policies import check_can_hand_on
from referrals.between_teams import with_its_team
from referrals.destinations import said_before, teams_for, way_for
from referrals.doing import Check, carry_out, check, find, show
from referrals.enums import ReferralSource, ReferralStatus
from referrals.holders import banner_with_holder
from referrals.models import HandOff, Referral
from referrals.overview import matters_to, story_of
from referrals.policies import check_can_decide
from residents.actions import open_record


@dataclass(frozen=True)
class Way:
    """One way in which a referral goes to another team: who may, while what is so, and what is asked."""

    draft: str
    title: str
    heading: str
    form: type[TeamForm]
    may: Check
    possible: Callable[[Referral], bool]


def _can_move(referral: Referral) -> bool:
    return with_its_team(referral) and referral.source != ReferralSource.DISCHARGE


def _came_back(referral: Referral) -> bool:
    return bool(referral.status == ReferralStatus.RETURNED)


HAND_ON = Way("hand-on", "Hand on {}", "Hand on to another team", HandOnForm, check_can_hand_on, _can_move)
SEND_AGAIN = Way(
    "send-again", "Send {} again", "Send referral {} again", SendAgainForm, check_can_decide, _came_back
)  # fmt: skip


@requires(Permission.SEE_TEAM_QUEUE)
@once
def hand_on(request: StaffRequest, reference: str) -> HttpResponse:
    """Hand a referral on with its story, having heard which hand-off that would be for the person."""
    found = find(request, reference)
    form = _form(request, found, HAND_ON)
    if isinstance(form, HttpResponse):
        return form
    handed = carry_out(request, found, form, lambda: _hand_on(request, found, form)) if form.is_valid() else None
    if handed is None:
        return _show(request, found, form, HAND_ON)
    assert handed.to_team is not None
    _discard(request, found, HAND_ON)
    undo = reverse("referrals:undo_hand_on", kwargs={"pk": handed.pk})
    words = f"{found.reference} is handed on to {handed.to_team.spoken}."
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect(found)


def _hand_on(request: StaffRequest, found: Referral, form: Any) -> HandOff:
    told, version = form.told(), form.cleaned_data["version"]
    to = form.chosen(request.user.name, told.urgency)
    return actions.hand_on(referral=found, to=to, told=told, by=request.user, version=version)


@requires(Permission.SEE_TEAM_QUEUE)
@once
def send_again(request: StaffRequest, reference: str) -> HttpResponse:
    """Send a referral that was returned to the same team, or to another."""
    found = find(request, reference)
    form = _form(request, found, SEND_AGAIN)
    if isinstance(form, HttpResponse):
        return form
    sent = carry_out(request, found, form, lambda: _send_again(request, found, form)) if form.is_valid() else None
    if sent is None:
        return _show(request, found, form, SEND_AGAIN)
    _discard(request, found, SEND_AGAIN)
    messages.success(request, f"{found.reference} is sent to {sent.team.spoken}.")
    return redirect(found)


def _send_again(request: StaffRequest, found: Referral, form: Any) -> Referral:
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


def _form(request: StaffRequest, found: Referral, way: Way) -> TeamForm | HttpResponse:
    """The form of a way; back to the referral when it cannot go that way now, but never with words lost."""
    check(request, found, way.may)
    if not way.possible(found) and request.method != "POST":
        return redirect(found)
    return way.form(request.POST or None, referral=found, suggestion=way_for(found), teams=teams_for(found))


def _discard(request: StaffRequest, found: Referral, way: Way) -> None:
    seen = version_seen(request.POST)
    discard_draft(owner_id=request.user.id, form=way.draft, subject=found.reference, version=seen)


def _show(request: StaffRequest, found: Referral, form: TeamForm, way: Way) -> HttpResponse:
    open_record(resident=found.resident, by=request.user, page=f"referrals.{way.draft.replace('-', '_')}")
    draft = slot_for(request.user.id, way.draft, found.reference)
    restore(form, {name: words for name, words in draft.fields.items() if name != "version"})
    return show(request, "referrals/referral_to_team.html", form, _context(request, found, way, draft))


def _context(request: StaffRequest, found: Referral, way: Way, draft: DraftSlot) -> dict[str, object]:
    last = found.notes.select_related("team").order_by("-at", "-id").first() if _came_back(found) else None
    return {
        "title": way.title.format(found.reference),
        "heading": way.heading.format(found.reference),
        "referral": found,
        "person": banner_with_holder(found.resident, request.user),
        "aloud": said_before(found),
        "story": story_of(found, request.user),
        "matters": matters_to(found, request.user),
        "last_note": last,
        "form_id": way.draft,
        "draft": draft,
    }

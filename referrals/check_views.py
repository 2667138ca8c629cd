"""The check page of a call: what was heard, where it goes and why; then it is sent, once."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.actions import discard_draft
from core.drafts import DraftSlot, slot_for, version_seen
from core.errors import ChangedMeanwhile, SentAlready
from core.receipts import once
from referrals import actions
from referrals.call_forms import FORM, NEW, CallForm, Ending, start_of_call
from referrals.console import beside, person_of
from referrals.models import Contact
from residents.actions import open_record


@requires(Permission.TAKE_CALL)
@once
def call_check(request: StaffRequest) -> HttpResponse:
    """Show what will be sent and where, and send it."""
    slot = slot_for(request.user.id, FORM)
    return _send(request, slot) if request.method == "POST" else _check(request, slot)


def _check(request: StaffRequest, slot: DraftSlot) -> HttpResponse:
    """Show what will be sent and where; the words are those of the draft, exactly."""
    form, person = CallForm(slot.fields, ending=Ending.SEND), person_of(slot.fields.get("person", ""), request.user)
    if person is None or not form.is_valid():
        return redirect("referrals:call_new")
    open_record(resident=person, by=request.user, page="referrals.call_check")
    known = beside(person, form.cleaned_data["need"], request.user)
    context = {"told": form.told(), "facts": form.facts(), "known": known, "slot": slot}
    return render(request, "referrals/call_check.html", context)


def _send(request: StaffRequest, slot: DraftSlot) -> HttpResponse:
    """Send what the check page showed, if the draft still says it; the draft is locked first, so it is sent once."""
    if slot.version is None:
        return _sent_already(request, request.POST.get("started_at", ""))
    form, person = CallForm(slot.fields, ending=Ending.SEND), person_of(slot.fields.get("person", ""), request.user)
    if person is None or not form.is_valid():
        return _check_again(request)
    seen = version_seen(request.POST) or 0
    try:
        discard_draft(owner_id=request.user.id, form=FORM, subject=NEW, version=seen)
    except SentAlready:
        return _sent_already(request, form.cleaned_data["started_at"])
    except ChangedMeanwhile:
        return _check_again(request)
    sent = actions.route_contact(resident=person, told=form.told(), by=request.user)
    assert sent.referral is not None
    messages.success(request, f"Sent to {sent.referral.team.spoken}. The contact is {sent.contact.reference}.")
    return redirect(sent.contact)


def _check_again(request: StaffRequest) -> HttpResponse:
    messages.warning(request, "The words were changed in another tab. Nothing was sent: check them again.")
    return redirect("referrals:call_check")


def _sent_already(request: StaffRequest, started_at: str) -> HttpResponse:
    """Lead to the contact that the call became: the one that this person took, begun at the same moment."""
    begun = start_of_call(started_at)
    found = Contact.objects.filter(taken_by=request.user, started_at=begun).first() if begun else None
    if found is None:
        messages.info(request, "That call was sent already, or started again. This is a new one.")
        return redirect("referrals:call_new")
    messages.info(request, f"This call was sent already. The contact is {found.reference}.")
    return redirect(found)

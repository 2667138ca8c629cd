"""The check page of a call: what was heard, where it goes and why; then it is sent or added, once, or taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.actions import discard_draft
from core.drafts import DraftSlot, slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused, SentAlready
from core.receipts import once
from core.shortcuts import get_visible_or_404
from referrals import actions
from referrals.call_forms import FORM, NEW, CallForm, Ending, start_of_call
from referrals.check_forms import CheckForm, Decision, PlaceForm
from referrals.console import open_work_of, person_of
from referrals.models import Contact, Referral
from referrals.parking import text_in
from referrals.routing import suggest
from residents.actions import choose_locality, open_record
from residents.banner import banner_of
from residents.life import nothing_new_in_words
from residents.models import Resident

REFUSED, CHANGED = 422, 409
OTHERWISE = "Where it goes has changed while this page was open: read it again. Nothing was sent."


@requires(Permission.TAKE_CALL)
@once
def call_check(request: StaffRequest) -> HttpResponse:
    """Show what will be sent and where, and send it, or place the person by hand first."""
    slot = slot_for(request.user.id, FORM)
    if request.method == "POST" and slot.version is None:
        return _sent_already(request, request.POST.get("started_at", ""))
    call = CallForm(slot.fields, ending=Ending.SEND)
    person = person_of(text_in(slot.fields, "person"), request.user)
    if person is None or not call.is_valid():
        return _check_again(request) if request.method == "POST" else redirect("referrals:call_new")
    if nothing_new := nothing_new_in_words(person):
        messages.warning(request, f"Nothing was sent. {nothing_new}")
        return redirect("referrals:call_new")
    if "place" in request.POST:
        return _place(request, slot, call, person)
    return _send(request, slot, call, person) if request.method == "POST" else _page(request, slot, call, person)


def _page(
    request: StaffRequest,
    slot: DraftSlot,
    call: CallForm,
    person: Resident,
    *,
    check: CheckForm | None = None,
    place: PlaceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show what will be sent and where; the words are those of the draft, exactly."""
    open_record(resident=person, by=request.user, page="referrals.call_check")
    check = check or _form(call, person)
    place = None if person.locality else place or PlaceForm()
    check.lay_out(person)
    context: dict[str, Any] = {
        "told": call.told(), "facts": call.facts(), "slot": slot, "check": check,
        "banner": banner_of(person, request.user, key_worker=None), "open_work": _other_work(check, person),
        "place": place, "forms": [form for form in (check, place) if form],
    }  # fmt: skip
    return render(request, "referrals/call_check.html", context, status=status)


def _other_work(check: CheckForm, person: Resident) -> list[Referral]:
    """What is open with the person beside the work that the first choice adds to."""
    first = check.suggestion.add_to
    return [one for one in open_work_of(person) if not first or one.pk != first.pk]


def _form(call: CallForm, person: Resident, data: Any = None) -> CheckForm:
    heard = call.cleaned_data
    return CheckForm(data, suggestion=suggest(person, heard["need"], urgency=heard["urgency"]))


def _send(request: StaffRequest, slot: DraftSlot, call: CallForm, person: Resident) -> HttpResponse:
    """Send what the check page showed, if draft and router still say it; the draft is locked first, so it is sent
    once.
    """
    check = _form(call, person, request.POST)
    if check.is_outdated:
        messages.warning(request, OTHERWISE)
        return _page(request, slot, call, person, status=CHANGED)
    if not check.is_valid():
        return _page(request, slot, call, person, check=check, status=REFUSED)
    try:
        discard_draft(owner_id=request.user.id, form=FORM, subject=NEW, version=version_seen(request.POST) or 0)
    except SentAlready:
        return _sent_already(request, call.cleaned_data["started_at"])
    except ChangedMeanwhile:
        return _check_again(request)
    return _carry_out(request, check.decision(call.told(), request.user.name), person)


def _carry_out(request: StaffRequest, decision: Decision, person: Resident) -> HttpResponse:
    told = decision.told
    if decision.add_to:
        sent = actions.add_to_open_work(referral=decision.add_to, told=told, by=request.user)
        done = f"Added to {decision.add_to.reference}, which {decision.add_to.team.spoken} has open."
    else:
        sent = actions.route_contact(resident=person, told=told, suggestion=decision.suggestion, by=request.user)
        done = f"Sent. {decision.suggestion.told}"
    messages.success(request, f"{done} The contact is {sent.contact.reference}.")
    return redirect(sent.contact)


def _place(request: StaffRequest, slot: DraftSlot, call: CallForm, person: Resident) -> HttpResponse:
    """Choose a locality by hand, with a reason; then check again where it goes."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, slot, call, person, place=form, status=REFUSED)
    said = form.cleaned_data
    try:
        choose_locality(
            resident=person, locality=said["locality"], reason=said["place_reason"], by=request.user,
            version=person.version,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error("locality", str(refusal))
        return _page(request, slot, call, person, place=form, status=REFUSED)
    messages.success(request, f"{person.display_name} belongs to {said['locality']} now. Check where it goes.")
    return redirect("referrals:call_check")


def _check_again(request: StaffRequest) -> HttpResponse:
    messages.warning(request, "The words were changed in another tab. Nothing was sent: check them again.")
    return redirect("referrals:call_check")


def _sent_already(request: StaffRequest, started_at: str) -> HttpResponse:
    """Lead to the contact that the call became: the one that this person took, begun at the same moment."""
    begun = start_of_call(started_at)
    taken = Contact.objects.filter(taken_by=request.user).order_by("-taken_at")
    found = taken.filter(started_at=begun).first() if begun else None
    if found is None:
        messages.info(request, "That call was sent already, or started again. This is a new one.")
        return redirect("referrals:call_new")
    messages.info(request, f"This call was sent already. The contact is {found.reference}.")
    return redirect(found)


@requires(Permission.TAKE_CALL)
@require_POST
@once
def withdraw(request: StaffRequest, reference: str) -> HttpResponse:
    """Take back what was sent a moment ago: the words stand in the console again."""
    found = get_visible_or_404(Contact.objects.select_related("resident"), request.user, reference=reference)
    try:
        closed = actions.withdraw_contact(contact=found, by=request.user)
    except Refused as refusal:
        messages.warning(request, str(refusal))
        return redirect(found)
    what = f"What was added to {closed.reference}" if closed.is_open else closed.reference
    messages.success(request, f"{what} was taken back from {closed.team.spoken}. The words are below.")
    return redirect("referrals:call_new")

"""Pages of a call: the console, and the contact that it became; the check page between them is in check_views.

The words live in one draft from the first key to the end: every button keeps them there first, so
that the check page, a lost session and the "Add this person" page all find the same words.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record, record_list
from core.actions import discard_draft, save_draft
from core.drafts import DraftSlot, slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused, SentAlready
from core.fields import restore
from core.receipts import once
from core.shortcuts import get_visible_or_404
from referrals import actions
from referrals.call_forms import FORM, NEW, CallForm, Ending, words_of
from referrals.console import beside, person_of
from referrals.contacts import contact_facts, said_in, sent_from
from referrals.holders import banner_with_holder
from referrals.models import Contact
from referrals.open_work import with_work
from residents.actions import open_record
from residents.models import Resident
from residents.search import add_person_link, find

FINE, CHANGED, REFUSED = 200, 409, 422
GOES_ON = "What you typed is below. If you go on, it becomes a new call."
NOBODY = "Find the person, or add them, before you send this to a team"


@requires(Permission.TAKE_CALL)
@once
def call_new(request: StaffRequest) -> HttpResponse:
    """The call console: type first, find the person meanwhile, then send it on or advise."""
    if request.method == "POST":
        return _pressed(request)
    if request.GET.get("step") == "check":
        return redirect("referrals:call_check")
    slot = slot_for(request.user.id, FORM)
    form = CallForm()
    restore(form, slot.fields)
    typed_for = slot.fields.get("person", "")
    person = person_of(request.GET.get("person") or typed_for, request.user)
    if person and typed_for and person.reference != typed_for:
        messages.warning(request, f"What is below was typed while somebody else was chosen ({typed_for}).")
    return _console(request, form, slot, person)


def _pressed(request: StaffRequest) -> HttpResponse:
    """Do what the pressed button says; the words are kept before anything else."""
    if "again" in request.POST:
        discard_draft(owner_id=request.user.id, form=FORM, subject=NEW)
        return redirect("referrals:call_new")
    words = words_of(request.POST) | _chosen(request)
    try:
        _keep(request, words)
    except Refused as refusal:
        return _not_kept(request, words, refusal)
    if "add" in request.POST:
        return redirect(add_person_link(words.get("q", ""), request.user, for_call=True))
    if request.POST.get("next") in {"check", "advise"}:
        return _end(request, words, Ending.SEND if request.POST["next"] == "check" else Ending.ADVISE)
    return redirect("referrals:call_new")


def _chosen(request: StaffRequest) -> dict[str, str]:
    """What choosing somebody, or somebody else, changes of the words."""
    if "resident" in request.POST:
        return {"person": request.POST["resident"], "q": ""}
    return {"person": ""} if "change" in request.POST else {}


def _keep(request: StaffRequest, words: dict[str, str]) -> None:
    """Keep the words as the draft, unless another tab has kept others since this page was opened."""
    seen = version_seen(request.POST) or None
    save_draft(owner_id=request.user.id, form=FORM, subject=NEW, fields=words, version=seen)


def _not_kept(request: StaffRequest, words: dict[str, str], refusal: Refused) -> HttpResponse:
    """The console with the words of this tab: beside what another tab has kept since, or with the refusal."""
    form, slot = CallForm(words), slot_for(request.user.id, FORM)
    person = person_of(words.get("person", ""), request.user)
    if isinstance(refusal, ChangedMeanwhile):
        return _console(request, form, slot, person, newer=slot)
    gone = isinstance(refusal, SentAlready)
    form.add_error(None, f"{refusal} {GOES_ON}" if gone else str(refusal))
    return _console(request, form, slot, person)


def _end(request: StaffRequest, words: dict[str, str], ending: Ending) -> HttpResponse:
    """Go on to the check page, or close the call with advice; back to the console with what is missing."""
    form = CallForm(words, ending=ending)
    person = person_of(words.get("person", ""), request.user)
    form.full_clean()
    if ending is Ending.SEND and person is None:
        form.add_error("q", NOBODY)
    if form.errors:
        return _console(request, form, slot_for(request.user.id, FORM), person)
    if ending is Ending.SEND:
        return redirect("referrals:call_check")
    advice = form.cleaned_data["advice"]
    sent = actions.advise_contact(resident=person, told=form.told(), advice=advice, by=request.user)
    discard_draft(owner_id=request.user.id, form=FORM, subject=NEW)
    messages.success(request, f"The advice is kept. The contact is {sent.contact.reference}.")
    return redirect(sent.contact)


def _console(
    request: StaffRequest, form: CallForm, slot: DraftSlot, person: Resident | None, newer: DraftSlot | None = None
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "slot": slot, "newer": newer and form.differences(newer.fields)}
    query = form["q"].value() or ""
    if person:
        open_record(resident=person, by=request.user, page="referrals.call_new")
        context["known"] = beside(person, form["need"].value() or "", request.user)
    elif query:
        results = find(query, request.user, limit=10)
        found = [hit.resident.pk for hit in results.hits]
        record_list(by=request.user, page="referrals.call_new", resident_ids=found)
        context |= {"results": results, "rows": with_work(results.hits, request.user)}
    form.lay_out(person=person)
    status = CHANGED if newer else REFUSED if form.errors else FINE
    return render(request, "referrals/call_new.html", context, status=status)


@requires(Permission.TAKE_CALL)
def contact(request: StaffRequest, reference: str) -> HttpResponse:
    """One contact: what was heard, by whom, and where it went."""
    contacts = Contact.objects.select_related("resident__practice", "resident__locality", "taken_by")
    found = get_visible_or_404(contacts, request.user, reference=reference)
    if found.resident:
        open_record(resident=found.resident, by=request.user, page="referrals.contact")
    else:
        record("contact.viewed", by=request.user, subject=found, page="referrals.contact")
    context = {"contact": found, "facts": contact_facts(found), "said": said_in(found), "sent": sent_from(found)}
    context["person"] = banner_with_holder(found.resident, request.user) if found.resident else None
    return render(request, "referrals/contact_show.html", context)

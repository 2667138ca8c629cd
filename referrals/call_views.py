"""Pages of a call: the console, and the contact that it became; the check page between them is in check_views.

The words live in one draft from the first key to the end: every button keeps them there first, so
that the check page, a lost session and the "Add this person" page all find the same words.
"""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from accounts.actions import show_script
from accounts.models import User
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
from referrals.call_forms import CallForm, Ending, Words, words_of
from referrals.console import Found, beside, help_with, person_of, text_of, whom_it_found
from referrals.contacts import added_to, can_be_taken_back, contact_facts, said_in, sent_from
from referrals.earlier_calls import number_of
from referrals.enums import Onward
from referrals.guidance import guidance_for
from referrals.holders import banner_with_holder
from referrals.models import Contact
from referrals.parking import FORM, NEW, has_words, text_in
from referrals.promise_views import press_kept
from residents.actions import open_record
from residents.models import Resident
from residents.search import add_person_link

FINE, CHANGED, REFUSED = 200, 409, 422
GOES_ON = "What you typed is below. If you go on, it becomes a new call."
NOBODY = "Find the person, or add them, before you send this to a team"
ENDINGS = {"check": Ending.SEND, "advise": Ending.ADVISE, "onward": Ending.ONWARD}
SHOWN = {"yes": 10, "all": 200}  # how many people are shown when "Find", and "see more of them", is pressed
SHOW = {str(number) for number in SHOWN.values()}


@requires(Permission.TAKE_CALL)
@once
def call_new(request: StaffRequest) -> HttpResponse:
    """The call console: type first, find the person meanwhile, then send it on, advise, or say whom to ring."""
    if request.method == "POST":
        return _pressed(request)
    if request.GET.get("step") == "check":
        return redirect("referrals:call_check")
    slot = slot_for(request.user.id, FORM)
    form = CallForm()
    restore(form, slot.fields)
    typed_for = text_in(slot.fields, "person")
    person = person_of(request.GET.get("person") or typed_for, request.user)
    if person and typed_for and "person" in request.GET and person.reference != typed_for:
        messages.warning(request, f"What is below was typed while somebody else was chosen ({typed_for}).")
    return _console(request, form, slot, person, tel=_given(request, form, slot))


def _given(request: StaffRequest, form: CallForm, slot: DraftSlot) -> str:
    """Take over what the address gives: why it is not for us, and the number that rings (`?tel=`).

    A number that rings while another call is being written is not put into that call: it is returned.
    """
    if request.GET.get("onward") in Onward:
        form.initial["onward"], form.initial["caret"] = request.GET["onward"], "onward_to"
    number = number_of(request.GET.get("tel", ""))
    if number and has_words(slot.fields) and number_of(text_in(slot.fields, "caller_phone")) != number:
        return number
    if number:
        form.initial["caller_phone"] = number
    return ""


def _pressed(request: StaffRequest) -> HttpResponse:
    """Do what the pressed button says; the words are kept before anything else."""
    if "again" in request.POST:
        discard_draft(owner_id=request.user.id, form=FORM, subject=NEW)
        return redirect("referrals:call_new")
    words = words_of(request.POST) | _chosen(request)
    try:
        _keep(request, words)
        if request.POST.get("next") in ENDINGS:
            return _end(request, words, ENDINGS[request.POST["next"]])
        return redirect(_where_to(request, str(words.get("q", ""))))
    except Refused as refusal:
        return _not_kept(request, words, refusal)


def _where_to(request: StaffRequest, query: str) -> str:
    """Do what the button says that does not end the call; the address to go on at."""
    console = reverse("referrals:call_new")
    if "add" in request.POST:
        return add_person_link(query, request.user, for_call=True)
    if "find" in request.POST:
        return f"{console}?{urlencode({'show': SHOWN.get(request.POST['find'], SHOWN['yes'])})}"
    if "park" in request.POST:
        if actions.park_call(by=request.user):
            messages.success(request, "The call is parked. You can take it up again from this page.")
        number = number_of(request.POST["park"])
        return f"{console}?{urlencode({'tel': number})}" if number else console
    if "take" in request.POST and actions.take_up_call(place=request.POST["take"], by=request.user):
        messages.success(request, "The call that you were writing is parked instead.")
    if "kept_promise" in request.POST:
        press_kept(request, request.POST["kept_promise"])
    if "script" in request.POST:
        show_script(user=request.user, shown=request.POST["script"] == "show")
    return console


def _chosen(request: StaffRequest) -> dict[str, str]:
    """What choosing somebody, or somebody else, changes of the words."""
    if "resident" in request.POST:
        return {"person": request.POST["resident"], "q": "", "caret": "story"}
    return {"person": "", "caret": "q"} if "change" in request.POST else {}


def _keep(request: StaffRequest, words: Words) -> None:
    """Keep the words as the draft, unless another tab has kept others since this page was opened."""
    seen = version_seen(request.POST) or None
    save_draft(owner_id=request.user.id, form=FORM, subject=NEW, fields=words, version=seen)


def _not_kept(request: StaffRequest, words: Words, refusal: Refused) -> HttpResponse:
    """The console with the words of this tab: beside what another tab has kept since, or with the refusal."""
    form, slot = CallForm(words), slot_for(request.user.id, FORM)
    person = person_of(text_in(words, "person"), request.user)
    if isinstance(refusal, ChangedMeanwhile):
        return _console(request, form, slot, person, newer=slot)
    gone = isinstance(refusal, SentAlready)
    form.add_error(None, f"{refusal} {GOES_ON}" if gone else str(refusal))
    return _console(request, form, slot, person)


def _end(request: StaffRequest, words: Words, ending: Ending) -> HttpResponse:
    """Go on to the check page, or close the call with what was said; back to the console with what is missing."""
    form = CallForm(words, ending=ending)
    person = person_of(text_in(words, "person"), request.user)
    form.full_clean()
    if ending is Ending.SEND and person is None:
        form.add_error("q", NOBODY)
    if form.errors:
        return _console(request, form, slot_for(request.user.id, FORM), person)
    if ending is Ending.SEND:
        return redirect("referrals:call_check")
    contact = _closed(form, person, request.user)
    discard_draft(owner_id=request.user.id, form=FORM, subject=NEW)
    kept = "The advice is kept." if ending is Ending.ADVISE else "Whom they were told to ring is kept."
    messages.success(request, f"{kept} The contact is {contact.reference}.")
    return redirect(contact)


def _closed(form: CallForm, person: Resident | None, by: User) -> Contact:
    """The contact that a call became which goes to no team."""
    told = form.told()
    if form.ending is Ending.ADVISE:
        return actions.advise_contact(resident=person, told=told, advice=told.advice, by=by).contact
    onward, onward_to = form.cleaned_data["onward"], form.cleaned_data["onward_to"]
    return actions.send_onward(resident=person, told=told, onward=onward, onward_to=onward_to, by=by).contact


def _console(
    request: StaffRequest,
    form: CallForm,
    slot: DraftSlot,
    person: Resident | None,
    *,
    newer: DraftSlot | None = None,
    tel: str = "",
) -> HttpResponse:
    shown = request.GET.get("show", "")
    found = whom_it_found(form, person, request.user, limit=int(shown) if shown in SHOW else SHOWN["yes"])
    _seen(request, person, found)
    form.lay_out(person=person, searched=bool(shown and found.rows))
    context = {
        "form": form,
        "slot": slot,
        "tel": tel,
        "newer": newer and form.differences(newer.fields),
        "found": found,
        "known": beside(person, text_of(form, "need"), request.user, text_of(form, "urgency")) if person else None,
        **help_with(form, person, request.user),
    }
    status = CHANGED if newer else REFUSED if form.errors else FINE
    return render(request, "referrals/call_new.html", context, status=status)


def _seen(request: StaffRequest, person: Resident | None, found: Found) -> None:
    """Write down whose record the page shows, or whom it lists."""
    if person:
        open_record(resident=person, by=request.user, page="referrals.call_new")
    if found.people:
        record_list(by=request.user, page="referrals.call_new", resident_ids=found.people)


@requires(Permission.TAKE_CALL)
@require_safe
def guidance(request: StaffRequest) -> HttpResponse:
    """The guidance that fits the words typed beside the call, for the script that shows it while one types."""
    fitting = guidance_for(request.GET.get("guide", ""), request.GET.get("need", ""))
    told = set(request.GET.getlist("guidance"))
    return render(request, "referrals/_guidance.html", {"entries": [one for one in fitting if one.slug not in told]})


@requires(Permission.TAKE_CALL)
def contact(request: StaffRequest, reference: str) -> HttpResponse:
    """One contact: what was heard, by whom, and where it went."""
    contacts = Contact.objects.select_related("resident__practice", "resident__locality", "taken_by")
    found = get_visible_or_404(contacts, request.user, reference=reference)
    if found.resident:
        open_record(resident=found.resident, by=request.user, page="referrals.contact")
    else:
        record("contact.viewed", by=request.user, subject=found, page="referrals.contact")
    sent = sent_from(found)
    context = {"contact": found, "facts": contact_facts(found), "said": said_in(found), "sent": sent}
    context |= {"added": added_to(found), "may_withdraw": can_be_taken_back(found, sent, request.user)}
    context["person"] = banner_with_holder(found.resident, request.user) if found.resident else None
    return render(request, "referrals/contact_show.html", context)

"""Pages of a conversation: log it, read it, add to it."""

from contextlib import AbstractContextManager
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.actions import sending_draft
from core.drafts import slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused, SentAlready
from core.models import Draft
from core.receipts import once
from core.shortcuts import get_visible_or_404, next_step
from residents.actions import lock_life_of_kept, open_record
from residents.already_told import is_uuid, known_of
from residents.banner import banner_of
from residents.life import stopped_in_words
from residents.models import Resident
from sealed.actions import hold_draft
from talking_shops import actions
from talking_shops.after_page import after_of
from talking_shops.diary import likely_session, recent_sessions
from talking_shops.enums import Depth, Place
from talking_shops.forms import AddForm, TalkForm
from talking_shops.held_forms import ConversationForm
from talking_shops.models import Conversation
from talking_shops.policies import check_can_amend, check_can_make_known
from talking_shops.record import record_of
from talking_shops.waiting import begins_with, device_draft_of

TALK, TALK_ADD = "talk", "talk-add"  # the forms' names among the drafts
GIVE = "Give them the page to take away"
SENT = "This form was sent, or started again, in another window. If you send it too, it is kept a second time."


@requires(Permission.LOG_CONVERSATION)
@once
def conversation_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Log a conversation: what is known already stands beside what is asked."""
    resident = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    open_record(resident=resident, by=request.user, page="talking_shops.conversation_new")
    form = _conversation_form(request, resident)
    if request.method == "POST" and form.is_valid():
        return _log(request, resident, form)
    return _show_new(request, resident, form, status=422 if form.is_bound else 200)


def _log(request: StaffRequest, resident: Resident, form: ConversationForm) -> HttpResponse:
    talk = form.talk()
    try:
        draft = _new_on_device(request)
        with _sending(request, TALK, resident.reference) as was_kept:
            gathering = _gathering_with(request, resident)
            draft = draft or (device_draft_of(request.user, resident.reference) if was_kept else None)
            held = actions.log_conversation(
                resident=resident, talk=talk, called=form.cleaned_data["called"], by=request.user, gathering=gathering,
                device_draft=draft,
            )  # fmt: skip
    except ChangedMeanwhile as newer:
        return _show_new(request, resident, form, status=409, **_both_drafts(form, newer))
    except SentAlready:
        last = Conversation.objects.filter(resident=resident, worker=request.user).order_by("-logged_at").first()
        saved = record_of(last, request.user) if last else None
        return _show_new(request, resident, form, status=409, why=SENT, saved=saved)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show_new(request, resident, form, status=422)
    leads_to = next_step(GIVE, reverse("talking_shops:receipt_new", kwargs={"pk": held.pk}))
    messages.success(request, f"Conversation with {resident.display_name} saved.", extra_tags=leads_to)
    if talk.depth == Depth.ASSESSMENT:
        return redirect("assessments:start", reference=resident.reference)
    return redirect(resident)


def _together(request: StaffRequest) -> Conversation | None:
    """The conversation of which this is the part of somebody else, when the address says so."""
    key = request.GET.get("with", "")
    return cast(Conversation, get_visible_or_404(Conversation.objects, request.user, pk=key)) if key else None


def _gathering_with(request: StaffRequest, resident: Resident) -> UUID | None:
    """The talk with several people that it is a part of. This person is locked before that conversation, as a merge of
    the two people does.
    """
    together = _together(request)
    if together is None:
        return None
    lock_life_of_kept(resident)
    return actions.gathering_of(conversation=together, by=request.user)


def _new_on_device(request: StaffRequest) -> UUID | None:
    """The draft under which the page hands its words to the device when there is no network: if it does, after this
    form came but its answer did not, they go on in the conversation that the form logs. Raises SentAlready when the
    device's own came first; one that comes at this moment waits.
    """
    draft = request.POST.get("device_draft", "")
    if not is_uuid(draft):
        return None
    hold_draft(request.user, UUID(draft))
    if Conversation.objects.filter(device_draft=draft).exists():
        raise SentAlready(SENT)
    return UUID(draft)


def _show_new(
    request: StaffRequest, resident: Resident, form: ConversationForm, *, status: int, **more: Any
) -> HttpResponse:
    draft = slot_for(request.user.id, TALK, resident.reference)
    form.restore(draft.fields)
    person = banner_of(resident, request.user, key_worker=None)
    context = {"person": person, "form": form, "formset": form.agreed, "draft": draft}
    context["stopped"] = stopped_in_words(resident)
    return render(request, "talking_shops/conversation_new.html", context | more, status=status)


def _sending(request: StaffRequest, form: str, subject: str) -> AbstractContextManager[bool]:
    """Send a form with its draft; a newer draft, from another tab, refuses both, and both are shown."""
    return sending_draft(owner_id=request.user.id, form=form, subject=subject, version=version_seen(request.POST))


def _both_drafts(form: TalkForm, newer: ChangedMeanwhile) -> dict[str, Any]:
    """What another tab has kept since beside what was sent, for the page that asks again."""
    return {"why": str(newer), "unlike": form.differences(cast(Draft, newer.current).fields)}


def _conversation_form(request: StaffRequest, resident: Resident) -> ConversationForm:
    together = _together(request)
    sessions = recent_sessions((request.POST or request.GET).get("session", ""), together)
    known = known_of(resident, request.user)
    if request.method == "POST":
        return ConversationForm(request.POST, resident=resident, known=known, sessions=sessions)
    likely = likely_session(sessions, request.user, request.GET.get("session", ""))
    begin_with = {
        "held_on": likely.held_on if likely else clock.today(),
        "place": Place.TALKING_SHOP if likely else Place.HOME,
        "session": str(likely.pk) if likely else "",
    }
    initial = begins_with(begin_with, together)
    return ConversationForm(resident=resident, known=known, sessions=sessions, initial=initial)


@requires(Permission.OPEN_PERSON)
def conversation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read a conversation, and tick off what was agreed."""
    held = get_visible_or_404(Conversation.objects.for_reading(), request.user, pk=pk)
    if held.resident is None:
        return _read_anonymous(request, held)
    open_record(resident=held.resident, by=request.user, page="talking_shops.conversation")
    record = record_of(held, request.user)
    if record.together:
        others = [part.resident_id for part in record.together if part.resident_id]
        record_list(by=request.user, page="talking_shops.conversation", resident_ids=others)
    context = {"person": banner_of(held.resident, request.user, key_worker=None), "record": record}
    context["after"] = after_of(held, request.user)
    return render(request, "talking_shops/conversation_read.html", context)


def _read_anonymous(request: StaffRequest, held: Conversation) -> HttpResponse:
    """What somebody said of whom nobody knows who they are; for who held the conversation, and managers."""
    check_can_make_known(request.user, held)
    record = record_of(held, request.user)
    others = [part.resident_id for part in record.together if part.resident_id]
    record_list(by=request.user, page="talking_shops.anonymous", resident_ids=others, conversation=str(held.pk))
    context = {"record": record, "after": after_of(held, request.user)}
    return render(request, "talking_shops/conversation_anonymous.html", context)


@requires(Permission.LOG_CONVERSATION)
@once
def conversation_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add what was left out; only for the worker who held the conversation."""
    held = get_visible_or_404(Conversation.objects.for_page(), request.user, pk=pk)
    check_can_amend(request.user, held)
    open_record(resident=held.resident, by=request.user, page="talking_shops.conversation_add")
    initial = {"with_whom": held.with_whom, "effect": held.effect, "version": held.version, "depth": held.depth}
    known = known_of(held.resident, request.user)
    form = AddForm(request.POST or None, conversation=held, known=known, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _add(request, held, form)
    return _show_add(request, held, form, status=422 if form.is_bound else 200)


def _add(request: StaffRequest, held: Conversation, form: AddForm) -> HttpResponse:
    version = form.cleaned_data["version"]
    try:
        with _sending(request, TALK_ADD, str(held.pk)):
            actions.amend_conversation(conversation=held, talk=form.talk(), by=request.user, version=version)
    except ChangedMeanwhile as changed:
        if isinstance(changed.current, Draft):
            return _show_add(request, held, form, status=409, **_both_drafts(form, changed))
        return _show_saved(request, form, cast(Conversation, changed.current), str(changed))
    except SentAlready:
        return _show_saved(request, form, Conversation.objects.for_page().get(pk=held.pk), SENT)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show_add(request, held, form, status=422)
    messages.success(request, "Added to the conversation.")
    if form.cleaned_data["depth"] == Depth.ASSESSMENT != held.depth and held.resident:
        return redirect("assessments:start", reference=held.resident.reference)
    return redirect(held)


def _show_saved(request: StaffRequest, form: AddForm, current: Conversation, why: str) -> HttpResponse:
    """What is saved now beside what was typed; sending again adds to that."""
    form.take_version(current.version)
    return _show_add(request, form.conversation, form, status=409, why=why, saved=record_of(current, request.user))


def _show_add(request: StaffRequest, held: Conversation, form: AddForm, *, status: int, **more: Any) -> HttpResponse:
    draft = slot_for(request.user.id, TALK_ADD, str(held.pk))
    form.restore(draft.fields)
    assert held.resident is not None, "for_page() leaves out conversations with nobody known"
    person = banner_of(held.resident, request.user, key_worker=None)
    context = {"person": person, "conversation": held, "form": form, "formset": form.agreed, "draft": draft}
    return render(request, "talking_shops/conversation_add.html", context | more, status=status)

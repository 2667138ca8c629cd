"""Pages of Talking Shops: today's sessions, one session, a conversation, and what was agreed in it."""

from contextlib import AbstractContextManager
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.actions import sending_draft
from core.drafts import slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused, SentAlready
from core.models import Draft
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents.actions import open_record
from residents.already_told import known_of
from residents.banner import banner_of
from residents.life import stopped_in_words
from residents.models import Resident
from residents.search import add_person_link, find
from talking_shops import actions
from talking_shops.diary import diary_of, likely_session, recent_sessions
from talking_shops.enums import Place
from talking_shops.forms import AddForm, ConversationForm, TalkForm
from talking_shops.models import AgreedAction, Conversation, Session
from talking_shops.policies import can_log, check_can_amend
from talking_shops.record import record_of

TALK, TALK_ADD = "talk", "talk-add"  # the forms' names among the drafts
SENT = "This form was sent, or started again, in another window. If you send it too, it is kept a second time."


@requires(Permission.SEE_SESSIONS)
def today(request: StaffRequest) -> HttpResponse:
    """Today's Talking Shops, those near the worker first, and the next days'."""
    return render(request, "talking_shops/session_list.html", {"diary": diary_of(request.user), "day": clock.today()})


@requires(Permission.SEE_SESSIONS)
def session(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One Talking Shop: where and when, who has been talked with, and whom to talk with next."""
    held = get_visible_or_404(Session.objects.select_related("venue__locality"), request.user, pk=pk)
    talked = list(Conversation.objects.visible_to(request.user).held_at(held))
    query = request.GET.get("q", "").strip()
    may_log = can_log(request.user) and held.held_on <= clock.today()
    results = find(query, request.user) if query and may_log else None
    shown = [conversation.resident_id for conversation in talked]
    shown += [hit.resident.pk for hit in results.hits] if results else []
    record_list(by=request.user, page="talking_shops.session", resident_ids=shown)
    context = {
        "session": held,
        "talked": talked,
        "query": query,
        "results": results,
        "add_url": add_person_link(query, request.user) if results else "",
        "may_log": may_log,
    }
    return render(request, "talking_shops/session_read.html", context)


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
    try:
        with _sending(request, TALK, resident.reference):
            actions.log_conversation(resident=resident, talk=form.talk(), by=request.user)
    except ChangedMeanwhile as newer:
        return _show_new(request, resident, form, status=409, **_both_drafts(form, newer))
    except SentAlready:
        last = Conversation.objects.filter(resident=resident, worker=request.user).order_by("-logged_at").first()
        saved = record_of(last, request.user) if last else None
        return _show_new(request, resident, form, status=409, why=SENT, saved=saved)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show_new(request, resident, form, status=422)
    messages.success(request, f"Conversation with {resident.display_name} saved.")
    return redirect(resident)


def _show_new(
    request: StaffRequest, resident: Resident, form: ConversationForm, *, status: int, **more: Any
) -> HttpResponse:
    draft = slot_for(request.user.id, TALK, resident.reference)
    form.restore(draft.fields)
    person = banner_of(resident, request.user, key_worker=None)
    context = {"person": person, "form": form, "formset": form.agreed, "draft": draft}
    context["stopped"] = stopped_in_words(resident)
    return render(request, "talking_shops/conversation_new.html", context | more, status=status)


def _sending(request: StaffRequest, form: str, subject: str) -> AbstractContextManager[None]:
    """Send a form with its draft; a newer draft, from another tab, refuses both, and both are shown."""
    return sending_draft(owner_id=request.user.id, form=form, subject=subject, version=version_seen(request.POST))


def _both_drafts(form: TalkForm, newer: ChangedMeanwhile) -> dict[str, Any]:
    """What another tab has kept since beside what was sent, for the page that asks again."""
    return {"why": str(newer), "unlike": form.differences(cast(Draft, newer.current).fields)}


def _conversation_form(request: StaffRequest, resident: Resident) -> ConversationForm:
    sessions, known = recent_sessions(), known_of(resident, request.user)
    if request.method == "POST":
        return ConversationForm(request.POST, resident=resident, known=known, sessions=sessions)
    likely = likely_session(sessions, request.user, request.GET.get("session", ""))
    begins_with = {
        "held_on": likely.held_on if likely else clock.today(),
        "place": Place.TALKING_SHOP if likely else Place.HOME,
        "session": str(likely.pk) if likely else "",
    }
    return ConversationForm(resident=resident, known=known, sessions=sessions, initial=begins_with)


@requires(Permission.OPEN_PERSON)
def conversation(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read a conversation, and tick off what was agreed."""
    held = get_visible_or_404(Conversation.objects.for_page(), request.user, pk=pk)
    open_record(resident=held.resident, by=request.user, page="talking_shops.conversation")
    person = banner_of(held.resident, request.user, key_worker=None)
    context = {"person": person, "record": record_of(held, request.user)}
    return render(request, "talking_shops/conversation_read.html", context)


@requires(Permission.LOG_CONVERSATION)
@once
def conversation_add(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Add what was left out; only for the worker who held the conversation."""
    held = get_visible_or_404(Conversation.objects.for_page(), request.user, pk=pk)
    check_can_amend(request.user, held)
    open_record(resident=held.resident, by=request.user, page="talking_shops.conversation_add")
    begins_with = {"with_whom": held.with_whom, "effect": held.effect, "version": held.version}
    known = known_of(held.resident, request.user)
    form = AddForm(request.POST or None, conversation=held, known=known, initial=begins_with)
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
    return redirect(held)


def _show_saved(request: StaffRequest, form: AddForm, current: Conversation, why: str) -> HttpResponse:
    """What is saved now beside what was typed; sending again adds to that."""
    form.take_version(current)
    return _show_add(request, form.conversation, form, status=409, why=why, saved=record_of(current, request.user))


def _show_add(request: StaffRequest, held: Conversation, form: AddForm, *, status: int, **more: Any) -> HttpResponse:
    draft = slot_for(request.user.id, TALK_ADD, str(held.pk))
    form.restore(draft.fields)
    assert held.resident is not None, "for_page() leaves out conversations with nobody known"
    person = banner_of(held.resident, request.user, key_worker=None)
    context = {"person": person, "conversation": held, "form": form, "formset": form.agreed, "draft": draft}
    return render(request, "talking_shops/conversation_add.html", context | more, status=status)


@requires(Permission.LOG_CONVERSATION)
@require_POST
def agreed_done(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Tick off something agreed; the alert offers to undo it."""
    agreed = get_visible_or_404(AgreedAction.objects.select_related("conversation"), request.user, pk=pk)
    actions.tick_off(action=agreed, by=request.user)
    back = _back(request, agreed)
    undo = f"{reverse('talking_shops:agreed_undo', kwargs={'pk': agreed.pk})}?{urlencode({'next': back})}"
    messages.success(request, f"Done: {agreed.words}", extra_tags=f"undo:{undo}")
    return redirect(back)


@requires(Permission.LOG_CONVERSATION)
@require_POST
def agreed_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take the tick away again."""
    agreed = get_visible_or_404(AgreedAction.objects.select_related("conversation"), request.user, pk=pk)
    actions.untick(action=agreed, by=request.user)
    messages.info(request, f"Not done yet: {agreed.words}")
    return redirect(_back(request, agreed))


def _back(request: StaffRequest, agreed: AgreedAction) -> str:
    """The page of ours that asked to come back to, else the conversation."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if ours else agreed.conversation.get_absolute_url()

"""Pages of a conversation with somebody not known yet: write it, go on with what came from a device, say who it was."""

from typing import Any, cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

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
from sealed.actions import hold_draft
from talking_shops import actions
from talking_shops.diary import likely_session, recent_sessions
from talking_shops.enums import Place
from talking_shops.finding import Finding, find_who
from talking_shops.held_forms import AnonymousForm
from talking_shops.models import Conversation
from talking_shops.policies import check_can_make_known
from talking_shops.waiting import UNFINISHED, begins_with, person_of, waiting_of, words_kept
from talking_shops.who_forms import WhoForm

SENT = "This conversation was sent, or started again, in another window."


@requires(Permission.LOG_CONVERSATION)
@require_safe
def begin(request: StaffRequest) -> HttpResponse:
    """A new conversation with somebody not known: each has an address of its own from its first letter."""
    begun = reverse("talking_shops:begun", kwargs={"draft": uuid4()})
    return redirect(f"{begun}?{request.GET.urlencode()}" if request.GET else begun)


@requires(Permission.LOG_CONVERSATION)
@require_safe
def waiting(request: StaffRequest) -> HttpResponse:
    """What the worker has begun and not finished, and with whom they talked whom nobody knows yet."""
    found = waiting_of(request.user)
    if found.shown:
        record_list(by=request.user, page="talking_shops.waiting", resident_ids=found.shown)
    return render(request, "talking_shops/conversation_waiting.html", {"waiting": found})


@requires(Permission.LOG_CONVERSATION)
@once
def begun(request: StaffRequest, draft: UUID) -> HttpResponse:
    """Write a conversation with somebody not known, or go on with one that was begun on a device."""
    held = Conversation.objects.visible_to(request.user).filter(device_draft=draft, worker=request.user).first()
    if held is not None and request.method != "POST":
        return redirect(held)
    if reference := person_of(request.user, draft):
        return redirect("talking_shops:conversation_new", reference=reference)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        return _log(request, draft, form)
    return _show(request, draft, form, status=422 if form.is_bound else 200)


def _form(request: StaffRequest) -> AnonymousForm:
    together = _together(request)
    sessions = recent_sessions((request.POST or request.GET).get("session", ""), together)
    if request.method == "POST":
        return AnonymousForm(request.POST, sessions=sessions)
    likely = likely_session(sessions, request.user, request.GET.get("session", ""))
    begin_with = {
        "held_on": likely.held_on if likely else clock.today(),
        "place": Place.TALKING_SHOP if likely else Place.ELSEWHERE,
        "session": str(likely.pk) if likely else "",
    }
    return AnonymousForm(sessions=sessions, initial=begins_with(begin_with, together))


def _together(request: StaffRequest) -> Conversation | None:
    """The conversation that this one is a part of, when the address says so: the worker held it."""
    key = request.GET.get("with", "")
    return cast(Conversation, get_visible_or_404(Conversation.objects, request.user, pk=key)) if key else None


def _log(request: StaffRequest, draft: UUID, form: AnonymousForm) -> HttpResponse:
    together = _together(request)
    owner, version = request.user.id, version_seen(request.POST)
    try:
        _check_new(request, draft)
        with sending_draft(owner_id=owner, form=UNFINISHED, subject=str(draft), version=version):
            gathering = actions.gathering_of(conversation=together, by=request.user) if together else None
            held = actions.log_anonymous(
                talk=form.talk(), called=form.cleaned_data["called"], by=request.user, gathering=gathering,
                device_draft=draft,
            )  # fmt: skip
    except ChangedMeanwhile as newer:
        unlike = form.differences(cast(Draft, newer.current).fields)
        return _show(request, draft, form, status=409, why=str(newer), unlike=unlike)
    except SentAlready:
        return _show(request, draft, form, status=409, why=SENT, unlike=[])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, draft, form, status=422)
    messages.success(request, "Conversation saved. Say who it was when you know it.")
    return redirect(held)


def _check_new(request: StaffRequest, draft: UUID) -> None:
    """What comes from the device at this moment waits. Raises SentAlready when it came first."""
    hold_draft(request.user, draft)
    if Conversation.objects.filter(device_draft=draft).exists():
        raise SentAlready(SENT)


def _show(request: StaffRequest, draft: UUID, form: AnonymousForm, *, status: int, **more: Any) -> HttpResponse:
    slot = slot_for(request.user.id, UNFINISHED, str(draft))
    form.restore(slot.fields or words_kept(request.user, draft))
    context = {"form": form, "formset": form.agreed, "draft": slot}
    return render(request, "talking_shops/conversation_begun.html", context | more, status=status)


@requires(Permission.LOG_CONVERSATION)
@once
def known(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say with whom an anonymous conversation was."""
    held = get_visible_or_404(Conversation.objects.for_reading(), request.user, pk=pk)
    check_can_make_known(request.user, held)
    if held.resident is not None:
        return redirect(held)
    here = reverse("talking_shops:known", kwargs={"pk": pk})
    finding = find_who(request, here)
    form = WhoForm(request.POST or None, found=finding.people, back=held.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        return _made_known(request, held, form)
    return show_finding(request, "talking_shops/conversation_known.html", finding, {"held": held, "form": form})


def _made_known(request: StaffRequest, held: Conversation, form: WhoForm) -> HttpResponse:
    try:
        actions.make_known(conversation=held, resident=form.chosen, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(held)
    undo = reverse("talking_shops:unknown", kwargs={"pk": held.pk})
    told = f"The conversation is on the record of {form.chosen.display_name} now."
    messages.success(request, told, extra_tags=f"undo:{undo}")
    return redirect(held)


@requires(Permission.LOG_CONVERSATION)
@require_POST
@once
def unknown(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back with whom an anonymous conversation was, within ten minutes."""
    held = get_visible_or_404(Conversation.objects.for_reading(), request.user, pk=pk)
    try:
        actions.make_unknown(conversation=held, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, "Nobody knows again with whom this conversation was. Nothing of it is on a record.")
    return redirect(held)


def show_finding(
    request: StaffRequest, template: str, finding: Finding, context: dict[str, Any], **about: Any
) -> HttpResponse:
    """A page on which somebody is looked for; whom it showed is written down."""
    shown = [one.pk for one in finding.people]
    record_list(by=request.user, page=template.removesuffix(".html").replace("/", "."), resident_ids=shown, **about)
    status = 422 if context["form"].is_bound else 200
    return render(request, template, context | {"finding": finding}, status=status)

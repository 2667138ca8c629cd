"""Pages of promises: make one, read it, say that it was kept or withdrawn, change its day, or who keeps it."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.actions import discard_draft
from core.drafts import slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused
from core.fields import restore
from core.receipts import once
from core.shortcuts import get_visible_or_404
from referrals import actions
from referrals.holders import banner_with_holder
from referrals.models import Promise, Referral
from referrals.promise_forms import DayForm, GiveForm, KeepForm, OfPromiseForm, PromiseForm, WithdrawForm
from referrals.promises import can_change_day, day_in_words, facts_of, keepers_for, who_acted
from residents.actions import open_record
from residents.life import nothing_new_in_words
from residents.models import Resident

FINE, CHANGED, REFUSED = 200, 409, 422
PROMISE = "promise"


@requires(Permission.KEEP_PROMISE)
@once
def promise_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Keep in mind what was promised to a person; from the page of a referral, about that referral."""
    person = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    referral = _referral_of(request, person)
    back = (referral or person).get_absolute_url()
    if request.method != "POST" and (nothing_new := nothing_new_in_words(person)):
        messages.warning(request, nothing_new)
        return redirect(back)
    keepers = keepers_for(person, request.user)
    form = PromiseForm(request.POST or None, keepers=keepers, name=person.display_name, cancel=back)
    if form.is_valid() and _made(request, person, referral, form):
        return redirect(back)
    open_record(resident=person, by=request.user, page="referrals.promise_new")
    draft = slot_for(request.user.id, PROMISE, person.reference)
    restore(form, draft.fields)
    context = {"person": banner_with_holder(person, request.user), "form": form, "back": back, "referral": referral}
    context["draft"] = draft
    return render(request, "referrals/promise_new.html", context, status=_status(form))


@requires(Permission.KEEP_PROMISE)
@require_safe
def promise(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One promise: what it says, what became of it, and what may be done with it now."""
    found = _found(request, pk)
    open_record(resident=found.resident, by=request.user, page="referrals.promise")
    kept = reverse("referrals:promise_kept", kwargs={"pk": pk})
    context = {"form": KeepForm(promise=found, action=kept) if found.waits else None}
    return render(request, "referrals/promise_show.html", _about(request, found) | context)


@requires(Permission.KEEP_PROMISE)
@require_POST
def promise_kept(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that it was kept: with one press from any page that shows it, or with a word of how from its own."""
    found = _found(request, pk)
    form = KeepForm(request.POST, promise=found, action=request.path)
    if "version" in request.POST and not (form.is_valid() and _kept(request, found, form)):
        open_record(resident=found.resident, by=request.user, page="referrals.promise")
        context = _about(request, found) | {"form": form}
        return render(request, "referrals/promise_show.html", context, status=_status(form))
    if "version" not in request.POST:
        actions.keep_promise(promise=found, by=request.user)
    return _said(request, found, f"Kept: {found.words}")


@requires(Permission.KEEP_PROMISE)
@require_POST
def promise_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It was not kept, or not withdrawn, after all: it waits again."""
    found = _found(request, pk)
    actions.reopen_promise(promise=found, by=request.user)
    messages.info(request, f"Not kept yet: {found.words}")
    return redirect(_back(request, found))


@requires(Permission.KEEP_PROMISE)
@once
def promise_withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Say that it will not be kept, why, and who has been told."""
    found = _found(request, pk)
    form = WithdrawForm(request.POST or None, promise=found)
    if form.is_valid() and _withdrawn(request, found, form):
        return _said(request, found, f"Withdrawn: {found.words}")
    open_record(resident=found.resident, by=request.user, page="referrals.promise_withdraw")
    context = _about(request, found) | {"form": form}
    return render(request, "referrals/promise_withdraw.html", context, status=_status(form))


@requires(Permission.KEEP_PROMISE)
@once
def promise_give(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let somebody else keep it, because its owner is away or has left."""
    found = _found(request, pk)
    form = GiveForm(request.POST or None, promise=found, keepers=keepers_for(found.resident, request.user, found.team))
    if form.is_valid() and _given(request, found, form):
        messages.success(request, f"{form.chosen.name} keeps this promise from now on.")
        return redirect(found)
    open_record(resident=found.resident, by=request.user, page="referrals.promise_give")
    return render(request, "referrals/promise_give.html", _about(request, found) | {"form": form}, status=_status(form))


@requires(Permission.KEEP_PROMISE)
@once
def promise_day(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Keep it by another day, and why, while its day is not over."""
    found = _found(request, pk)
    if not can_change_day(found) and request.method != "POST":
        return redirect(found)
    form = DayForm(request.POST or None, promise=found)
    if form.is_valid() and _day_changed(request, found, form):
        messages.success(request, f"It is to be kept by {day_in_words(form.cleaned_data['due_on'])} now.")
        return redirect(found)
    open_record(resident=found.resident, by=request.user, page="referrals.promise_day")
    return render(request, "referrals/promise_day.html", _about(request, found) | {"form": form}, status=_status(form))


def press_kept(request: StaffRequest, pk: str) -> None:
    """Say that a promise was kept, for a page whose own form carries the button; the alert offers to undo it."""
    found = get_visible_or_404(Promise.objects, request.user, pk=pk)
    actions.keep_promise(promise=found, by=request.user)
    _alert(request, found, f"Kept: {found.words}", request.path)


def _found(request: StaffRequest, pk: UUID) -> Promise:
    whole = Promise.objects.select_related(
        "resident__practice", "resident__locality", "owner", "team", "made_by", "ended_by", "referral", "contact"
    )
    found: Promise = get_visible_or_404(whole, request.user, pk=pk)
    return found


def _referral_of(request: StaffRequest, person: Resident) -> Referral | None:
    """The referral that the page was opened from; None for one of somebody else's."""
    named = Referral.objects.visible_to(request.user).filter(resident=person)
    return named.filter(reference=request.GET.get("referral", "")).first()


def _made(request: StaffRequest, person: Resident, referral: Referral | None, form: PromiseForm) -> bool:
    given = form.cleaned_data
    try:
        made = actions.make_promise(
            resident=person, words=given["words"], due_on=given["due_on"], by=request.user, owner=form.chosen,
            told=given["told"], referral=referral,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    seen = version_seen(request.POST)
    discard_draft(owner_id=request.user.id, form=PROMISE, subject=person.reference, version=seen)
    who = "You keep it" if made.owner_id == request.user.pk else f"{made.owner.name} keeps it, and is told"
    messages.success(request, f"Promised by {day_in_words(made.due_on)}: {made.words}. {who}.")
    return True


def _kept(request: StaffRequest, found: Promise, form: KeepForm) -> bool:
    given = form.cleaned_data
    return _done(form, found, actions.keep_promise, by=request.user, note=given["note"], version=given["version"])


def _withdrawn(request: StaffRequest, found: Promise, form: WithdrawForm) -> bool:
    given = form.cleaned_data
    said = {"note": given["note"], "told": given["told"], "version": given["version"]}
    return _done(form, found, actions.withdraw_promise, by=request.user, **said)


def _given(request: StaffRequest, found: Promise, form: GiveForm) -> bool:
    given = form.cleaned_data
    said = {"to": form.chosen, "reason": given["reason"], "version": given["version"]}
    return _done(form, found, actions.give_promise, by=request.user, **said)


def _day_changed(request: StaffRequest, found: Promise, form: DayForm) -> bool:
    given = form.cleaned_data
    said = {"due_on": given["due_on"], "reason": given["reason"], "version": given["version"]}
    return _done(form, found, actions.change_day, by=request.user, **said)


def _done(form: OfPromiseForm, found: Promise, action: Any, **said: Any) -> bool:
    """Whether the action was done; else the form says why not, and what was typed stands in it."""
    try:
        action(promise=found, **said)
    except ChangedMeanwhile:
        found.refresh_from_db()
        form.show_changed(found.version, who_acted(found), form.beside(found))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()


def _said(request: StaffRequest, found: Promise, words: str) -> HttpResponse:
    back = _back(request, found)
    _alert(request, found, words, back)
    return redirect(back)


def _alert(request: StaffRequest, found: Promise, words: str, back: str) -> None:
    undo = f"{reverse('referrals:promise_undo', kwargs={'pk': found.pk})}?{urlencode({'next': back})}"
    messages.success(request, words, extra_tags=f"undo:{undo}")


def _about(request: StaffRequest, found: Promise) -> dict[str, Any]:
    person = banner_with_holder(found.resident, request.user)
    return {"promise": found, "facts": facts_of(found), "person": person, "can_change_day": can_change_day(found)}


def _back(request: StaffRequest, found: Promise) -> str:
    """The page of ours that asked to come back to, else the promise."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if ours else found.get_absolute_url()


def _status(form: Any) -> int:
    if getattr(form, "changed", False):
        return CHANGED
    return REFUSED if form.errors else FINE

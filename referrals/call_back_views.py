"""Pages of call-backs: book one, take one, ring, and say how it went."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core import clock
from core.actions import discard_draft
from core.drafts import NEW, DraftSlot, slot_for, version_seen
from core.errors import ChangedMeanwhile, Refused
from core.fields import restore
from core.receipts import once
from core.shortcuts import get_visible_or_404
from referrals import actions
from referrals.call_back_forms import BookForm, EndForm, day_asked
from referrals.call_backs import (
    how_it_went,
    may_undo,
    next_booked,
    next_try,
    to_ring,
    warnings_before_ringing,
    when_of,
    who_of,
)
from referrals.console import person_of
from referrals.enums import CallBackOutcome
from referrals.holders import banner_with_holder
from referrals.models import CallBack
from referrals.promises import promises_shown
from referrals.slots import Slot, hour_now, next_free
from residents.actions import open_record
from residents.life import nothing_new_in_words
from residents.models import Resident

FINE, CHANGED, REFUSED = 200, 409, 422
BOOK, RING = "call-back", "ring"
AGAIN = "again"


@requires(Permission.TAKE_CALL)
@once
def call_back_new(request: StaffRequest) -> HttpResponse:
    """Book an hour in which somebody is rung back; `?person=` is about whom."""
    person = person_of(request.GET.get("person", ""), request.user)
    from_day = day_asked(request.GET.get("day", ""))
    back = person.get_absolute_url() if person else _list()
    if request.method != "POST" and person and (nothing_new := nothing_new_in_words(person)):
        messages.warning(request, nothing_new)
        return redirect(back)
    begins = {"name": person.display_name, "phone": person.phone} if person else {}
    slot = _first_free(request, from_day)
    form = BookForm(request.POST or None, from_day=from_day, slot=slot, cancel=back, initial=begins)
    subject = person.reference if person else NEW
    booked = _book(request, form, person) if form.is_valid() else None
    if booked:
        _discard(request, BOOK, subject)
        messages.success(request, f"{who_of(booked)} will be rung {when_of(booked)}.")
        return redirect(back)
    context = {"form": form, "draft": _draft(request, form, subject), "back": back, **_before_booking(request, person)}
    return render(request, "referrals/call_back_new.html", context, status=REFUSED if form.errors else FINE)


@requires(Permission.TAKE_CALL)
@once
def call_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ring somebody: the number, what it is about, what to know before, and how it went."""
    found = _found(request, pk)
    form = EndForm(request.POST or None, next_try=None if found.ended_at else next_try())
    if form.is_valid() and _end(request, found, form):
        _discard(request, RING, str(pk))
        return redirect(_list())
    draft = slot_for(request.user.id, RING, str(pk))
    restore(form, {name: words for name, words in draft.fields.items() if name != "seen"})
    context = {"form": form, "draft": draft, **_about(_found(request, pk) if form.changed else found, request, form)}
    status = CHANGED if form.changed else REFUSED if form.errors else FINE
    return render(request, "referrals/call_back_show.html", context, status=status)


@requires(Permission.TAKE_CALL)
@require_POST
def call_back_take(request: StaffRequest, pk: UUID) -> HttpResponse:
    """ "I am on this": the others see so for half an hour."""
    found = _found(request, pk)
    actions.claim_call_back(call_back=found, by=request.user)
    return redirect(found)


@requires(Permission.TAKE_CALL)
@require_POST
def call_back_undo(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take back how it went: it waits again."""
    found = actions.reopen_call_back(call_back=_found(request, pk), by=request.user)
    messages.info(request, f"{who_of(found)} waits to be rung again.")
    return redirect(found)


@requires(Permission.TAKE_CALL)
@require_POST
def take_next(request: StaffRequest) -> HttpResponse:
    """Take the call-back that has waited longest and that nobody is on, and open it."""
    taken = actions.claim_next(by=request.user)
    if taken:
        return redirect(taken)
    later = next_booked(clock.today())
    said = f" The next is {when_of(later)}." if later else ""
    messages.info(request, f"Nobody waits to be rung at this hour.{said}")
    return redirect(_list())


def _about(found: CallBack, request: StaffRequest, form: EndForm) -> dict[str, Any]:
    """What the page says of a call-back as it stands, and both versions when it ended while it was written of."""
    (row,) = to_ring([found], request.user)
    context: dict[str, Any] = {"row": row, "call_back": found, "went": how_it_went(found), "may_undo": may_undo(found)}
    context["unlike"] = form.differences(found) if form.errors and found.ended_at else None
    context["warnings"] = warnings_before_ringing(found.resident, found.phone)
    if found.resident:
        open_record(resident=found.resident, by=request.user, page="referrals.call_back")
        context["person"] = banner_with_holder(found.resident, request.user)
        context["promises"] = promises_shown(found.resident, request.user)
    return context


def _before_booking(request: StaffRequest, person: Resident | None) -> dict[str, Any]:
    warnings = warnings_before_ringing(person)
    if person is None:
        return {"warnings": warnings}
    open_record(resident=person, by=request.user, page="referrals.call_back_new")
    return {"warnings": warnings, "person": banner_with_holder(person, request.user)}


def _draft(request: StaffRequest, form: BookForm, subject: str) -> DraftSlot:
    """What was typed into the form before; an hour that the address names comes before the one in it."""
    draft = slot_for(request.user.id, BOOK, subject)
    named = {"slot"} if request.GET.get("hour") else set()
    restore(form, {name: words for name, words in draft.fields.items() if name not in named})
    return draft


def _discard(request: StaffRequest, form: str, subject: str) -> None:
    discard_draft(owner_id=request.user.id, form=form, subject=subject, version=version_seen(request.POST))


def _list() -> str:
    return f"{reverse('worklists:calls')}?show=call-backs"


def _found(request: StaffRequest, pk: UUID) -> CallBack:
    whole = CallBack.objects.select_related(
        "resident__practice", "resident__locality", "contact", "claimed_by", "booked_by", "ended_by"
    )
    found: CallBack = get_visible_or_404(whole, request.user, pk=pk)
    return found


def _first_free(request: StaffRequest, from_day: Any) -> Slot | None:
    """The hour that the address names, else the first with room."""
    asked = request.GET.get("hour", "")
    return next_free(from_day, int(asked) if asked.isascii() and asked.isdecimal() else _earliest(from_day))


def _earliest(from_day: Any) -> int:
    return hour_now() if from_day == clock.today() else 0


def _book(request: StaffRequest, form: BookForm, person: Resident | None) -> CallBack | None:
    given, slot = form.cleaned_data, form.chosen
    try:
        return actions.book_call_back(
            by=request.user, phone=given["phone"], day=slot.day, hour=slot.hour, name=given["name"],
            about=given["about"], resident=person,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error("slot", str(refusal))
    return None


def _end(request: StaffRequest, found: CallBack, form: EndForm) -> bool:
    """Whether the call-back was ended, as the pressed button says."""
    chosen, note, seen = request.POST.get("outcome", ""), form.cleaned_data["note"], form.cleaned_data["seen"]
    try:
        if chosen == AGAIN:
            later = actions.try_again(call_back=found, by=request.user, note=note)
            messages.success(request, f"Nobody answered. {who_of(later)} will be rung again {when_of(later)}.")
        elif chosen in CallBackOutcome:
            ended = actions.end_call_back(
                call_back=found, outcome=CallBackOutcome(chosen), by=request.user, note=note, seen=seen
            )
            undo = reverse("referrals:call_back_undo", kwargs={"pk": found.pk})
            messages.success(request, f"{who_of(found)}: {ended.get_outcome_display()}.", extra_tags=f"undo:{undo}")
        else:
            form.add_error(None, "Press the button that says how it went.")
    except ChangedMeanwhile as meanwhile:
        form.show_changed(cast(CallBack, meanwhile.current), str(meanwhile))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()

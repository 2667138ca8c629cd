"""Pages of the hospital hub: the list, one stay, the discharge."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.errors import ChangedMeanwhile, Refused
from core.receipts import once
from core.shortcuts import first_of, get_visible_or_404
from core.words import long_date
from discharges import actions, board
from discharges.enums import ToldWho
from discharges.forms import DischargeForm, StayForm
from discharges.models import DischargeCorrection, HospitalNotice, HospitalStay, SixWeekClock
from discharges.outlook import outlook_for, started_words, story_of
from discharges.stay_page import asks_home, facts_of
from referrals.holders import banner_with_holder
from residents.actions import open_record
from residents.models import Resident

ON_A_PAGE = 50
MOST_GONE_HOME = 50
DAYS_BACK = 7


@requires(Permission.WORK_AT_HOSPITAL)
def hospital_list(request: StaffRequest) -> HttpResponse:
    """The board: who is in hospital by expected day or by ward, and who went home in the last seven days."""
    asked = board.Asked.of(request.GET)
    stays = board.stays_on_board(request.user, asked)
    page = Paginator(stays, ON_A_PAGE).get_page(request.GET.get("page"))
    clocks = SixWeekClock.objects.visible_to(request.user).went_home_since(clock.days_ago(DAYS_BACK))
    gone_home, more_gone = first_of(clocks, clocks.count() if request.GET.get("gone") == "all" else MOST_GONE_HOME)
    shown = [stay.resident_id for stay in page] + [started.resident_id for started in gone_home]
    record_list(by=request.user, page="discharges.hospital_list", resident_ids=shown)
    context = {
        "page": page,
        "groups": board.groups_of(page.object_list, asked.by, stays),
        "asked": asked,
        "tabs": board.tabs_of(asked),
        "shows": board.shows_of(request.user, asked),
        "choices": board.choices_of(board.wards_of(request.user), asked),
        "gone_home": gone_home,
        "more_gone": more_gone,
        "notices_wait": HospitalNotice.objects.visible_to(request.user).waiting().count(),
    }
    return render(request, "discharges/hospital_list.html", context)


@requires(Permission.WORK_AT_HOSPITAL)
@once
def stay_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Put somebody on the hospital list."""
    resident = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    open_record(resident=resident, by=request.user, page="discharges.stay_new")
    form = StayForm(request.POST or None, resident=resident)
    if request.method == "POST" and form.is_valid():
        try:
            stay = actions.add_stay(resident=resident, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{resident.display_name} is on the hospital list.")
            return redirect(stay)
    context = {"person": banner_with_holder(resident, request.user), "form": form}
    return render(request, "discharges/stay_new.html", context, status=422 if form.is_bound else 200)


@requires(Permission.WORK_AT_HOSPITAL)
def stay(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One stay in hospital, what stands between them and home, and what came of it."""
    held = get_visible_or_404(HospitalStay.objects.for_page(), request.user, pk=pk)
    open_record(resident=held.resident, by=request.user, page="discharges.stay")
    told = list(held.told.filter(undone_at__isnull=True).select_related("by").order_by("at", "id"))
    context = {
        "person": banner_with_holder(held.resident, request.user),
        "stay": held,
        "facts": facts_of(held),
        "asks_home": asks_home(held),
        "blockers": held.blockers.standing().select_related("raised_by"),
        "told": told,
        "not_told": [who for who in ToldWho if who not in {row.who for row in told}],
        "clock": _clock_of(held),
        "corrections": _corrections_of(held),
        "may_plan_reablement": request.user.may(Permission.MANAGE_REABLEMENT),
    }
    return render(request, "discharges/stay_read.html", context)


@requires(Permission.WORK_AT_HOSPITAL)
@once
def discharge(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Record that somebody goes home; what will follow is said before the click."""
    held = get_visible_or_404(HospitalStay.objects.for_page(), request.user, pk=pk)
    open_record(resident=held.resident, by=request.user, page="discharges.discharge")
    form = _discharge_form(request, held)
    if request.method == "POST" and form.is_valid():
        try:
            started = _discharge(request, held, form)
        except ChangedMeanwhile as changed:
            return _ask_again(request, cast(HospitalStay, changed.current), form, str(changed))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            undo = reverse("discharges:home_undo", kwargs={"pk": held.pk})
            messages.success(request, started_words(started), extra_tags=f"undo:{undo}")
            return redirect("discharges:hospital_list")
    elif not held.is_in_hospital:
        return redirect(held)
    return _ask(request, held, form, status=422 if form.is_bound else 200)


def _ask_again(request: StaffRequest, current: HospitalStay, form: DischargeForm, why: str) -> HttpResponse:
    """The stay as it stands now above what was typed; sending again goes on from there, where that is possible."""
    now = HospitalStay.objects.for_page().get(pk=current.pk)
    form.take_version(now.version)
    return _ask(
        request, now, form, status=409, why=why, now=[{"key": "Now", "value": now.get_status_display()}, *facts_of(now)]
    )


def _ask(request: StaffRequest, held: HospitalStay, form: DischargeForm, *, status: int, **more: Any) -> HttpResponse:
    day = form.day()
    context = {"person": banner_with_holder(held.resident, request.user), "stay": held, "form": form}
    context |= {"outlook": outlook_for(held.resident, day) if day else None}
    template = "discharges/_outlook.html" if "HX-Request" in request.headers else "discharges/discharge_new.html"
    return render(request, template, context | more, status=status)


def _discharge_form(request: StaffRequest, held: HospitalStay) -> DischargeForm:
    began = request.GET.get("discharged_on") or long_date(clock.today())
    begins = {"discharged_on": began, "pathway": held.planned_pathway, "version": held.version}
    return DischargeForm(request.POST or None, stay=held, initial=begins)


def _discharge(request: StaffRequest, held: HospitalStay, form: DischargeForm) -> SixWeekClock:
    given = form.cleaned_data
    return actions.record_discharge(stay=held, story=story_of(held, request.user), by=request.user, **given)


def _clock_of(held: HospitalStay) -> SixWeekClock | None:
    discharged = getattr(held, "discharge", None)
    return getattr(discharged, "clock", None)


def _corrections_of(held: HospitalStay) -> list[DischargeCorrection]:
    """What was put right of a discharge, the latest first."""
    discharged = getattr(held, "discharge", None)
    return list(discharged.corrections.select_related("by").order_by("-at")) if discharged else []

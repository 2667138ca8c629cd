"""The morning update: the rows of a ward on one page, saved with one press."""

from dataclasses import replace
from re import fullmatch
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from accounts.models import User
from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core.errors import ChangedMeanwhile, Refused
from core.receipts import once
from core.words import plural
from discharges import actions
from discharges.board import BY_WARD, Asked, choices_of, stays_on_board, wards_of
from discharges.models import Blocker, HospitalStay
from discharges.morning_forms import RowForm

MOST_ROWS = 60
SAVED, CHANGED_MEANWHILE, NOT_SAVED = "saved", "changed", "refused"


@requires(Permission.WORK_AT_HOSPITAL)
@once
def morning(request: StaffRequest) -> HttpResponse:
    """Everybody of a ward, of a hospital or of the list; each row is saved or says why not."""
    asked = replace(Asked.of(request.GET), by=BY_WARD)
    forms = _forms(request, asked)
    if request.method == "POST":
        for form in forms:
            _save(form, request.user)
        saved = sum(form.outcome == SAVED for form in forms)
        left = sum(form.outcome in (CHANGED_MEANWHILE, NOT_SAVED) for form in forms)
        if not left:
            messages.success(request, f"{plural(saved, 'row')} saved." if saved else "Nothing was changed.")
            return redirect(asked.address())
        forms = _as_they_stand(request, forms)
    record_list(by=request.user, page="discharges.morning", resident_ids=[form.stay.resident_id for form in forms])
    context: dict[str, Any] = {"rows": forms, "asked": asked, "choices": choices_of(wards_of(request.user), asked)}
    context["everybody"] = stays_on_board(request.user, asked).count() if len(forms) >= MOST_ROWS else len(forms)
    if request.method == "POST":
        context |= {"saved": saved, "left": left, "forms": [form for form in forms if form.errors]}
    return render(request, "discharges/morning.html", context, status=409 if request.method == "POST" else 200)


def _forms(request: StaffRequest, asked: Asked) -> list[RowForm]:
    """The rows of the page; those that were sent are there also when a colleague moved them elsewhere meanwhile."""
    if request.method != "POST":
        return [_form(stay, None) for stay in stays_on_board(request.user, asked)[:MOST_ROWS]]
    keys = _keys(request.POST.getlist("row"))[:MOST_ROWS]
    by_key = {stay.pk: stay for stay in _stays(request, keys)}
    return [_form(by_key[key], request.POST) for key in dict.fromkeys(keys) if key in by_key]


def _form(stay: Any, data: QueryDict | None) -> RowForm:
    return RowForm(data, stay=stay, held_by=stay.held_by)


def _save(form: RowForm, by: User) -> None:
    """Carry out one row, and say on it how that went; the others do not depend on it."""
    if not form.is_touched():
        return
    if not form.is_valid():
        form.outcome = NOT_SAVED
        return
    try:
        with transaction.atomic():
            _carry_out(form, by)
    except ChangedMeanwhile as changed:
        form.outcome = CHANGED_MEANWHILE
        now: Any = changed.current
        form.go_on_from(now)
    except Refused as refusal:
        form.outcome = NOT_SAVED
        form.add_error(None, str(refusal))
    else:
        form.outcome = SAVED


def _carry_out(form: RowForm, by: User) -> None:
    typed = form.cleaned_data
    if plan := form.changes():
        actions.plan_discharge(stay=form.stay, by=by, version=typed["version"], **plan)
    for blocker in form.stay.blockers.filter(pk__in=typed["cleared"]):
        actions.clear_blocker(blocker=blocker, by=by)
    if typed["kind"]:
        actions.raise_blocker(stay=form.stay, kind=typed["kind"], words=typed["words"], by=by)


def _as_they_stand(request: StaffRequest, forms: list[RowForm]) -> list[RowForm]:
    """The rows for the page that comes back: saved ones as they stand now, the others with what was typed."""
    saved = [form.stay.pk for form in forms if form.outcome == SAVED]
    now = {stay.pk: stay for stay in _stays(request, saved)}
    rows = [_form(now[form.stay.pk], None) if form.stay.pk in now else form for form in forms]
    for row in rows:
        row.outcome = SAVED if row.stay.pk in now else row.outcome
    return rows


def _stays(request: StaffRequest, keys: list[UUID]) -> QuerySet[Any]:
    """Stays with what holds them now, in two queries."""
    found = HospitalStay.objects.visible_to(request.user).filter(pk__in=keys).select_related("resident__locality")
    rows: QuerySet[Any] = found.prefetch_related(Prefetch("blockers", Blocker.objects.standing(), to_attr="held_by"))
    return rows


def _keys(sent: list[str]) -> list[UUID]:
    """The keys among what was sent, in their order."""
    return [UUID(key) for key in sent if fullmatch("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", key)]

"""Pages of notices: the list, one notice, a new one, whom it is about, setting it aside."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core.actions import discard_draft
from core.drafts import slot_for, version_seen
from core.errors import Refused
from core.fields import restore
from core.receipts import once
from core.shortcuts import get_visible_or_404
from discharges import actions
from discharges.enums import NoticeKind, NoticeSource, NoticeStatus
from discharges.models import HospitalNotice
from discharges.notice_fields import fields_of
from discharges.notice_forms import KINDS, AsideForm, NoticeForm
from discharges.notice_pages import (
    asks_whether_it_counts,
    groups_of,
    near_to,
    searched_for,
    status_tag,
    tabs_of,
    to_decide,
)
from discharges.notice_reading import as_said
from referrals.holders import banner_with_holder
from residents.actions import open_record
from residents.models import Resident
from residents.search import add_person_link

ON_A_PAGE = 50
DRAFT = "notice"
KNOWN = "This notice was here already: the same notice twice is one notice."


@requires(Permission.WORK_AT_HOSPITAL)
def notices(request: StaffRequest) -> HttpResponse:
    """Those of which nobody knows yet whom they are about, the oldest first; or all, the newest first."""
    everything = HospitalNotice.objects.visible_to(request.user).select_related("resident")
    waiting, shown = everything.waiting(), request.GET.get("show", "")
    listed = everything.order_by("-received_at", "-id") if shown == "all" else waiting
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    about = [one.resident_id for one in page if one.resident_id]
    record_list(by=request.user, page="discharges.notices", resident_ids=about)
    rows = [{"notice": one, "tag": status_tag(one), "decide": to_decide_of(one)} for one in page]
    context = {"page": page, "rows": rows, "shown": shown, "tabs": tabs_of(shown, waiting.count())}
    return render(request, "discharges/notices.html", context)


def to_decide_of(notice: HospitalNotice) -> bool:
    """Whether a person had to decide something when the notice came; the notice says whether that was done."""
    return bool((notice.did or {}).get("asks")) and notice.status != NoticeStatus.SET_ASIDE


def notice_or_404(request: StaffRequest, pk: UUID) -> HospitalNotice:
    """The notice with what its page tells of it."""
    found = HospitalNotice.objects.select_related("resident", "stay", "replaces", "received_by", "replaced_by")
    held: HospitalNotice = get_visible_or_404(found, request.user, pk=pk)
    return held


@requires(Permission.WORK_AT_HOSPITAL)
def notice(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What a ward wrote and what it changed; or whom it may be about."""
    return notice_page(request, notice_or_404(request, pk))


def notice_page(
    request: StaffRequest, held: HospitalNotice, *, problem: str = "", asks: bool = False, status: int = 200
) -> HttpResponse:
    """The page of a notice, with what could not be done and why; `asks` whether it counts."""
    person = Resident.objects.for_banner().get(pk=held.resident_id) if held.resident_id else None
    context: dict[str, Any] = {"notice": held, "groups": groups_of(held), "tag": status_tag(held), "problem": problem}
    if person is not None:
        open_record(resident=person, by=request.user, page="discharges.notice")
        context |= {"person": banner_with_holder(person, request.user), "decide": to_decide(held)}
    if held.status == NoticeStatus.WAITING:
        context |= _whom(request, held, person, asks)
    return render(request, "discharges/notice.html", context, status=status)


def _whom(request: StaffRequest, held: HospitalNotice, person: Resident | None, asks: bool) -> dict[str, Any]:
    """Whom a waiting notice may be about; the one who was named, or just added, first."""
    asked = request.GET.get("q", "").strip()[:200]
    named = request.POST.get("person") or request.GET.get("person", "")
    visible = Resident.objects.visible_to(request.user)
    chosen = visible.filter(reference=named).first() if named else person
    near = [hit for hit in near_to(held, request.user, asked) if hit.resident != chosen]
    shown = [hit.resident.pk for hit in near] + ([chosen.pk] if chosen else [])
    record_list(by=request.user, page="discharges.notice", resident_ids=shown)
    then = held.get_absolute_url()
    counts = asks or (chosen == person and asks_whether_it_counts(held))
    add_url = add_person_link(searched_for(held), request.user, then=then)
    return {"near": near, "asked": asked, "chosen": chosen, "counts": counts, "add_url": add_url}


@requires(Permission.WORK_AT_HOSPITAL)
@once
def notice_new(request: StaffRequest) -> HttpResponse:
    """A notice that came by telephone or on paper; or one that corrects another one."""
    kind = request.GET.get("kind", "")
    if kind not in NoticeKind:
        return render(request, "discharges/notice_kind.html", {"kinds": KINDS})
    form = NoticeForm(request.POST or None, kind=kind, initial=_corrected(request, kind))
    if request.method == "POST" and form.is_valid():
        return _taken_in(request, form)
    draft = slot_for(request.user.id, DRAFT, _subject(request, kind))
    if not form.is_bound:
        restore(form, draft.fields)
    context = {"form": form, "label": NoticeKind(kind).label, "draft": draft}
    return render(request, "discharges/notice_new.html", context, status=422 if form.is_bound else 200)


def _subject(request: StaffRequest, kind: str) -> str:
    """What a draft is kept under: the notice that is corrected, or the kind of a new one."""
    return request.GET.get("corrects", "") or kind


def _taken_in(request: StaffRequest, form: NoticeForm) -> HttpResponse:
    discard_draft(
        owner_id=request.user.id, form=DRAFT, subject=_subject(request, form.kind), version=version_seen(request.POST)
    )
    taken, is_new = actions.receive_notice(read=form.read, source=NoticeSource.FORM, by=request.user)
    told = " ".join(taken.told) or "Say whom it is about."
    messages.success(request, f"The notice was taken in. {told}" if is_new else KNOWN)
    return redirect(taken)


def _corrected(request: StaffRequest, kind: str) -> dict[str, str]:
    """The words of the notice that is corrected, for a notice of the same kind; it is named as the one it corrects."""
    wrong = request.GET.get("corrects", "")
    if not wrong:
        return {}
    earlier: HospitalNotice = get_visible_or_404(HospitalNotice.objects, request.user, pk=wrong, kind=kind)
    said = as_said({one.name: getattr(earlier, one.name) for one in fields_of(kind)})
    del said["issued_at"]
    return said | {"message_id": "", "replaces_message": earlier.message_id or str(earlier.pk)}


@requires(Permission.WORK_AT_HOSPITAL)
@require_POST
@once
def notice_about(request: StaffRequest, pk: UUID) -> HttpResponse:
    """This person: take the notice up for them."""
    held = notice_or_404(request, pk)
    reference = request.POST.get("person", "")
    resident = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    try:
        counts = request.POST.get("counts") == "yes"
        taken = actions.match_notice(notice=held, resident=resident, by=request.user, counts=counts)
    except actions.Undecided as undecided:
        return notice_page(request, held, problem=str(undecided), asks=True, status=409)
    except Refused as refusal:
        return notice_page(request, held, problem=str(refusal), status=409)
    messages.success(request, f"The notice is about {resident.display_name}. {' '.join(taken.told)}")
    return redirect(held)


@requires(Permission.WORK_AT_HOSPITAL)
@once
def notice_aside(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Set a waiting notice aside, with the reason."""
    held = notice_or_404(request, pk)
    form = AsideForm(request.POST or None, back=held.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        actions.set_aside(notice=held, because=form.cleaned_data["because"], by=request.user)
        messages.success(request, "The notice was set aside.")
        return redirect("discharges:notices")
    if held.status != NoticeStatus.WAITING and not form.is_bound:
        return redirect(held)
    status = 422 if form.is_bound else 200
    return render(request, "discharges/notice_aside.html", {"notice": held, "form": form}, status=status)


@requires(Permission.WORK_AT_HOSPITAL)
@require_POST
@once
def notice_back(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let a notice that was set aside wait again."""
    held = notice_or_404(request, pk)
    if held.status != NoticeStatus.SET_ASIDE:
        raise Http404("This notice was not set aside.")
    actions.take_back(notice=held, by=request.user)
    messages.success(request, "The notice waits again.")
    return redirect(held)

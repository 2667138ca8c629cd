"""Pages of files of notices: send one, see what is in it, take it up or drop it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record, record_list
from core.errors import Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404, takes_files_of
from core.words import plural
from discharges import actions
from discharges.enums import FileStatus, RowStatus
from discharges.models import NoticeFile
from discharges.notice_csv import LONGEST, template
from discharges.notice_forms import FileForm
from discharges.notice_pages import Progress, bad_lines, lines_shown, progress_of, tabs_of_file

ON_A_PAGE = 50
WORKING = (FileStatus.READING, FileStatus.TAKING_UP)
GIVEN_UP = "The work on this file was given up after several tries. What was done stays done; each line is done once."


@requires(Permission.WORK_AT_HOSPITAL)
@once
@takes_files_of(LONGEST)
def notice_files(request: StaffRequest) -> HttpResponse:
    """The files that were sent, the newest first; and the form for another one."""
    form = FileForm()
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid() and (sent := _send(request, form)) is not None:
            return redirect(sent)
    sent_files = NoticeFile.objects.visible_to(request.user).select_related("sent_by")
    page = Paginator(sent_files.order_by("-sent_at", "-id"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page}
    return render(request, "discharges/notice_files.html", context, status=422 if form.is_bound else 200)


def _send(request: StaffRequest, form: FileForm) -> NoticeFile | None:
    chosen: Any = form.cleaned_data["file"]
    try:
        sent: NoticeFile = actions.send_file(name=chosen.name, content=chosen.read(LONGEST + 1), by=request.user)
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None
    earlier = NoticeFile.objects.filter(digest=sent.digest).exclude(pk=sent.pk).exists()
    if earlier:
        messages.info(request, "This file was sent before. What was taken up then is not taken up again.")
    return sent


@requires(Permission.WORK_AT_HOSPITAL)
def notice_template(request: StaffRequest) -> HttpResponse:
    """A file with all headings and one example."""
    return _as_file(template(), "notices.csv")


def _as_file(text: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@requires(Permission.WORK_AT_HOSPITAL)
def notice_file(request: StaffRequest, pk: UUID) -> HttpResponse:
    """How far a file is; then what is in it, line by line. The script of the page asks again for the first part."""
    held = get_visible_or_404(NoticeFile.objects.select_related("sent_by"), request.user, pk=pk)
    progress = progress_of(held)
    is_working = held.status in WORKING and actions.is_worked_on(held)
    context: dict[str, Any] = {"file": held, "progress": progress, "is_working": is_working}
    context["stopped"] = held.stopped_because or (GIVEN_UP if held.status in WORKING and not is_working else "")
    if "HX-Request" in request.headers and context["is_working"]:
        return render(request, "discharges/_notice_file_progress.html", context)
    if "HX-Request" in request.headers:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "discharges/notice_file.html", context | _lines(request, held, progress))


def _lines(request: StaffRequest, held: NoticeFile, progress: Progress) -> dict[str, Any]:
    """The lines of a file that are asked for; those in fault first, where nothing is asked for."""
    first = RowStatus.TAKEN if held.status in (FileStatus.DONE, FileStatus.LEFT) else RowStatus.GOOD
    shown = request.GET.get("show", "")
    shown = shown if shown in RowStatus else (RowStatus.BAD if progress.counts[RowStatus.BAD] else first)
    lines = held.lines.filter(status=shown).select_related("notice__resident").order_by("line")
    page = Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = lines_shown(page)
    about = [row.about.pk for row in rows if row.about]
    record_list(by=request.user, page="discharges.notice_file", resident_ids=about)
    return {"page": page, "rows": rows, "shown": shown, "tabs": tabs_of_file(held, shown, progress)}


@requires(Permission.WORK_AT_HOSPITAL)
@require_POST
@once
def notice_file_take_up(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take up the good lines of a file."""
    held = get_visible_or_404(NoticeFile.objects, request.user, pk=pk)
    actions.take_up_file(file=held, by=request.user)
    good = held.lines.filter(status=RowStatus.GOOD).count()
    messages.success(request, f"{plural(good, 'notice')} will be taken up, one after the other.")
    return redirect(held)


@requires(Permission.WORK_AT_HOSPITAL)
@require_POST
@once
def notice_file_resume(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Go on with a file that has stopped."""
    held = get_visible_or_404(NoticeFile.objects, request.user, pk=pk)
    actions.resume_file(file=held, by=request.user)
    messages.success(request, "The work on this file goes on.")
    return redirect(held)


@requires(Permission.WORK_AT_HOSPITAL)
@require_POST
@once
def notice_file_drop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take up nothing of a file, or nothing more."""
    held = get_visible_or_404(NoticeFile.objects, request.user, pk=pk)
    ended = actions.drop_file(file=held, by=request.user)
    messages.success(request, f"{ended.get_status_display()}.")
    return redirect(held)


@requires(Permission.WORK_AT_HOSPITAL)
def notice_file_bad(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The lines that cannot be taken up, with the reasons, to put right and send again."""
    held = get_visible_or_404(NoticeFile.objects, request.user, pk=pk)
    record("notice_file.exported", by=request.user, subject=held)
    return _as_file(bad_lines(held), "lines-to-put-right.csv")

"""My day, notices, and who works here."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import mark_notice_read
from accounts.models import Membership, Notice, User
from accounts.policies import StaffRequest, requires, signed_in
from accounts.roles import Permission
from audit.actions import record_list
from core.shortcuts import get_visible_or_404
from worklists.counts import page_of
from worklists.day import day_of
from worklists.promises import promises_of_day
from worklists.queue import people_in

FEW, MANY = 5, 100


@signed_in
@require_safe
def my_day(request: StaffRequest) -> HttpResponse:
    """What needs this person now."""
    day = day_of(request.user, everything=request.GET.get("due") == "all")
    promises = promises_of_day(request.user)
    if shown := list(dict.fromkeys([*people_in(promises), *day.people])):
        record_list(by=request.user, page="worklists.my_day", resident_ids=shown)
    unread = list(Notice.objects.unread_by(request.user, FEW + 1).order_by("-at")[: FEW + 1])
    context = {**day.context, "promises": promises, "unread": unread[:FEW], "more_unread": len(unread) > FEW}
    return render(request, day.template, context)


@signed_in
@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """Everything that this person, or a team of theirs, was told and has not read."""
    unread = list(Notice.objects.unread_by(request.user, MANY).order_by("-at")[:MANY])
    return render(request, "worklists/notices.html", {"unread": unread, "most": MANY})


@signed_in
@require_POST
def notice_read(request: StaffRequest, pk: str) -> HttpResponse:
    """Take a notice off the list: and open what it tells of, or stay where one was."""
    notice = mark_notice_read(notice=get_visible_or_404(Notice.objects, request.user, pk=pk), by=request.user)
    wanted = notice.link if "open" in request.POST else request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if ours else "worklists:notices")


@requires(Permission.SEE_STAFF)
@require_safe
def staff(request: StaffRequest) -> HttpResponse:
    """Who works here, in which role and teams; those who have left on request."""
    left = request.GET.get("show") == "left"
    now = Prefetch("memberships", Membership.objects.current().select_related("team"), to_attr="now_in")
    people = User.objects.visible_to(request.user).filter(is_active=not left).order_by("name", "id")
    page = page_of(people.select_related("organisation").prefetch_related(now), people.count(), request)
    return render(request, "worklists/staff.html", {"page": page, "left": left})

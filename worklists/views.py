"""My day, notices, and who works here."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import mark_notice_read
from accounts.models import Membership, Notice, User
from accounts.navigation import MANY as NOTICES_COUNTED
from accounts.navigation import count_in_words
from accounts.policies import StaffRequest, requires, signed_in
from accounts.roles import Permission
from audit.actions import record_list
from core.shortcuts import get_visible_or_404
from worklists.counts import page_of
from worklists.day import day_of
from worklists.look_again import MINE, TEAM, begins_with, count_for_day, looks_of, waiting_for
from worklists.promises import looks_after_others, promises_of_day
from worklists.queue import people_in

FEW = 5


@signed_in
@require_safe
def my_day(request: StaffRequest) -> HttpResponse:
    """What needs this person now."""
    day = day_of(request.user, everything=request.GET.get("due") == "all", page=request.GET.get("page", ""))
    promises, more = promises_of_day(request.user)
    if shown := list(dict.fromkeys([*people_in(promises), *day.people])):
        record_list(by=request.user, page="worklists.my_day", resident_ids=shown)
    context = {**day.context, **_promises(request.user, promises, more), **_notices_for(request.user)}
    context["look_again"] = count_for_day(request.user)
    return render(request, day.template, context)


def _promises(user: User, promises: list[Any], more: int) -> dict[str, Any]:
    return {"promises": promises, "more_promises": more, "may_see_others": looks_after_others(user)}


def _notices_for(user: User) -> dict[str, Any]:
    """The latest notices and, from the same rows, the count that the frame shows."""
    most = NOTICES_COUNTED + 1
    unread = list(Notice.objects.unread_by(user, most).order_by("-at")[:most])
    return {"unread": unread[:FEW], "more_unread": len(unread) > FEW, "unread_notices": count_in_words(len(unread))}


@requires(Permission.CHANGE_PERSON)
@require_safe
def look_again(request: StaffRequest) -> HttpResponse:
    """Access needs and alerts to look at again: of the people whom the viewer holds, or of their teams."""
    asked = request.GET.get("show", "")
    whose = asked if asked in (MINE, TEAM) else begins_with(request.user)
    rows = waiting_for(request.user, whose)
    page = page_of(rows, rows.count(), request)
    looks = looks_of(list(page.object_list))
    if looks:
        ids = list(dict.fromkeys(look.resident.pk for look in looks))
        record_list(by=request.user, page="worklists.look_again", resident_ids=ids, show=whose)
    tabs = [
        {"text": text, "href": f"?show={slug}", "current": slug == whose}
        for slug, text in ((MINE, "Whom you hold"), (TEAM, "Your team"))
    ]
    return render(request, "worklists/look_again.html", {"page": page, "looks": looks, "tabs": tabs})


@signed_in
@require_safe
def notices(request: StaffRequest) -> HttpResponse:
    """Everything that this person, or a team of theirs, was told and has not read."""
    count = Notice.objects.visible_to(request.user).unread().count()
    rows = Notice.objects.unread_by(request.user, max(count, 1)).order_by("-at")
    page = page_of(rows, count, request)
    return render(request, "worklists/notices.html", {"unread": page.object_list, "page": page})


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

"""The triage lists, and the promises that somebody keeps."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from worklists.calls import links_to_tabs, tab_called
from worklists.counts import page_of
from worklists.promises import looks_after_others, my_promises, team_promises
from worklists.queue import people_in


@requires(Permission.TAKE_CALL)
@require_safe
def calls(request: StaffRequest) -> HttpResponse:
    """One of the lists of Thurrock First."""
    tab = tab_called(request.GET.get("show", ""))
    shown = tab.shown(request, request.user)
    if shown.people:
        record_list(by=request.user, page="worklists.calls", resident_ids=shown.people, tab=tab.slug)
    context = {"tab": tab, "tabs": links_to_tabs(request.user, tab), **shown.context}
    return render(request, "worklists/calls.html", context)


@requires(Permission.KEEP_PROMISE)
@require_safe
def promises(request: StaffRequest) -> HttpResponse:
    """Every promise that the viewer keeps; for a manager also those of the team that need somebody."""
    others = request.GET.get("show") == "team" and looks_after_others(request.user)
    rows = team_promises(request.user) if others else my_promises(request.user)
    page = page_of(rows, rows.count(), request)
    shown = people_in(page.object_list)
    if shown:
        record_list(by=request.user, page="worklists.promises", resident_ids=shown)
    context = {"page": page, "others": others, "may_see_others": looks_after_others(request.user)}
    return render(request, "worklists/promises.html", context)

"""Pages about one person: what is going on, and what has happened."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core.shortcuts import get_visible_or_404
from referrals.holders import banner_with_holder
from referrals.promised import promised
from residents.actions import open_record
from residents.enums import TimelineKind
from residents.models import Resident, TimelineEntry
from residents.tabs import tabs_of
from worklists import timeline as events
from worklists.keyset import stretch
from worklists.overview import overview_of


@requires(Permission.OPEN_PERSON)
@require_safe
def resident(request: StaffRequest, reference: str) -> HttpResponse:
    """A person at a glance."""
    person = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    open_record(resident=person, by=request.user, page="worklists.resident")
    overview = overview_of(person, request.user)
    if overview.others_named:
        record_list(by=request.user, page="worklists.resident", resident_ids=overview.others_named)
    context = {"overview": overview, **promised(person, request.user)}
    return render(request, "worklists/resident.html", context)


@requires(Permission.OPEN_PERSON)
@require_safe
def timeline(request: StaffRequest, reference: str) -> HttpResponse:
    """Everything that has happened, newest first, or one kind of it."""
    person = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    open_record(resident=person, by=request.user, page="worklists.timeline")
    kind = request.GET.get("kind", "")
    found = TimelineEntry.objects.visible_to(request.user).filter(resident=person).select_related("team")
    if kind in TimelineKind:
        found = found.filter(kind=kind)
    part = stretch(found, request.GET.get("before", ""), events.PER_STRETCH)
    context = {
        "person": person,
        "banner": banner_with_holder(person, request.user),
        "events": events.shown(part.rows, events.links_of(part.rows, person, request.user), request.user),
        "part": part,
        "tabs": tabs_of(person, "worklists:timeline"),
        "kinds": events.links_to_kinds(person, kind if kind in TimelineKind else ""),
    }
    return render(request, "worklists/timeline.html", context)

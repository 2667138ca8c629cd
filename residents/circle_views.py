"""Who is around a person: choose somebody we know, or note a name and a number."""

from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents import actions
from residents.change_page import Question, asked, details_of, person_to_change
from residents.circle_forms import LinkForm, MemberForm
from residents.models import CircleLink, Resident
from residents.search import find

CHOICES = 8


@requires(Permission.CHANGE_PERSON)
def circle_find(request: StaffRequest, reference: str) -> HttpResponse:
    """Look for somebody we know already, so that they are linked and not copied."""
    person = person_to_change(request, reference)
    query = request.GET.get("q", "").strip()[:100]
    found = find(query, request.user, limit=CHOICES) if query else None
    people = [hit for hit in found.hits if hit.resident.pk != person.pk] if found else []
    if people:
        record_list(by=request.user, page="residents.circle_find", resident_ids=[hit.resident.pk for hit in people])
    context = {
        "person": person,
        "query": query,
        "people": people,
        "back": details_of(person),
        "choose": _chooses_for(request, person),
        "link": request.GET.get("link", ""),
    }
    return render(request, "residents/circle_find.html", context)


@requires(Permission.CHANGE_PERSON)
@once
def circle_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Add somebody: whom the address names, or by name."""
    person = person_to_change(request, reference)
    other = _known(request, request.GET.get("person", ""))
    form = MemberForm(request.POST or None, other=other, initial=_begins(request), back=details_of(person))

    def carry_out() -> None:
        actions.add_to_circle(resident=person, member=form.member(), roles=form.cleaned_data["roles"], by=request.user)

    heading = f"Add {other} to the circle" if other else "Add somebody to the circle"
    said = "Added to the circle."
    return asked(request, Question(person, heading, details_of(person), form, LinkForm.initial_of, carry_out, said))


@requires(Permission.CHANGE_PERSON)
@once
def circle_link(request: StaffRequest, reference: str, pk: UUID) -> HttpResponse:
    """Change what is known of somebody of the circle, or end it."""
    person = person_to_change(request, reference)
    link = _link(person, pk)
    other = link.other or _known(request, request.GET.get("person", ""))
    form = LinkForm(request.POST or None, other=other, initial=LinkForm.initial_of(link), back=details_of(person))

    def carry_out() -> None:
        given, by = form.cleaned_data, request.user
        if form.ends:
            actions.end_link(link=link, on=given["ended_on"] or clock.today(), by=by, version=given["version"])
        else:
            actions.change_link(link=link, member=form.member(), by=by, version=given["version"])

    heading = f"{link.other or link.name}: {link.get_role_display().lower()}"
    question = Question(person, heading, details_of(person), form, form.initial_of, carry_out, "Circle saved.")
    return asked(request, replace(question, more={"link": link, "other": other}))


def _chooses_for(request: StaffRequest, person: Resident) -> str:
    """Where "This is them" leads: to somebody new, or to the link that has been a name alone until now."""
    try:
        link = _link(person, UUID(request.GET.get("link", "")))
    except ValueError:
        return reverse("residents:circle_new", kwargs={"reference": person.reference})
    return reverse("residents:circle_link", kwargs={"reference": person.reference, "pk": link.pk})


def _begins(request: StaffRequest) -> dict[str, str]:
    """The name that was searched for, so that it is not typed twice."""
    return {"name": request.GET.get("name", "")[:200]}


def _known(request: StaffRequest, reference: str) -> Resident | None:
    if not reference:
        return None
    other: Resident = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    record_list(by=request.user, page="residents.circle_new", resident_ids=[other.pk])
    return other


def _link(person: Resident, pk: UUID) -> CircleLink:
    found: CircleLink | None = person.circle.select_related("other").filter(pk=pk).first()
    if found is None:
        raise Http404("Nobody here.")
    return found

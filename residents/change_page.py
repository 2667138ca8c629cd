"""One page that changes one thing about a person: ask, save, say what was done, or show both versions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import User
from accounts.policies import StaffRequest
from core.errors import ChangedMeanwhile, Refused
from core.shortcuts import get_visible_or_404
from residents.actions import open_record
from residents.banner import banner_of
from residents.models import Resident
from residents.versioned import VersionedForm

Starts = Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Question:
    """What a page asks. `starts` gives the form's initial answers from the row, as it stands now; `said` is told
    after the change.
    """

    person: Resident
    heading: str
    back: str
    form: VersionedForm
    starts: Starts
    carry_out: Callable[[], object]
    said: str
    more: dict[str, Any] = field(default_factory=dict)


def person_to_change(request: StaffRequest, reference: str) -> Resident:
    """The person, when they exist for whoever asks; that their record was opened is written."""
    person: Resident = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    open_record(resident=person, by=request.user, page="residents.change")
    return person


def details_of(person: Resident) -> str:
    """The address of page 22."""
    return reverse("residents:details", kwargs={"reference": person.reference})


def alerts_of(person: Resident) -> str:
    """The address of page 23."""
    return reverse("residents:alerts", kwargs={"reference": person.reference})


def asked(request: StaffRequest, question: Question) -> HttpResponse:
    """The page with the question; after a change that was carried out, back to where it stands."""
    form, status = question.form, 422 if question.form.is_bound else 200
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            question.carry_out()
        except ChangedMeanwhile as changed:
            current: Any = changed.current
            status, more = 409, {"why": str(changed), "unlike": form.differences(question.starts(current))}
            form.take_version(current.version)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, question.said)
            return redirect(question.back)
    return render(request, "residents/change.html", _context(question, request.user) | more, status=status)


def _context(question: Question, viewer: User) -> dict[str, Any]:
    return {
        "person": question.person,
        "banner": banner_of(question.person, viewer, key_worker=None),
        "heading": question.heading,
        "back": question.back,
        "form": question.form,
        **question.more,
    }

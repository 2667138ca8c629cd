"""What stands in a record until it ends, such as an alert or a number: begin one, look at it again, end it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from accounts.models import User
from accounts.policies import StaffRequest
from residents.change_page import Question, asked, person_to_change
from residents.models import Resident


@dataclass(frozen=True)
class Kept:
    """One kind of rows of a person: `rows` is their name there, `form` asks about one, `back` is the page with them.

    `begin` takes the person, the form and who does it; `change` and `end` the row, the form, `by` and `version`.
    """

    rows: str
    form: Any
    back: Callable[[Resident], str]
    heading: str
    heading_of: Callable[[Any], str]
    begun: str
    saved: str
    begin: Callable[[Resident, Any, User], object]
    change: Callable[..., object]
    end: Callable[..., object]


def begun(request: StaffRequest, reference: str, kept: Kept) -> HttpResponse:
    """The page on which one begins."""
    person = person_to_change(request, reference)
    back = kept.back(person)
    form = kept.form(request.POST or None, initial=kept.form.initial_of(None), back=back)

    def carry_out() -> None:
        kept.begin(person, form, request.user)

    return asked(request, Question(person, kept.heading, back, form, form.initial_of, carry_out, kept.begun))


def looked_at(request: StaffRequest, reference: str, pk: UUID, kept: Kept) -> HttpResponse:
    """The page on which one is changed, or ends, as the form says."""
    person = person_to_change(request, reference)
    row, back = row_of(person, kept.rows, pk), kept.back(person)
    form = kept.form(request.POST or None, row=row, initial=kept.form.initial_of(row), back=back)

    def carry_out() -> None:
        act = kept.end if form.ends else kept.change
        act(row, form, by=request.user, version=form.cleaned_data["version"])

    return asked(request, Question(person, kept.heading_of(row), back, form, form.initial_of, carry_out, kept.saved))


def row_of(person: Resident, rows: str, pk: UUID) -> Any:
    """One of somebody's rows; of one that has ended meanwhile the action says so, and the words stay."""
    found = getattr(person, rows).filter(pk=pk).first()
    if found is None:
        raise Http404("Nothing here.")
    return found

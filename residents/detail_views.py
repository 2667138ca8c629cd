"""Page 22: details, how a person is reached, and the circle; and the pages that change one thing of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.errors import Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from residents import actions
from residents.change_page import Question, asked, details_of, person_to_change
from residents.details import details_page
from residents.identity_forms import QUESTIONS
from residents.kept_rows import Kept, begun, looked_at, row_of
from residents.models import Resident
from residents.reach_forms import AddressForm, EmailForm, LocalityForm, PhoneForm


@requires(Permission.OPEN_PERSON)
@require_safe
def details(request: StaffRequest, reference: str) -> HttpResponse:
    """Who somebody is, how to reach them, and who is around them."""
    person = get_visible_or_404(Resident.objects.for_banner(), request.user, reference=reference)
    actions.open_record(resident=person, by=request.user, page="residents.details")
    page = details_page(person, request.user)
    if page.circle and page.circle.known_ids:
        record_list(by=request.user, page="residents.details", resident_ids=page.circle.known_ids)
    return render(request, "residents/details.html", {"page": page, "person": person})


@requires(Permission.CHANGE_PERSON)
@once
def identity(request: StaffRequest, reference: str, question: str) -> HttpResponse:
    """One question about who somebody is."""
    if question not in QUESTIONS:
        raise Http404("No such question.")
    person, kind = person_to_change(request, reference), QUESTIONS[question]
    form = kind(request.POST or None, initial=kind.initial_of(person), back=details_of(person))

    def carry_out() -> None:
        version = form.cleaned_data["version"]
        actions.change_identity(
            resident=person, changes=form.changes(), was_wrong=form.only_misspelt, by=request.user, version=version
        )

    said = f"{kind.TITLE} saved."
    return asked(request, Question(person, kind.TITLE, details_of(person), form, kind.initial_of, carry_out, said))


@requires(Permission.CHANGE_PERSON)
@once
def phone_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Add a telephone number."""
    return begun(request, reference, NUMBERS)


@requires(Permission.CHANGE_PERSON)
@once
def phone(request: StaffRequest, reference: str, pk: UUID) -> HttpResponse:
    """Change a telephone number, or end it."""
    return looked_at(request, reference, pk, NUMBERS)


@requires(Permission.CHANGE_PERSON)
@require_POST
@once
def phone_main(request: StaffRequest, reference: str, pk: UUID) -> HttpResponse:
    """Use a number first."""
    person = person_to_change(request, reference)
    try:
        number = actions.make_main(number=row_of(person, "phone_numbers", pk), by=request.user)
        messages.success(request, f"{number.number} is the main number now.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(details_of(person))


@requires(Permission.CHANGE_PERSON)
@once
def email_new(request: StaffRequest, reference: str) -> HttpResponse:
    """Add an e-mail address."""
    return begun(request, reference, EMAILS)


@requires(Permission.CHANGE_PERSON)
@once
def email(request: StaffRequest, reference: str, pk: UUID) -> HttpResponse:
    """Change an e-mail address, or end it."""
    return looked_at(request, reference, pk, EMAILS)


@requires(Permission.CHANGE_PERSON)
@once
def address(request: StaffRequest, reference: str) -> HttpResponse:
    """A new address, or that there is none."""
    person = person_to_change(request, reference)
    form = AddressForm(request.POST or None, initial={"version": person.version}, back=details_of(person))

    def carry_out() -> None:
        version = form.cleaned_data["version"]
        actions.change_address(resident=person, home=form.home(), by=request.user, version=version)

    heading, said = "New address", "Address saved. The one before is kept with its dates."
    return asked(request, Question(person, heading, details_of(person), form, form.initial_of, carry_out, said))


@requires(Permission.CHANGE_PERSON)
@once
def locality(request: StaffRequest, reference: str) -> HttpResponse:
    """Choose a locality by hand, or let practice and postcode decide."""
    person = person_to_change(request, reference)
    form = LocalityForm(request.POST or None, initial=LocalityForm.initial_of(person), back=details_of(person))

    def carry_out() -> None:
        given, chosen = form.cleaned_data, form.locality_chosen()
        actions.choose_locality(
            resident=person, locality=chosen, reason=given["reason"], by=request.user, version=given["version"]
        )

    heading, said = "Locality", "Locality saved."
    return asked(request, Question(person, heading, details_of(person), form, form.initial_of, carry_out, said))


NUMBERS = Kept(
    rows="phone_numbers",
    form=PhoneForm,
    back=details_of,
    heading="Add a telephone number",
    heading_of=lambda row: "Change a telephone number",
    begun="Telephone number added.",
    saved="Telephone number saved.",
    begin=lambda person, form, by: actions.add_phone(
        resident=person, phone=form.phone(), by=by, since=form.cleaned_data["since"]
    ),
    change=lambda row, form, **who: actions.change_phone(number=row, phone=form.phone(), **who),
    end=lambda row, form, **who: actions.end_phone(
        number=row, on=form.cleaned_data["ended_on"] or clock.today(), **who
    ),
)
EMAILS = Kept(
    rows="email_addresses",
    form=EmailForm,
    back=details_of,
    heading="Add an e-mail address",
    heading_of=lambda row: "Change an e-mail address",
    begun="E-mail address added.",
    saved="E-mail address saved.",
    begin=lambda person, form, by: actions.add_email(
        resident=person, email=form.email(), by=by, since=form.cleaned_data["since"]
    ),
    change=lambda row, form, **who: actions.change_email(held=row, email=form.email(), **who),
    end=lambda row, form, **who: actions.end_email(held=row, on=form.cleaned_data["ended_on"] or clock.today(), **who),
)

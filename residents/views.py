"""Adding a person, after a search that did not find them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from accounts.models import User
from accounts.policies import requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.errors import Refused
from core.receipts import once
from residents.actions import add_resident
from residents.birth_forms import TOO_YOUNG
from residents.carried_over import initial_from
from residents.forms import PersonForm
from residents.models import Resident
from residents.search import Hit, near_matches, proven_return, proven_search

SEARCH_FIRST = "Search for the person first. If they are not there, you can add them from the results."
TOO_OLD = "This page is too old to be sent. Search for the person again; what you typed is still here."
LOOK_FIRST = "Somebody here may be the same person. If nobody is, press Add this person again."


@requires(Permission.ADD_PERSON)
@once
def new(request: HttpRequest) -> HttpResponse:
    """Page 15: one name and one other detail, with the people who may be them beside the form."""
    user: User = request.user  # type: ignore[assignment]
    searched = proven_search(request.GET.get("after", ""), user)
    if searched is None and request.method != "POST":
        messages.info(request, SEARCH_FIRST)
        return redirect("worklists:search")
    form = form_for(request, searched)
    if searched is None:
        form.add_error(None, TOO_OLD)
    near = near_to(form, user)
    if form.is_bound and form.is_valid() and not unseen(request, near):
        try:
            return added(request, add_resident(identity=form.identity(), by=user))
        except Refused as refusal:
            form.add_error("nhs_number", str(refusal))
    return page(request, form, near, searched or "")


@requires(Permission.ADD_PERSON)
def matches(request: HttpRequest, *, for_call: bool = False) -> HttpResponse:
    """The people who may be the one whose details are being typed."""
    user: User = request.user  # type: ignore[assignment]
    near = near_to(PersonForm(request.GET), user)
    then = proven_return(request.GET.get("then", ""), user)
    return render(request, "residents/_near.html", shown(near, user) | {"for_call": for_call, "then": then})


def form_for(request: HttpRequest, searched: str | None) -> PersonForm:
    """The form as it was sent, or with what was searched for."""
    if request.method == "POST":
        return PersonForm(request.POST)
    return PersonForm(initial=initial_from(searched or "", clock.today()))


def near_to(form: PersonForm, viewer: User) -> list[Hit]:
    """People like the one in the form, as far as it is filled in and right."""
    if not form.is_bound:
        return near_matches(form.initial, viewer)
    form.is_valid()
    return near_matches(form.cleaned_data, viewer)


def unseen(request: HttpRequest, near: list[Hit]) -> bool:
    """Whether one of the people found near was not on the page when it was sent."""
    seen = set(request.POST.getlist("seen"))
    return any(hit.resident.reference not in seen for hit in near)


def page(request: HttpRequest, form: PersonForm, near: list[Hit], searched: str) -> HttpResponse:
    """The form with the people near it; 422 when it was sent and not carried out."""
    context = {
        "form": form,
        "look_first": LOOK_FIRST if form.is_bound and not form.errors else "",
        "back_url": f"{reverse('worklists:search')}?{urlencode({'q': searched})}",
        "for_call": is_for_call(request),
        "then": then_of(request),
        "proof": request.GET.get("after", ""),
        "ends_onward": is_refused_as_too_young(form) and request.user.may(Permission.TAKE_CALL),  # type: ignore[union-attr]
        **shown(near, request.user),  # type: ignore[arg-type]
    }
    return render(request, "residents/resident_new.html", context, status=422 if form.is_bound else 200)


def shown(near: list[Hit], viewer: User) -> dict[str, Any]:
    """The people near, after it was written down that they were shown."""
    if near:
        record_list(by=viewer, page="residents.new", resident_ids=[hit.resident.pk for hit in near])
    return {"near": near}


def added(request: HttpRequest, resident: Resident) -> HttpResponse:
    """Say where the person belongs and why; then back to where they are asked for, or on to the person."""
    messages.success(request, f"{resident.display_name} was added. {locality_in_words(resident)}")
    if is_for_call(request):
        return redirect(f"{reverse('referrals:call_new')}?{urlencode({'person': resident.reference})}")
    if then := then_of(request):
        return redirect(f"{then}?{urlencode({'person': resident.reference})}")
    return redirect(resident)


def locality_in_words(resident: Resident) -> str:
    """The locality of a person with the reason, as LOC-1 to LOC-4 found it."""
    if resident.locality is None:
        return f"They have no locality yet: {resident.locality_because}."
    return f"They belong to {resident.locality.name}: {resident.locality_because}."


def is_refused_as_too_young(form: PersonForm) -> bool:
    """Whether the form was refused because it is about a child, so that the call ends with whom to ring."""
    return form.is_bound and any(TOO_YOUNG in sentences for sentences in form.errors.values())


def is_for_call(request: HttpRequest) -> bool:
    """Whether the page was opened from the call console."""
    return request.GET.get("for") == "call"


def then_of(request: HttpRequest) -> str:
    """Where the person who is added is asked for; "" for nowhere in particular."""
    return proven_return(request.GET.get("after", ""), request.user)  # type: ignore[arg-type]

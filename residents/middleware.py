"""The address of a record that was merged into another leads to that one, wherever an address names a person."""

from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.models import User
from accounts.roles import INTEGRATED
from residents.actions.merging import carry_drafts
from residents.models import Resident

Next = Callable[[HttpRequest], HttpResponse]
NOT_HERE = 404
BEGUN_TWICE = "What you had begun under the earlier reference is kept. It waits for what you are writing here."
SAFE = frozenset({"GET", "HEAD"})


class SameWords(HttpResponseRedirect):
    """A redirect after which the browser sends the form again as it was."""

    status_code = 307


class OldReferences:
    """Answers "not here" for a merged person with the way to the record that was kept, for who may know of it.

    A form that was open on the old page arrives on the new one with its words.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_HERE or not isinstance(request.user, User):
            return response
        old = _reference_in(request)
        kept = _kept_instead_of(old, request.user) if old else None
        if kept is None:
            return response
        address = request.get_full_path().replace(old, kept.reference)
        if request.method not in SAFE:
            return SameWords(address)
        messages.info(request, _said(old, request.user))
        with transaction.atomic():
            waiting = carry_drafts(old=old, kept=kept.reference, owner_id=request.user.pk)
        if waiting:
            messages.info(request, f"{BEGUN_TWICE} Send or discard that, and open {old} again.")
        return HttpResponseRedirect(address)


def _reference_in(request: HttpRequest) -> str:
    """The person's reference that the address names; "" for none."""
    match = request.resolver_match
    named = match.kwargs.get("reference", "") if match else ""
    found = str(named or request.GET.get("person", ""))
    return found if found.startswith("P-") else ""


def _said(old: str, viewer: User) -> str:
    """Why another record opens; a partner is told of no other than this one."""
    if viewer.role in INTEGRATED:
        return f"{old} was merged into this record."
    return f"{old} was recorded before. This is the record now."


def _kept_instead_of(old: str, viewer: User) -> Resident | None:
    known = Resident.objects.visible_to(viewer)
    found: Resident | None = known.filter(merged_here__reference=old).only("id", "reference").first()
    return found

"""Pages of changes that people ask for: through their link, written down for them, listed, and decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policies import StaffRequest, public, requires
from accounts.roles import Permission
from audit.actions import record_list
from core import clock
from core.errors import Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from talking_shops import actions
from talking_shops.after_page import about, conversations
from talking_shops.after_policies import can_decide
from talking_shops.enums import ProposalStatus
from talking_shops.models import ProposedChange, WalkAwayReceipt
from talking_shops.proposal_forms import TAKE, DecisionForm, ProposalForm, PutRightForm
from talking_shops.receipts import standing_in
from talking_shops.rules.receipts import link_holds

MOST_SHOWN = 100
REFUSED = 422


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def put_right(request: HttpRequest, token: str) -> HttpResponse:
    """Say what is wrong, with the link of a receipt. Nothing of the record is shown, and no cookie is set.

    What forges a request elsewhere would have to know the token, and then needs no forging.
    """
    receipt = WalkAwayReceipt.objects.with_token(token)
    if receipt is None or not link_holds(receipt.made_at, clock.now()):
        return render(request, "talking_shops/after_link_gone.html", status=404)
    form = PutRightForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose_by_link(receipt=receipt, words=form.cleaned_data["words"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{request.path}?sent")
    sent = "sent" in request.GET and not form.is_bound
    status = REFUSED if form.is_bound else 200
    return render(request, "talking_shops/after_put_right.html", {"form": form, "sent": sent}, status=status)


@requires(Permission.LOG_CONVERSATION)
@once
def proposal_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Write down for somebody what is wrong."""
    held = get_visible_or_404(conversations(), request.user, pk=pk)
    form = ProposalForm(request.POST or None, said=standing_in(held), back=held.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["words"]
        change = actions.propose_for_them(
            conversation=held, words=given, by=request.user, statement=form.statement_meant()
        )
        messages.success(request, "Kept. Nothing on the record has changed yet.")
        return redirect(change if can_decide(request.user, change) else held)
    context = about(request, held, page="talking_shops.proposal_new") | {"form": form}
    return render(request, "talking_shops/after_proposal_new.html", context, status=REFUSED if form.is_bound else 200)


@requires(Permission.LOG_CONVERSATION)
@require_safe
def proposals(request: StaffRequest) -> HttpResponse:
    """The changes that wait for the viewer, the oldest first, and those that were decided last."""
    mine = ProposedChange.objects.visible_to(request.user).decided_by_viewer(request.user).for_page()
    waiting = list(mine.waiting()[:MOST_SHOWN])
    decided = list(mine.exclude(status=ProposalStatus.WAITING).order_by("-decided_at", "-id")[:20])
    shown = [change.conversation.resident_id for change in (*waiting, *decided) if change.conversation.resident_id]
    record_list(by=request.user, page="talking_shops.proposals", resident_ids=shown)
    return render(request, "talking_shops/after_proposals.html", {"waiting": waiting, "decided": decided})


@requires(Permission.LOG_CONVERSATION)
@once
def proposal(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One change: what they said, and what becomes of it."""
    found = ProposedChange.objects.for_page().select_related("receipt", "taken_by", "decided_by", "became", "statement")
    change = get_visible_or_404(found, request.user, pk=pk)
    may_decide = can_decide(request.user, change)
    form = _decision_form(request, change) if may_decide and change.status == ProposalStatus.WAITING else None
    if request.method == "POST" and form and form.is_valid() and _decided(request, change, form):
        return redirect(change)
    context = about(request, change.conversation, page="talking_shops.proposal")
    context |= {"change": change, "form": form, "may_decide": may_decide}
    status = REFUSED if form and form.is_bound else 200
    return render(request, "talking_shops/after_proposal.html", context, status=status)


def _decision_form(request: StaffRequest, change: ProposedChange) -> DecisionForm:
    said = standing_in(change.conversation)
    about_it = change.statement
    begins = {"topic": about_it.topic, "replaces": str(about_it.pk)} if about_it else {}
    return DecisionForm(
        request.POST or None, said=said, by_message=actions.is_told_by_message(change), initial=begins,
        back=reverse("talking_shops:proposals"),
    )  # fmt: skip


def _decided(request: StaffRequest, change: ProposedChange, form: DecisionForm) -> bool:
    given: dict[str, Any] = form.cleaned_data
    try:
        if given["decision"] == TAKE:
            actions.take_in(
                change=change, topic=form.topic_given(), replaces=form.replaced(), by=request.user,
                told_how=given["told_how"],
            )  # fmt: skip
            messages.success(request, "It is on the record, in their words.")
        else:
            actions.leave_out(change=change, because=given["because"], by=request.user, told_how=given["told_how"])
            undo = reverse("talking_shops:proposal_again", kwargs={"pk": change.pk})
            messages.success(request, "It is left out of the record.", extra_tags=f"undo:{undo}")
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@requires(Permission.LOG_CONVERSATION)
@require_POST
def proposal_again(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let a change that was left out wait again."""
    change = get_visible_or_404(ProposedChange.objects.for_page(), request.user, pk=pk)
    actions.open_again(change=change, by=request.user)
    messages.info(request, "It waits again.")
    return redirect(change)

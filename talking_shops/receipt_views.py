"""Pages of the receipt: give it, read it as it was given, print it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.policies import StaffRequest, requires
from accounts.roles import Permission
from core.errors import Refused
from core.receipts import once
from core.shortcuts import get_visible_or_404
from outbox.notify import is_connected
from talking_shops import actions
from talking_shops.after_page import about, conversations
from talking_shops.enums import ReceiptForm
from talking_shops.models import Conversation, WalkAwayReceipt
from talking_shops.qr import qr_of
from talking_shops.receipt_forms import ReceiptGivenForm
from talking_shops.receipts import link_to_put_right, offer_for, page_from, page_of, text_of

SAMPLE_LINK = "https://…"  # as long as nobody has the link yet
SAID = {
    ReceiptForm.TEXT: "The text message is on its way.",
    ReceiptForm.EMAIL: "The e-mail is on its way.",
    ReceiptForm.NOT_WANTED: "Kept that they did not want one.",
}


@requires(Permission.LOG_CONVERSATION)
@once
def receipt_new(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Give somebody what was agreed before they leave: the page as they will have it, beside how they want it."""
    held = get_visible_or_404(conversations(), request.user, pk=pk)
    offer = offer_for(held)
    form = ReceiptGivenForm(request.POST or None, conversation=held, offer=offer)
    if request.method == "POST" and form.is_valid() and (receipt := _given(request, held, form)):
        is_paper = receipt.form in (ReceiptForm.PRINT, ReceiptForm.LARGE_PRINT)
        messages.success(request, SAID.get(ReceiptForm(receipt.form), "Print it, and give it to them."))
        return redirect(receipt if is_paper or receipt.is_sent else held)
    context = about(request, held, page="talking_shops.receipt_new")
    page = page_of(held)
    context |= {"form": form, "offer": offer, "page": page, "text": text_of(page, SAMPLE_LINK)}
    context |= {"connected": is_connected(), "receipts": WalkAwayReceipt.objects.of_conversation(held)}
    return render(request, "talking_shops/after_receipt_new.html", context, status=422 if form.is_bound else 200)


def _given(request: StaffRequest, held: Conversation, form: ReceiptGivenForm) -> WalkAwayReceipt | None:
    try:
        return actions.give_receipt(conversation=held, giving=form.giving(), by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


@requires(Permission.OPEN_PERSON)
@require_safe
def receipt(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One receipt as it was given, and whether it has left."""
    given = get_visible_or_404(WalkAwayReceipt.objects.for_page().select_related("made_by"), request.user, pk=pk)
    context = about(request, given.conversation, page="talking_shops.receipt")
    context |= {"receipt": given, "page": page_from(given.words), "has_link": bool(link_to_put_right(given))}
    return render(request, "talking_shops/after_receipt_read.html", context)


@requires(Permission.OPEN_PERSON)
@require_safe
def receipt_paper(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The page to print, in ordinary or large print."""
    given = get_visible_or_404(WalkAwayReceipt.objects.for_page(), request.user, pk=pk)
    about(request, given.conversation, page="talking_shops.receipt")
    link = link_to_put_right(given)
    context = {"receipt": given, "page": page_from(given.words), "link": link, "shown": link.split("://", 1)[-1]}
    context["qr"] = qr_of(link) if link else None
    return render(request, "talking_shops/after_receipt_paper.html", context)

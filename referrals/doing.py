"""What the pages share on which somebody acts on a referral: the form is carried out, or the page says why not."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.policies import StaffRequest
from core.errors import ChangedMeanwhile, NotPermitted, Refused
from core.shortcuts import get_visible_or_404
from referrals.forms import ReferralForm
from referrals.models import Referral
from referrals.policies import was_theirs
from referrals.standing import standing_of

FINE, CHANGED, REFUSED = 200, 409, 422
Done = TypeVar("Done")
Check = Callable[[User, Referral], None]


def find(request: StaffRequest, reference: str) -> Referral:
    """The referral that the address names."""
    found: Referral = get_visible_or_404(Referral.objects.for_page(), request.user, reference=reference)
    return found


def check(request: StaffRequest, found: Referral, may: Check) -> None:
    """Raise NotPermitted unless `may` lets the viewer act; but whoever might have when their page was opened, and
    somebody else acted since, is let through to what the action says: they see both versions.
    """
    try:
        may(request.user, found)
    except NotPermitted:
        if not (is_stale(request, found) and was_theirs(request.user, found)):
            raise


def is_stale(request: StaffRequest, found: Referral) -> bool:
    """Whether what is sent was typed before somebody acted."""
    version = request.POST.get("version", "")
    return version.isdecimal() and len(version) < 10 and int(version) < found.version


def carry_out(request: StaffRequest, found: Referral, form: ReferralForm, act: Callable[[], Done]) -> Done | None:
    """What `act` gives; None when it was refused, which the form then tells: with both versions side by side when
    somebody acted meanwhile.
    """
    try:
        return act()
    except ChangedMeanwhile:
        form.show_both(standing_of(find(request, found.reference), request.user))
    except Refused as refusal:
        form.add_error(form.asks, str(refusal))
    return None


def show(request: StaffRequest, template: str, form: ReferralForm, context: dict[str, object]) -> HttpResponse:
    """The page with its form, in the status that the form has come to."""
    status = CHANGED if form.changed else REFUSED if form.errors else FINE
    return render(request, template, context | {"form": form}, status=status)

"""What a page about a person shows of promises and call-backs, and where more of them are made."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from referrals.call_backs import call_backs_of
from referrals.models import Referral
from referrals.promises import promises_shown
from residents.life import nothing_new_in_words
from residents.models import Resident


def promised(resident: Resident, viewer: User, referral: Referral | None = None) -> dict[str, Any]:
    """Context of referrals/_promised.html, in two queries; empty for who makes no promises, such as a partner.

    With `referral` what is promised from the page belongs to that referral. For somebody who has died nothing is
    offered, and `nothing_new` says why.
    """
    if not viewer.may(Permission.KEEP_PROMISE):
        return {}
    nothing_new = nothing_new_in_words(resident)
    promise = reverse("referrals:promise_new", kwargs={"reference": resident.reference})
    ring = f"{reverse('referrals:call_back_new')}?person={resident.reference}"
    return {
        "promises": promises_shown(resident, viewer),
        "call_backs": call_backs_of(resident, viewer),
        "may_promise": True,
        "nothing_new": nothing_new,
        "new_promise_url": "" if nothing_new else f"{promise}?referral={referral.reference}" if referral else promise,
        "new_call_back_url": ring if viewer.may(Permission.TAKE_CALL) and not nothing_new else "",
    }

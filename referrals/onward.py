"""Whom a caller is told to ring when a call is not for Thurrock First: never a dead end (R1)."""

from collections.abc import Mapping

from referrals.enums import Onward

ONWARD_TO: Mapping[str, str] = {
    Onward.UNDER_18: (
        "The Multi-Agency Safeguarding Hub on 01375 652 802, or the Emergency Duty Team on 01375 372 468 out of hours"
    ),
    Onward.OUT_OF_BOROUGH: (
        "Adult social care of the council where they live: look up the postcode at www.gov.uk/find-local-council"
    ),
    Onward.HEALTH: "Their GP, NHS 111 by telephone, or 999 when somebody is in danger now",
    Onward.OTHER_COUNCIL_SERVICE: "Thurrock Council on 01375 652 652",
}


def told_to_ring(reason: str, words: str) -> str:
    """Whom the caller was told to ring: the words of whoever took the call, or what the reason suggests; "" when
    nothing does.
    """
    return words.strip() or ONWARD_TO.get(reason, "")

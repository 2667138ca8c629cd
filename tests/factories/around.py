"""Makes what stands around a person: a member of the circle, an e-mail address, an access need, an alert."""

from datetime import date, timedelta
from typing import Any

from accounts.models import User
from core import clock
from residents.actions import Email, Member, Need, Warn, add_email, add_to_circle, raise_alert, record_need
from residents.enums import AccessKind, AlertFamily, CircleRole
from residents.models import AccessNeed, Alert, CircleLink, EmailAddress, Resident


def make_member(resident: Resident, by: User, role: str = CircleRole.CARER, **known: Any) -> CircleLink:
    """Maria Hughes, a carer whom we know by name only, unless `known` says otherwise."""
    facts = {} if "other" in known else {"name": "Maria Hughes", "phone": "07700900456"}
    return add_to_circle(resident=resident, member=Member(**facts | known), roles=[role], by=by)[0]


def make_email(resident: Resident, by: User, address: str = "jean@example.org", **known: Any) -> EmailAddress:
    """An address of which nobody asked whether it is safe to write there, unless `known` says otherwise."""
    return add_email(resident=resident, email=Email(address, **known), by=by)


def make_need(resident: Resident, by: User, kind: str = AccessKind.NO_PHONE, **known: Any) -> AccessNeed:
    """Somebody who wants to be texted and not rung."""
    return record_need(resident=resident, need=Need(kind=kind, **known), by=by)


def make_alert(resident: Resident, by: User, words: str = "visit in pairs", **known: Any) -> Alert:
    """An alert for safety, to be looked at in a hundred days."""
    facts: dict[str, Any] = {
        "family": AlertFamily.SAFETY,
        "reason": "The son shouted at two workers in March.",
        "review_on": clock.today() + timedelta(days=100),
    } | known
    return raise_alert(resident=resident, warn=Warn(words=words, **facts), by=by)


def overdue(row: Alert | AccessNeed, days: int = 1) -> date:
    """Let the review of a need or an alert have been due some days ago."""
    day = clock.today() - timedelta(days=days)
    type(row)._default_manager.filter(pk=row.pk).update(review_on=day)
    return day

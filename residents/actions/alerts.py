"""Alerts: why, by whom, since when, until when, and whether the person knows of it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from core import clock
from core.errors import Refused
from residents.actions.changing import lock, lock_row, note_change, save_changes
from residents.enums import AlertFamily
from residents.models import Alert, Resident
from residents.policies import check_can_change
from residents.rules.alerts import alert_review_by


@dataclass(frozen=True)
class Warn:
    """What whoever opens the record sees (`words`), and why. `told_person` None is not said."""

    family: str
    words: str
    reason: str
    review_on: date
    told_person: bool | None = None


@transaction.atomic
def raise_alert(*, resident: Resident, warn: Warn, by: User) -> Alert:
    """Start an alert today.

    Raises NotPermitted, and Refused without words, a reason or a review within a year (ALE-1).
    """
    check_can_change(by)
    locked = lock(resident)
    today = clock.today()
    alert = Alert.objects.create(
        resident=locked, started_on=today, started_by=by, family=warn.family, **_columns(warn, today)
    )
    note_change(
        locked, "resident.alert_started", f"Alert: {alert.words}", by=by, source=alert, detail=warn.reason,
        family=str(warn.family),
    )  # fmt: skip
    return alert


@transaction.atomic
def review_alert(*, alert: Alert, warn: Warn, by: User, version: int | None) -> Alert:
    """Look at an alert again: its words, its reason, and when it is looked at next.

    Raises NotPermitted, ChangedMeanwhile, and Refused as `raise_alert` or when it has ended.
    """
    check_can_change(by)
    resident = lock(alert.resident)
    held = lock_row(alert, version)
    changed = save_changes(held, _columns(warn, clock.today()))
    note_change(
        resident, "resident.alert_reviewed", f"Alert looked at: {held.words}", by=by, source=held, detail=held.reason,
        family=str(held.family), changed=changed,
    )  # fmt: skip
    return held


@transaction.atomic
def end_alert(*, alert: Alert, because: str, by: User, version: int | None) -> Alert:
    """End an alert with why. Raises NotPermitted, ChangedMeanwhile, and Refused without a reason."""
    check_can_change(by)
    resident = lock(alert.resident)
    held = lock_row(alert, version)
    if not because.strip():
        raise Refused("Say why this alert has ended.")
    save_changes(held, {"ended_on": clock.today(), "ended_because": because.strip()})
    note_change(
        resident, "resident.alert_ended", f"Alert ended: {held.words}", by=by, source=held, detail=because.strip(),
        family=str(AlertFamily(held.family)),
    )  # fmt: skip
    return held


def _columns(warn: Warn, today: date) -> dict[str, object]:
    if not (warn.words.strip() and warn.reason.strip()):
        raise Refused("Say what is seen, and why.")
    if not today <= warn.review_on <= alert_review_by(today):
        raise Refused("Enter a day within a year on which somebody looks at this again.")
    return {
        "words": warn.words.strip(),
        "reason": warn.reason.strip(),
        "told_person": warn.told_person,
        "review_on": warn.review_on,
    }

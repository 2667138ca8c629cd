"""What page 23 shows: access needs with what they do, alerts by family, and what has ended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from accounts.roles import INTEGRATED
from core import clock
from residents.access import LETTER, PHONE, TEXT, warnings_from
from residents.banner import Banner, banner_of
from residents.enums import AccessAnswer, AlertFamily
from residents.models import AccessNeed, Alert, Resident
from residents.policies import can_change
from residents.rules.access import answer_about_access, goes_along
from residents.rules.alerts import is_review_overdue
from residents.tabs import tabs_of

Looked = AccessNeed | Alert


@dataclass(frozen=True)
class Standing:
    """A need or an alert, and whether somebody should have looked at it again."""

    row: Any
    is_overdue: bool


@dataclass(frozen=True)
class Alerts:
    """Everything that the page says. `answer` is what is known of access needs as a whole; a partner is told of none
    of the alerts, only that there are some for their safety.
    """

    banner: Banner
    tabs: list[dict[str, Any]]
    answer: AccessAnswer
    needs: Sequence[Standing]
    effects: Sequence[str]
    families: Sequence[tuple[str, Sequence[Standing]]]
    ended: Sequence[Looked]
    may_change: bool
    is_staff: bool


def alerts_page(resident: Resident, viewer: User) -> Alerts:
    """Read the page, in three queries; a partner sees the needs that may go along to them (ACC-8)."""
    staff = viewer.role in INTEGRATED
    needs = list(AccessNeed.objects.filter(resident=resident).select_related("recorded_by").order_by("recorded_on"))
    alerts = list(Alert.objects.filter(resident=resident).select_related("started_by").order_by("started_on", "pk"))
    told = [need for need in needs if need.ended_on is None and (staff or goes_along(need.may_share))]
    ours = alerts if staff else []
    held = [alert for alert in ours if alert.ended_on is None]
    return Alerts(
        banner=banner_of(resident, viewer, key_worker=None),
        tabs=tabs_of(resident, "residents:alerts"),
        answer=answer_about_access(resident.access_asked_on, len(told)),
        needs=_standing(told),
        effects=[said for channel in (PHONE, TEXT, LETTER) for said in warnings_from(told, resident, channel)],
        families=[
            (family.label, _standing(alert for alert in held if alert.family == family)) for family in AlertFamily
        ],
        ended=_ended(needs, ours) if staff else [],
        may_change=can_change(viewer),
        is_staff=staff,
    )


def _ended(needs: list[AccessNeed], alerts: list[Alert]) -> list[Looked]:
    looked: list[Looked] = [*needs, *alerts]
    return [row for row in looked if row.ended_on is not None]


def _standing(rows: Iterable[Looked]) -> list[Standing]:
    today = clock.today()
    return [Standing(row, is_review_overdue(row.review_on, today)) for row in rows]

"""The nightly check of the six-week rule, who is told when it does not hold, and how that is put right."""

import logging
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.messages import tell_person
from accounts.models import User
from core import clock
from core.actions import beat
from core.logs import in_short
from discharges import proof
from discharges.actions.settling import settle_clocks
from discharges.models import SixWeekClock
from discharges.policies import check_can_settle
from residents.models import Resident

logger = logging.getLogger(__name__)
WORDS = "The six-week rule does not hold for {count} discharges: somebody may have been dropped. Ring the service desk"
ALARM = "The six-week rule does not hold for {count} discharges; see manage.py six_weeks --audit."


def prove_six_weeks() -> dict[str, Any]:
    """Write down that it was looked at and what was found; tell the heads of service, once a day, when it is wrong."""
    found = proof.audit()
    count = found["discharges_without_a_clock"] + found["clocks_standing_otherwise"]
    alarm = {"alarm": ALARM.format(count=count)} if count else {}
    beat("six-week proof", discharges=found["discharges"], wrong=count, **alarm)
    if count:
        logger.error("the six-week rule does not hold: %s", found["wrong"])
        for user in User.objects.heads_of_service():
            words = WORDS.format(count=count)
            tell_person(user, key=f"six-weeks-proof:{clock.today()}:{user.pk}", words=words, link="/", urgent=True)
    return found


def settle_what_stands_otherwise(*, by: User) -> dict[str, Any]:
    """Settle the clocks of each person of whom one stands otherwise than the rules say, as after a rule was changed.

    Safe to repeat: each person is a transaction of their own, and whoever stands as the rules say is left as they are.
    What was changed, by clock; whose clocks could not be settled, and why; and which clocks are in fault still. `by`
    is who answers for it. Raises NotPermitted.
    """
    check_can_settle(by)
    people = Resident.objects.filter(clocks__in=proof.clocks_in_fault()).distinct().order_by("pk")
    changed: list[dict[str, str]] = []
    failed: list[dict[str, str]] = []
    for resident in people:
        try:
            changed += _settle(resident, by)
        except Exception as fault:
            logger.exception("the clocks of %s could not be settled", resident.pk)
            failed.append({"resident": str(resident.pk), "why": in_short(fault)[:200]})
    return {"changed": changed, "failed": failed, "in_fault": [str(key) for key in proof.clocks_in_fault()]}


@transaction.atomic
def _settle(resident: Resident, by: User) -> list[dict[str, str]]:
    before = _stand(resident)
    settle_clocks(resident, by=by)
    after = _stand(resident)
    return [
        {"clock": str(key), "resident": str(resident.pk), "was": before[key], "is": stands}
        for key, stands in after.items()
        if before[key] != stands
    ]


def _stand(resident: Resident) -> dict[UUID, str]:
    """How each clock of a person stands, in words that are short."""
    rows = SixWeekClock.objects.filter(resident=resident).select_related("referral").order_by("discharged_on", "pk")
    return {
        one.pk: f"{one.status} {one.end_reason}".strip() + f", due {one.due_on}, referral {one.referral.status}"
        for one in rows
    }

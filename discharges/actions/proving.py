"""The nightly check of the six-week rule, and who is told when it does not hold."""

import logging
from typing import Any

from accounts.messages import tell_person
from accounts.models import User
from core import clock
from core.actions import beat
from discharges import proof

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

"""How long people wait for the teams, day by day: one locality gets worse for some months, and is then mended.

Pure functions of a day before the demo's today. 1.0 is a team on an ordinary day.
"""

from datetime import date
from random import Random

from referrals.enums import Urgency
from thurrock_care.demo.addresses import STANFORD

# Days before today: two social workers leave, the wait grows, an improvement meeting is held, the wait falls.
WORSE_FROM, WORST_AT, MENDED_FROM, MENDED_BY = 310, 200, 150, 105
WORST, AFTERWARDS = 4.5, 0.75
ORDINARY = {"aveley-ockendon-purfleet": 1.0, "grays": 1.15, "stanford-corringham": 0.95, "tilbury-chadwell": 1.05}
MEDIAN_DAYS = {Urgency.NOW: 0.4, Urgency.TODAY: 0.8, Urgency.THIS_WEEK: 3.0, Urgency.NO_RUSH: 7.0}


def pressure(slug: str, days_ago: int) -> float:
    """How many times as long as on an ordinary day people waited in a locality, `days_ago` days before today."""
    ordinary = ORDINARY.get(slug, 1.0)
    if slug != STANFORD or days_ago >= WORSE_FROM:
        return ordinary
    if days_ago > WORST_AT:
        return _between(ordinary, WORST, (WORSE_FROM - days_ago) / (WORSE_FROM - WORST_AT))
    if days_ago > MENDED_FROM:
        return WORST
    if days_ago > MENDED_BY:
        return _between(WORST, AFTERWARDS, (MENDED_FROM - days_ago) / (MENDED_FROM - MENDED_BY))
    return AFTERWARDS


def wait_in_days(slug: str, urgency: str, day: date, today: date, rng: Random) -> int:
    """How many days a referral received on `day` waits for a worker."""
    spread = rng.lognormvariate(0, 0.6)
    return round(MEDIAN_DAYS[Urgency(urgency)] * pressure(slug, (today - day).days) * spread)


def _between(start: float, end: float, part: float) -> float:
    return start + (end - start) * part

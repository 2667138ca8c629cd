"""Contacts about nobody whom we know: callers from elsewhere, and those who would not give a name."""

from datetime import timedelta
from random import Random

from referrals.actions import Told
from referrals.enums import Need, Relation, Urgency
from thurrock_care.demo.almanac import DAYS
from thurrock_care.demo.borough import Borough
from thurrock_care.demo.records.front_door import advise_contact

TO_A_THOUSAND_PEOPLE = 35


def ask_without_a_name(borough: Borough, people: int, rng: Random) -> None:
    """Some contacts in two years, as many as belong to so many people."""
    almanac, say = borough.almanac, borough.teller.phrases.say
    for _ in range(people * TO_A_THOUSAND_PEOPLE // 1000):
        day = almanac.first_day + timedelta(days=rng.randrange(DAYS))
        started_at = almanac.front_door_hours(day, rng)
        told = Told(
            story=say("anonymous", rng),
            need=rng.choice((Need.OTHER, Need.MENTAL_HEALTH, Need.COMPANY)),
            urgency=Urgency.NO_RUSH,
            relation=Relation.ANONYMOUS,
            started_at=started_at,
        )
        by = borough.staff.someone("thurrock-first", day, rng)
        advice = say("advice.outside", rng)
        at = started_at + timedelta(minutes=rng.randrange(3, 15))
        advise_contact(borough.desk, person=None, told=told, advice=advice, by=by, at=at)

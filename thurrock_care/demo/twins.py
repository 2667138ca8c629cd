"""Records of the cast that were made a second time, for somebody to decide: a maiden name, a birth date with day and
month swapped, a telephone that is the same.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random

from residents.duplicates import like
from residents.models import PossibleDuplicate, Resident
from thurrock_care.demo.borough import Borough
from thurrock_care.demo.lives import Life
from thurrock_care.demo.records.people import Person


def add_twins(borough: Borough, met: Mapping[str, Person]) -> list[str]:
    """A second record of three people of the cast, made by whoever answered the telephone; their keys."""
    sandra, len_, dot = (met[name].identity for name in ("Sandra", "Leonard", "Dorothy"))
    assert len_.born_on is not None
    swapped = date(len_.born_on.year, len_.born_on.day, len_.born_on.month)
    seconds = (
        replace(sandra, family_name="Pratt", previous_family_name=sandra.family_name, nhs_number=None),
        replace(len_, known_as="", given_name="Len", born_on=swapped, nhs_number=None, practice=None),
        replace(dot, given_name="Dot", known_as="", nhs_number=None, address="", practice=None),
    )
    keys = []
    for days, identity in enumerate(seconds, 2):
        rng = Random(f"second record {days} of borough {borough.seed}")
        at = borough.almanac.office_hours(date.fromordinal(borough.almanac.today.toordinal() - days), rng)
        life = Life(borough, Person(identity, "english"), rng)
        life.be_known(borough.staff.someone("thurrock-first", at.date(), rng), at)
        keys.append(life.person.key)
    return keys


def find_twins(borough: Borough, keys: list[str]) -> None:
    """Keep the pairs that are found when somebody is added; the records are sent already."""
    for resident in Resident.objects.filter(pk__in=keys).order_by("added_at"):
        for pair in like(resident, []):
            borough.ledger.add(
                PossibleDuplicate, resident.added_at, one_id=pair.one, other_id=pair.other, score=pair.verdict.score,
                why=pair.verdict.why, found_at=resident.added_at,
            )  # fmt: skip

"""Households: who lives with whom, of what age, by what name, and how to reach and speak to them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from residents.actions import Identity
from residents.enums import BornPrecision, Gender
from thurrock_care.demo.addresses import LOCALITIES, Addresses, Home
from thurrock_care.demo.chance import pick
from thurrock_care.demo.keys import Keys
from thurrock_care.demo.names import Heritage, Names, feminine
from thurrock_care.demo.records.people import Person

AGES = (
    ((18, 29), 6), ((30, 44), 9), ((45, 59), 13), ((60, 69), 14), ((70, 79), 24), ((80, 89), 25), ((90, 99), 8.6),
    ((100, 104), 0.4),
)  # fmt: skip
SIZES = ((1, 46), (2, 39), (3, 11), (4, 4))
EXACT_BIRTH_DATE, NO_BIRTH_DATE = 0.955, 0.012
HAS_NHS_NUMBER = 0.88
MARRIED_NAME_CHANGED = 0.16
CHOSEN_BY_HAND = 0.2
COMMUNICATION = (
    "Hard of hearing: face the person and speak clearly",
    "Wears hearing aids in both ears",
    "Large print, at least 16 point",
    "Cannot read post: ring instead",
    "Uses British Sign Language",
    "Easy read, with pictures",
    "Needs time to find words after a stroke",
    "Text message, not calls",
    "Registered blind: describe who you are at the door",
)


@dataclass(frozen=True)
class Family:
    """What the members of a household share."""

    home: Home
    heritage: Heritage
    family_name: str
    landline: str


class Households:
    """Makes people, a household at a time."""

    def __init__(self, names: Names, addresses: Addresses, keys: Keys, today: date) -> None:
        self._names, self._addresses, self._keys, self._today = names, addresses, keys, today

    def people(self, count: int, rng: Random) -> Iterator[Person]:
        """So many people, those of one household one after another."""
        made = 0
        while made < count:
            for person in self._household(rng):
                if made < count:
                    yield person
                    made += 1

    def _household(self, rng: Random) -> Iterator[Person]:
        age = _age(rng)
        heritage = self._names.heritage(age, rng)
        landline = self._keys.landline(rng) if rng.random() < 0.2 + age / 160 else ""
        family = Family(self._addresses.home(rng), heritage, self._names.family(heritage, rng), landline)
        gender = _gender(age, rng)
        yield self._person(family, age, gender, rng)
        for place in range(pick(SIZES, rng) - 1):
            other = _other_age(age, place, rng)
            opposite = Gender.MALE if gender == Gender.FEMALE else Gender.FEMALE
            yield self._person(family, other, opposite if place == 0 else _gender(other, rng), rng)

    def _person(self, family: Family, age: int, gender: Gender, rng: Random) -> Person:
        heritage = family.heritage if rng.random() < 0.95 else self._names.heritage(age, rng)
        born_on, precision = self._birth(age, rng)
        given = self._names.given(heritage, gender, self._today.year - age, rng)
        is_woman = gender == Gender.FEMALE
        name = family.family_name
        language, communication = _speech(heritage, age, rng)
        identity = Identity(
            known_as=self._names.known_as(given, rng),
            given_name=given,
            family_name=feminine(name, family.heritage) if is_woman else name,
            previous_family_name=self._previous(heritage, name, is_woman and age > 30, rng),
            born_on=born_on,
            born_precision=precision,
            gender=gender if rng.random() < 0.985 else Gender.NOT_ASKED,
            nhs_number=self._keys.nhs_number() if rng.random() < HAS_NHS_NUMBER else None,
            language=language,
            communication=communication,
            phone=self._phone(family, age, rng),
            safe_to_call=rng.choices((True, None, False), (66, 31, 3))[0],
            address=family.home.address,
            postcode=family.home.postcode,
            practice=family.home.practice,
            no_practice=family.home.no_practice,
            practice_elsewhere=family.home.practice_elsewhere,
        )
        return Person(self._placed(identity, rng), heritage.name)

    def _birth(self, age: int, rng: Random) -> tuple[date | None, BornPrecision]:
        born_on = self._today - timedelta(days=round(age * 365.25) + rng.randrange(1, 365))
        chance = rng.random()
        if chance < EXACT_BIRTH_DATE:
            return born_on, BornPrecision.EXACT
        if chance > 1 - NO_BIRTH_DATE:
            return None, BornPrecision.UNKNOWN
        precision = rng.choice((BornPrecision.MONTH, BornPrecision.YEAR, BornPrecision.ABOUT))
        return born_on.replace(day=1, month=born_on.month if precision == BornPrecision.MONTH else 1), precision

    def _previous(self, heritage: Heritage, name: str, may_have: bool, rng: Random) -> str:
        if not may_have or rng.random() > MARRIED_NAME_CHANGED:
            return ""
        earlier = feminine(self._names.family(heritage, rng), heritage)
        return "" if earlier == name else earlier

    def _phone(self, family: Family, age: int, rng: Random) -> str:
        if family.landline and rng.random() < 0.3 + age / 200:
            return family.landline
        return self._keys.mobile(rng) if rng.random() < 0.9 else ""

    def _placed(self, identity: Identity, rng: Random) -> Identity:
        """With a locality that somebody chose by hand, for a few who are registered nowhere in the borough."""
        if identity.practice or rng.random() > CHOSEN_BY_HAND:
            return identity
        locality = self._addresses.practice_in(rng.choice(LOCALITIES), rng).locality
        return replace(identity, chosen_locality=locality, chosen_reason="stays with family there")


def _age(rng: Random) -> int:
    first, last = pick(AGES, rng)
    return rng.randint(first, last)


def _gender(age: int, rng: Random) -> Gender:
    women = 0.52 + max(0, age - 65) * 0.005
    if rng.random() < 0.004:
        return Gender.OTHER
    return Gender.FEMALE if rng.random() < women else Gender.MALE


def _other_age(age: int, place: int, rng: Random) -> int:
    """The first other one is mostly a partner, the next ones children, parents, or whoever shares a house."""
    if place == 0 and rng.random() < 0.7:
        other = age + rng.randint(-8, 8)
    else:
        other = age + rng.choice((-1, 1)) * rng.randint(20, 38)
    return min(104, max(18, other))


def _speech(heritage: Heritage, age: int, rng: Random) -> tuple[str, str]:
    """The language, "" when nobody asked, and how to communicate."""
    speaks = heritage.speaks_old if age >= 60 else heritage.speaks_young
    if rng.random() < speaks:
        help_needed = f"Needs a {heritage.language} interpreter" if rng.random() < 0.6 else ""
        return heritage.language, help_needed
    language = "English" if rng.random() < 0.72 else ""
    needs = rng.random() < 0.05 + max(0, age - 60) * 0.006
    return language, rng.choice(COMMUNICATION) if needs else ""

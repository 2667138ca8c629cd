"""What speaks for one candidate, how strongly, and in which words. Pure.

Points add up; nothing that is wrong takes any away, so that a wrong birth date hides nobody.
"""

from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from rapidfuzz.distance import OSA

from core.words import long_date
from residents.enums import BornPrecision
from residents.search.birth_dates import Born
from residents.search.closeness import Way
from residents.search.query import Query


class Person(NamedTuple):
    """The columns of a resident that speak for or against them, in the order in which they are read."""

    id: UUID
    reference: str
    given_key: str
    family_key: str
    known_as_key: str
    previous_family_key: str
    born_on: date | None
    born_precision: str
    postcode: str
    nhs_number: str | None
    died_on: date | None
    phones: tuple[str, ...] = ()  # every number on which they are reached now, where one was typed
    came_from: bool = False  # whether what was typed belonged to a record that was merged into theirs


COLUMNS = Person._fields[:-2]  # the rest is added to what the row says


class Kind(StrEnum):
    """What a piece of evidence is about."""

    NAME = "name"
    BORN = "born"
    NEARLY_BORN = "nearly_born"
    POSTCODE = "postcode"
    PLACE = "place"
    PHONE = "phone"
    NEARLY_PHONE = "nearly_phone"
    NHS_NUMBER = "nhs_number"
    REFERENCE = "reference"


# Each of these alone is reason enough to show somebody.
SUFFICIENT = frozenset({Kind.BORN, Kind.PHONE, Kind.NHS_NUMBER, Kind.REFERENCE})


class Evidence(NamedTuple):
    """One reason why somebody may be meant; `words` may hold {name}, the name as it is written."""

    kind: Kind
    points: float
    words: str
    part: str = ""


NAME_WORDS = {
    Way.SAME: "{part} {{name}}",
    Way.PART: "{part} {{name}}",
    Way.NICKNAME: "‘{typed}’ is another form of {{name}}",
    Way.BEGINNING: "{part} begins with ‘{typed}’: {{name}}",
    Way.INITIAL: "{part} begins with ‘{typed}’: {{name}}",
    Way.SPELLING: "{part} close to ‘{typed}’: {{name}}",
}
PART_WORDS = {
    "family_name": "family name",
    "previous_family_name": "previous family name",
    "given_name": "first name",
    "known_as": "known as",
}


def name_evidence(typed: str, part: str, way: Way, points: float) -> Evidence:
    """That a typed name is like the name in the column `part`."""
    return Evidence(Kind.NAME, points, _name_words(typed, part, way), part)


@lru_cache(maxsize=1000)
def _name_words(typed: str, part: str, way: Way) -> str:
    label = PART_WORDS[part] if part != "known_as" or way in {Way.SAME, Way.PART} else "known-as name"
    return NAME_WORDS[way].format(part=label, typed=typed)


def birth_evidence(born: Born, person: Person) -> Evidence | None:
    """How the birth date that was said agrees with the one that is known, as exactly as that is known."""
    known = person.born_on
    if known is None:
        return None
    if person.born_precision in {BornPrecision.EXACT, BornPrecision.MONTH} and born.day:
        return _day_evidence(born.day, born.swapped, known, person.born_precision)
    if born.day is None and born.earliest <= known <= born.latest:
        points = 20 if born.earliest.year == born.latest.year and born.earliest.month == born.latest.month else 12
        return Evidence(Kind.NEARLY_BORN, points, born.said[:1].lower() + born.said[1:])
    if born.day and abs(born.day.year - known.year) <= (0 if person.born_precision == BornPrecision.YEAR else 3):
        return Evidence(Kind.NEARLY_BORN, 12, f"about the right age: born about {known.year}")
    return None


def _day_evidence(said: date, swapped: date | None, known: date, precision: str) -> Evidence | None:
    if precision == BornPrecision.MONTH:
        same = (said.year, said.month) == (known.year, known.month)
        return Evidence(Kind.NEARLY_BORN, 24, "born in that month") if same else None
    if said == known:
        return Evidence(Kind.BORN, 35, "born on the day")
    if swapped == known:
        return Evidence(Kind.BORN, 26, "day and month swapped")
    if OSA.distance(f"{said:%d%m%Y}", f"{known:%d%m%Y}") == 1:
        return Evidence(Kind.NEARLY_BORN, 20, f"birth date one digit different: {long_date(known)}")
    if (said.day, said.month) == (known.day, known.month):
        return Evidence(Kind.NEARLY_BORN, 14, f"same day and month, another year: {known.year}")
    if (said.year, said.month) == (known.year, known.month):
        return Evidence(Kind.NEARLY_BORN, 12, f"born in the same month: {long_date(known)}")
    return Evidence(Kind.NEARLY_BORN, 8, "born in the same year") if said.year == known.year else None


def place_evidence(query: Query, postcode: str) -> Evidence | None:
    """How the postcode, or its beginning, agrees with that of the person's address."""
    if not postcode:
        return None
    if query.postcode:
        return _postcode_evidence(query.postcode, postcode)
    start = query.postcode_start
    if start and postcode.startswith(start if " " in start else f"{start} "):
        return Evidence(Kind.PLACE, 15 if " " in start else 10, f"postcode {start}")
    return None


def _postcode_evidence(said: str, known: str) -> Evidence | None:
    if said == known:
        return Evidence(Kind.POSTCODE, 25, f"postcode {known}")
    if OSA.distance(said, known, score_cutoff=1) == 1:
        return Evidence(Kind.PLACE, 15, f"postcode one letter or digit different: {known}")
    if said[:-2] == known[:-2]:
        return Evidence(Kind.PLACE, 12, f"postcode {known[:-2]} too")
    return Evidence(Kind.PLACE, 6, f"postcode {known[:-4]} too") if said[:-4] == known[:-4] else None


def number_evidence(query: Query, person: Person) -> list[Evidence]:
    """Numbers and references: the same, or a number that is nearly the same."""
    found = []
    if query.reference and query.reference == person.reference:
        found.append(Evidence(Kind.REFERENCE, 100, "reference"))
    elif person.came_from:
        whose = "reference" if query.reference else "NHS number"
        found.append(Evidence(Kind.REFERENCE, 90, f"{whose} {{merged}}"))
    if query.nhs_number and person.nhs_number:
        same = query.nhs_number == person.nhs_number
        if same or OSA.distance(query.nhs_number, person.nhs_number, score_cutoff=1) == 1:
            words = "NHS number" if same else "NHS number one digit different"
            found.append(Evidence(Kind.NHS_NUMBER, 100 if same else 60, words))
    phone = _phone_evidence(query.phones, person.phones)
    return [*found, phone] if phone else found


def _phone_evidence(said: tuple[str, ...], known: tuple[str, ...]) -> Evidence | None:
    if not set(said).isdisjoint(known):
        return Evidence(Kind.PHONE, 45, "telephone number")
    if any(OSA.distance(one, other, score_cutoff=1) == 1 for one in said for other in known):
        return Evidence(Kind.NEARLY_PHONE, 25, "telephone number one digit different")
    return None

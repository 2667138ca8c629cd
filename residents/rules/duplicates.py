"""DUP: when two records may be one person. Each rule gives points and why, in words; the sum decides (DUP-8)."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.rulebook import rule
from core.words import listed, long_date
from residents.enums import NhsNumberStatus

CERTAIN = 100
ASKED_FROM = 60
ONE_NAME = 20
BORN, BORN_SWAPPED, BORN_NEARLY, BORN_ABOUT, BORN_OTHERWISE = 35, 30, 25, 10, -30
PHONE, POSTCODE = 20, 20
STEEPNESS = 3  # two slips in a name are much worse than one
ABOUT = 3  # years by which a birth date that is not exact may be off
SOURCE = "Issue 3, the person's record; pages 15 and 26 of the blueprint"


class Reason(NamedTuple):
    """What one rule found: points for the two being one person (below 0: against), and why."""

    points: float
    words: str


class Names(NamedTuple):
    """How alike one part of two people's names is, 0 to 1, and the two spellings; None: one of them has none."""

    closeness: float | None
    one: str = ""
    other: str = ""


@dataclass(frozen=True)
class Facts:
    """What is known of one of the two, as far as it is compared."""

    born_on: date | None = None
    born_exactly: bool = False
    phones: frozenset[str] = frozenset()
    postcode: str = ""
    nhs_number: str = ""
    nhs_status: str = NhsNumberStatus.NOT_PRESENT


@dataclass(frozen=True)
class Pair:
    """Two people, and how alike their first names and family names are (by sound, spelling and other forms)."""

    one: Facts
    other: Facts
    given: Names
    family: Names


@dataclass(frozen=True)
class Verdict:
    """What all rules together say. `score` is 0 to 100; `why` the reasons, the strongest first."""

    score: int
    why: list[str]
    is_asked: bool


@rule("DUP-1", source=SOURCE)
def same_nhs_number(pair: Pair) -> Reason | None:
    """Two records with the same NHS number are one person: no other rule is asked."""
    if pair.one.nhs_number and pair.one.nhs_number == pair.other.nhs_number:
        return Reason(CERTAIN, "The same NHS number")
    return None


@rule("DUP-2", source=SOURCE)
def never_the_same(pair: Pair) -> bool:
    """Two records with different NHS numbers, both verified, are two people: nobody is asked about them."""
    verified = {pair.one.nhs_status, pair.other.nhs_status} == {NhsNumberStatus.VERIFIED}
    return verified and bool(pair.one.nhs_number) and pair.one.nhs_number != pair.other.nhs_number


@rule("DUP-3", source=SOURCE)
def names_alike(pair: Pair) -> Reason | None:
    """Names count by how alike they are in spelling and sound, a former family name and other forms as well."""
    parts = (("first name", pair.given), ("family name", pair.family))
    alike = [(part, names) for part, names in parts if names.closeness]
    if not alike:
        return None
    points = sum(ONE_NAME * (names.closeness or 0) ** STEEPNESS for _, names in alike)
    same = [part for part, names in alike if names.one == names.other]
    near = [f"{part} ‘{names.one}’ and ‘{names.other}’" for part, names in alike if names.one != names.other]
    words = [f"the same {listed(same)}"] if same else []
    said = ", ".join(words + ([f"alike: {listed(near)}"] if near else []))
    return Reason(points, said[:1].upper() + said[1:])


@rule("DUP-4", source=SOURCE)
def birth_dates(pair: Pair) -> Reason | None:
    """The same birth date counts most, then day and month swapped, then one digit off; another date speaks against."""
    one, other = pair.one.born_on, pair.other.born_on
    if one is None or other is None:
        return None
    if not (pair.one.born_exactly and pair.other.born_exactly):
        near = abs(one.year - other.year) <= ABOUT
        return Reason(BORN_ABOUT, "About the same age") if near else Reason(BORN_OTHERWISE, "Not of the same age")
    if one == other:
        return Reason(BORN, f"Born on the same day: {long_date(one)}")
    both = f"{long_date(one)} and {long_date(other)}"
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Reason(BORN_SWAPPED, f"Birth dates with day and month swapped: {both}")
    if _digits_apart(one, other) == 1:
        return Reason(BORN_NEARLY, f"Birth dates one digit apart: {both}")
    return Reason(BORN_OTHERWISE, f"Different birth dates: {both}")


@rule("DUP-5", source=SOURCE)
def same_telephone(pair: Pair) -> Reason | None:
    """A telephone number on which both can be reached counts, whichever of their numbers it is."""
    shared = sorted(pair.one.phones & pair.other.phones)
    return Reason(PHONE, f"The same telephone number: {shared[0]}") if shared else None


@rule("DUP-6", source=SOURCE)
def same_postcode(pair: Pair) -> Reason | None:
    """The same whole postcode counts, half of it does not."""
    same = pair.one.postcode and pair.one.postcode == pair.other.postcode
    return Reason(POSTCODE, f"The same postcode: {pair.one.postcode}") if same else None


@rule("DUP-7", source=SOURCE)
def are_two_in_one_house(pair: Pair) -> bool:
    """Two people whose first names are not at all alike are two people, such as twins or a couple in one house."""
    return pair.given.closeness == 0


@rule("DUP-8", source=SOURCE)
def judge(pair: Pair) -> Verdict:
    """Somebody is asked whether two records are one person from 60 of 100 points, or when it is certain.

    Never when they are two people for certain (DUP-2, DUP-7).
    """
    if never_the_same(pair):
        return Verdict(0, ["Two different verified NHS numbers"], is_asked=False)
    certain = same_nhs_number(pair)
    weighed = (names_alike, birth_dates, same_telephone, same_postcode)
    found = [reason for reason in (certain, *(weigh(pair) for weigh in weighed)) if reason]
    score = CERTAIN if certain else min(CERTAIN, max(0, round(sum(reason.points for reason in found))))
    why = [reason.words for reason in sorted(found, key=lambda reason: -reason.points)]
    asked = bool(certain) or (score >= ASKED_FROM and not are_two_in_one_house(pair))
    return Verdict(score, why, is_asked=asked)


def _digits_apart(one: date, other: date) -> int:
    return sum(a != b for a, b in zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True))

"""DUP: when somebody is asked whether two records are one person, as truth tables."""

from dataclasses import replace
from datetime import date

import pytest

from residents.enums import NhsNumberStatus
from residents.rules.duplicates import (
    Facts,
    Names,
    Pair,
    are_two_in_one_house,
    birth_dates,
    judge,
    names_alike,
    never_the_same,
    same_nhs_number,
    same_postcode,
    same_telephone,
)

BORN = date(1945, 7, 12)
JEAN = Facts(born_on=BORN, born_exactly=True, phones=frozenset({"01375511000"}), postcode="RM18 8EB")
NOBODY = Facts()
SAME_NAMES = {"given": Names(1.0, "jean", "jean"), "family": Names(1.0, "smith", "smith")}
VERIFIED, NOT_TRACED = NhsNumberStatus.VERIFIED, NhsNumberStatus.NOT_TRACED


def pair(one: Facts = JEAN, other: Facts = JEAN, **names: Names) -> Pair:
    return Pair(one=one, other=other, **(SAME_NAMES | names))


def numbered(number: str, status: str) -> Facts:
    return replace(JEAN, nhs_number=number, nhs_status=status)


@pytest.mark.parametrize(("one", "other", "certain"), [
    ("9434765919", "9434765919", True),
    ("9434765919", "9434765870", False),
    ("9434765919", "", False),
    ("", "", False),
])  # fmt: skip
def test_dup_1_one_nhs_number_is_one_person(one: str, other: str, certain: bool) -> None:
    two = pair(numbered(one, VERIFIED), numbered(other, VERIFIED))
    assert (same_nhs_number(two) is not None) is certain


def test_dup_1_one_nhs_number_is_asked_whatever_else_differs() -> None:
    unlike = replace(NOBODY, nhs_number="9434765919", born_on=date(1990, 1, 1), born_exactly=True)
    two = pair(numbered("9434765919", NOT_TRACED), unlike, given=Names(0.0), family=Names(0.0))
    assert (judge(two).score, judge(two).is_asked) == (100, True)


@pytest.mark.parametrize(("one", "other", "never"), [
    (("9434765919", VERIFIED), ("9434765870", VERIFIED), True),
    (("9434765919", VERIFIED), ("9434765870", NOT_TRACED), False),
    (("9434765919", VERIFIED), ("9434765919", VERIFIED), False),
    (("9434765919", VERIFIED), ("", NhsNumberStatus.NOT_PRESENT), False),
])  # fmt: skip
def test_dup_2_two_verified_nhs_numbers_are_two_people(
    one: tuple[str, str], other: tuple[str, str], never: bool
) -> None:
    two = pair(numbered(*one), numbered(*other))
    assert never_the_same(two) is never
    assert judge(two).is_asked is not never


@pytest.mark.parametrize(("given", "family", "points", "words"), [
    (Names(1.0, "jean", "jean"), Names(1.0, "smith", "smith"), 40, "The same first name and family name"),
    (Names(0.92, "jean", "jeannie"), Names(1.0, "smith", "smith"), 35.6,
     "The same family name, alike: first name ‘jean’ and ‘jeannie’"),
    (Names(1.0, "jean", "jean"), Names(0.8, "smith", "smyth"), 30.2,
     "The same first name, alike: family name ‘smith’ and ‘smyth’"),
    (Names(1.0, "jean", "jean"), Names(None), 20, "The same first name"),
    (Names(None), Names(0.0, "smith", "okafor"), None, ""),
])  # fmt: skip
def test_dup_3_names_count_by_how_alike_they_are(given: Names, family: Names, points: float | None, words: str) -> None:
    reason = names_alike(pair(given=given, family=family))
    assert (reason and (pytest.approx(reason.points, abs=0.1), reason.words)) == (points and (points, words))


@pytest.mark.parametrize(("other", "exactly", "points"), [
    (BORN, True, 35),
    (date(1945, 12, 7), True, 30),
    (date(1945, 7, 13), True, 25),
    (date(1946, 7, 12), True, 25),
    (date(1945, 8, 13), True, -30),
    (date(1971, 3, 4), True, -30),
    (date(1947, 1, 1), False, 10),
    (date(1960, 1, 1), False, -30),
    (None, False, None),
])  # fmt: skip
def test_dup_4_the_birth_date_counts_by_how_it_agrees(other: date | None, exactly: bool, points: int | None) -> None:
    reason = birth_dates(pair(other=replace(JEAN, born_on=other, born_exactly=exactly)))
    assert (reason and reason.points) == points


@pytest.mark.parametrize(("phones", "points"), [
    ({"01375511000"}, 20), ({"07700900123", "01375511000"}, 20), ({"07700900123"}, None), (set(), None),
])  # fmt: skip
def test_dup_5_any_telephone_number_of_both_counts(phones: set[str], points: int | None) -> None:
    reason = same_telephone(pair(other=replace(JEAN, phones=frozenset(phones))))
    assert (reason and reason.points) == points


@pytest.mark.parametrize(("postcode", "points"), [("RM18 8EB", 20), ("RM18 8EC", None), ("", None)])
def test_dup_6_the_whole_postcode_counts(postcode: str, points: int | None) -> None:
    reason = same_postcode(pair(other=replace(JEAN, postcode=postcode)))
    assert (reason and reason.points) == points
    assert same_postcode(pair(NOBODY, NOBODY)) is None


@pytest.mark.parametrize(("closeness", "two"), [(0.0, True), (0.6, False), (1.0, False), (None, False)])
def test_dup_7_first_names_that_are_not_alike_are_two_people(closeness: float | None, two: bool) -> None:
    twins = pair(given=Names(closeness, "jean", "maria"))
    assert are_two_in_one_house(twins) is two
    assert judge(twins).is_asked is not two


@pytest.mark.parametrize(("known", "asked"), [
    ({}, True),
    ({"phones": frozenset(), "postcode": ""}, True),
    ({"born_on": date(1945, 12, 7), "phones": frozenset(), "postcode": ""}, True),
    ({"born_on": None, "phones": frozenset()}, True),
    ({"born_on": None, "phones": frozenset(), "postcode": ""}, False),
    ({"born_on": date(1971, 3, 4)}, False),
    ({"born_on": date(1971, 3, 4), "phones": frozenset()}, False),
])  # fmt: skip
def test_dup_8_somebody_is_asked_from_sixty_points(known: dict[str, object], asked: bool) -> None:
    verdict = judge(pair(other=replace(JEAN, **known)))
    assert verdict.is_asked is asked
    assert (verdict.score >= 60) is asked


def test_dup_8_says_why_with_the_strongest_reason_first() -> None:
    assert judge(pair()).why == [
        "The same first name and family name",
        "Born on the same day: 12 July 1945",
        "The same telephone number: 01375511000",
        "The same postcode: RM18 8EB",
    ]

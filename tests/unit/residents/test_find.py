"""What the search finds, in which order, and why: one case for each reason."""

from datetime import date
from typing import Any

import pytest

from accounts.models import User
from localities.models import Team
from residents.actions import share
from residents.enums import BornPrecision
from residents.models import Resident
from residents.search import Results, find, near_matches
from tests.factories.people import make_resident


def why(query: str, viewer: User) -> list[str]:
    """The reasons of the first hit."""
    return find(query, viewer).hits[0].why


def names(results: Results) -> list[str]:
    return [str(hit.resident) for hit in results.hits]


@pytest.mark.parametrize(
    ("query", "reasons"),
    [
        ("smith", ["family name Smith"]),
        ("Jean Smith", ["family name Smith", "first name Jean"]),
        ("smith jean", ["family name Smith", "first name Jean"]),
        ("smtih", ["family name close to ‘smtih’: Smith"]),
        ("jena smith", ["family name Smith", "first name close to ‘jena’: Jean"]),
        ("smi", ["family name begins with ‘smi’: Smith"]),
        ("j smith", ["family name Smith", "first name begins with ‘j’: Jean"]),
        ("jeannie smith", ["family name Smith", "‘jeannie’ is another form of Jean"]),
        ("14/7/45", ["born on the day"]),
        ("smith 14 jul 1945", ["family name Smith", "born on the day"]),
        ("smith 15/7/45", ["family name Smith", "birth date one digit different: 14 July 1945"]),
        ("smith 14/7/62", ["family name Smith", "same day and month, another year: 1945"]),
        ("smith 30/7/45", ["family name Smith", "born in the same month: 14 July 1945"]),
        ("smith 2/3/45", ["family name Smith", "born in the same year"]),
        ("smith july 1945", ["family name Smith", "born in July 1945"]),
        ("smith 1945", ["family name Smith", "born in 1945"]),
        ("RM18 8EB", ["postcode RM18 8EB"]),
        ("rm18 8", ["postcode RM18 8"]),
        ("smith rm18", ["family name Smith", "postcode RM18"]),
        ("smith rm18 8ed", ["family name Smith", "postcode one letter or digit different: RM18 8EB"]),
        ("smith rm18 8xx", ["family name Smith", "postcode RM18 8 too"]),
        ("smith rm18 4qq", ["family name Smith", "postcode RM18 too"]),
        ("07700 900982", ["telephone number"]),
        ("+44 7700 900982", ["telephone number"]),
        ("943 476 5919", ["NHS number"]),
        ("943 476 5918", ["NHS number one digit different"]),
    ],
)
def test_says_why_somebody_is_there(asha: User, query: str, reasons: list[str]) -> None:
    make_resident(asha, known_as="", phone="07700900982", nhs_number="9434765919")
    assert why(query, asha) == reasons


def test_finds_the_day_and_month_swapped(asha: User) -> None:
    make_resident(asha, born_on=date(1945, 7, 10))
    assert why("10/7/1945", asha) == ["born on the day"]
    assert why("7/10/1945", asha) == ["day and month swapped"]


def test_finds_by_the_reference_however_it_is_written_down(asha: User, jean: Resident) -> None:
    for said in (jean.reference, jean.reference.lower(), jean.reference.replace("-", " ")):
        assert why(said, asha)[0] == "reference"


@pytest.mark.parametrize(
    ("known", "query", "reason"),
    [
        ({"known_as": "Dot"}, "dot smith", "known as Dot"),
        ({"known_as": "Dottie"}, "dotie smith", "known-as name close to ‘dotie’: Dottie"),
        ({"previous_family_name": "Pettigrew"}, "jean pettigrew", "previous family name Pettigrew"),
        ({"family_name": "O'Brien"}, "obrien", "family name O'Brien"),
        ({"family_name": "O'Brien"}, "o brien", "family name O'Brien"),
        ({"family_name": "Obrien"}, "O’Brien", "family name Obrien"),
        ({"family_name": "Smith-Jones"}, "jones", "family name Smith-Jones"),
        ({"family_name": "Smith-Jones"}, "smith jones", "family name Smith-Jones"),
        ({"family_name": "Smith-Jones"}, "Smith-Jones", "family name Smith-Jones"),
        ({"family_name": "Smith-Jones"}, "smithjones", "family name close to ‘smithjones’: Smith-Jones"),
        ({"family_name": "McDonald"}, "jean mc donald", "family name McDonald"),
        ({"family_name": "Łukaszewicz"}, "lukaszewicz", "family name Łukaszewicz"),
        ({"family_name": "Núñez"}, "nunez", "family name Núñez"),
        ({"family_name": "王", "given_name": "秀英", "known_as": ""}, "王", "family name 王"),
        ({"given_name": "William", "known_as": ""}, "bill smith", "‘bill’ is another form of William"),
        ({"given_name": "Bill", "known_as": ""}, "william smith", "‘william’ is another form of Bill"),
    ],
)
def test_finds_a_name_in_every_form_that_it_has(asha: User, known: dict[str, Any], query: str, reason: str) -> None:
    make_resident(asha, **known)
    assert reason in why(query, asha)


@pytest.mark.parametrize(
    ("precision", "reason"),
    [
        (BornPrecision.MONTH, "born in that month"),
        (BornPrecision.YEAR, "about the right age: born about 1945"),
        (BornPrecision.ABOUT, "about the right age: born about 1945"),
    ],
)
def test_takes_a_birth_date_as_exactly_as_it_is_known(asha: User, precision: BornPrecision, reason: str) -> None:
    make_resident(asha, known_as="", born_on=date(1945, 7, 1), born_precision=precision)
    assert why("smith 14/7/45", asha) == ["family name Smith", reason]


def test_hides_nobody_when_the_birth_date_is_wrong(asha: User, jean: Resident) -> None:
    make_resident(asha, given_name="Joan", known_as="", born_on=date(1930, 2, 3))
    assert names(find("jean smith 3/2/1930", asha))[0] in {"Jean Smith", "Joan Smith"}
    assert set(names(find("jean smith 3/2/1930", asha))) == {"Jean Smith", "Joan Smith"}


def test_puts_the_one_with_more_reasons_first(asha: User) -> None:
    make_resident(asha, born_on=date(1950, 1, 1))
    wanted = make_resident(asha)
    assert find("jean smith 14/7/45", asha).hits[0].resident == wanted


def test_puts_the_living_first_when_all_else_is_equal(asha: User) -> None:
    died = make_resident(asha)
    Resident.objects.filter(pk=died.pk).update(died_on=date(2026, 1, 1))
    alive = make_resident(asha)
    assert [hit.resident for hit in find("jean smith", asha).hits] == [alive, died]


def test_finds_somebody_added_a_moment_ago_with_a_slip_in_the_name(asha: User) -> None:
    find("smith", asha)
    make_resident(asha, known_as="", given_name="Xanthippe", family_name="Quackenbush")
    assert names(find("xantippe quackenbosh", asha)) == ["Xanthippe Quackenbush"]


def test_shows_those_with_one_of_the_names_when_nobody_has_both(asha: User, jean: Resident) -> None:
    assert names(find("ethelburga smith", asha)) == ["Jean Smith"]


def test_shows_only_those_with_every_name_when_somebody_has(asha: User, jean: Resident) -> None:
    make_resident(asha, given_name="Ethelburga", known_as="")
    assert names(find("ethelburga smith", asha)) == ["Ethelburga Smith"]


def test_pages_through_everybody_without_a_gap(asha: User) -> None:
    for day in range(1, 26):
        make_resident(asha, born_on=date(1945, 1, day))
    pages = [find("smith", asha, limit=10, offset=offset) for offset in (0, 10, 20)]
    shown = [hit.resident.pk for page in pages for hit in page.hits]
    assert [page.total for page in pages] == [25, 25, 25]
    assert len(set(shown)) == 25
    assert not pages[0].more


@pytest.mark.parametrize(
    "query",
    ["", "a", "\x00", "\ud800", "x" * 500, "a b c d e f g", "%", "_", "\\", "'", '"; --', "<script>", "𝔘𝔫𝔦", "👵🏽",
     "1" * 40, "()", "' OR 1=1 --", "RM", "rm99 9zz", "\u202esmith", "smith\tjean\nrm18"],
)  # fmt: skip
def test_answers_any_text_with_hits_or_a_sentence(asha: User, jean: Resident, query: str) -> None:
    results = find(query, asha)
    assert results.hits or results.hints or results.read


def test_knows_nobody_who_is_not_shared_when_the_viewer_is_a_partner(asha: User, hal: User, jean: Resident) -> None:
    other = make_resident(asha, known_as="", given_name="Joan")
    assert (find("smith", hal).total, near_matches({"family_name": "Smith", "postcode": "RM18 8EB"}, hal)) == (0, [])
    share(resident=other, team=Team.objects.get(slug="estuary-homecare"), by=asha, reason="care at home")
    assert names(find("smith", hal)) == ["Joan Smith"]
    assert find("smith", hal).total == 1
    assert find(jean.reference, hal).total == 0
    assert find("14/7/45 rm18 8eb", hal).total == 1
    assert [hit.resident for hit in near_matches({"family_name": "Smith", "given_name": "Jean"}, hal)] == [other]


def test_knows_nobody_when_the_viewer_is_an_auditor(eve: User, jean: Resident) -> None:
    assert find("smith", eve).total == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"given_name": "Jean", "family_name": "Smyth"},
        {"known_as": "Jeannie", "given_name": "", "family_name": "Smith"},
        {"family_name": "Smith", "born_on": date(1945, 7, 14)},
        {"given_name": "Jean", "phone": "07700900982"},
        {"nhs_number": "9434765919"},
        {"given_name": "Gina", "family_name": "Smith", "born_on": date(1945, 7, 14), "postcode": ""},
    ],
)
def test_warns_of_somebody_like_the_one_being_added(asha: User, fields: dict[str, Any]) -> None:
    jean = make_resident(asha, phone="07700900982", nhs_number="9434765919")
    assert [hit.resident for hit in near_matches(fields, asha)] == [jean]


@pytest.mark.parametrize("fields", [{}, {"given_name": "Jean"}, {"given_name": "J"}, {"postcode": "RM18 8EB"}])
def test_warns_of_nobody_when_too_little_is_the_same(asha: User, jean: Resident, fields: dict[str, Any]) -> None:
    assert near_matches(fields, asha) == []

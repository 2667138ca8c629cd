"""What somebody typed, understood; and which place is nearer. No distances are invented."""

import pytest

from talking_shops.gazetteer import BEGINNINGS
from talking_shops.nearness import (
    ELSEWHERE,
    SAME_LOCALITY,
    Known,
    Sought,
    Spot,
    beginnings,
    how_near,
    in_area,
    level_in_words,
    understand,
)

AREAS = {
    "RM15": "aveley",
    "RM16": "grays",
    "RM16 3": "stanford",
    "RM17": "grays",
    "RM18": "tilbury",
    "SS17": "stanford",
}
LOCALITIES = {"grays": "Grays", "tilbury": "Tilbury and Chadwell", "aveley": "Aveley, South Ockendon and Purfleet"}
KNOWN = Known(beginnings=BEGINNINGS, localities=LOCALITIES, areas=AREAS)
HUB = Spot("Tilbury Hub 16 Civic Square Tilbury", "Tilbury", "RM18 8ZZ", "tilbury")
CAFE = Spot("Morrisons café Flint Close Grays", "Grays", "RM17 6LW", "grays")
SPOTS = [HUB, CAFE]


@pytest.mark.parametrize(
    ("typed", "postcode"),
    [
        ("RM18 8EB", "RM18 8EB"),
        ("rm188eb", "RM18 8EB"),
        (" rm18  8eb ", "RM18 8EB"),
        ("12 Dock Road, Tilbury RM18 8EB", "RM18 8EB"),
        ("RM18", "RM18"),
        ("rm18 8", "RM18 8"),
        ("RM188", "RM18 8"),
        ("RM1 8", "RM1 8"),
        ("RM18 8E", "RM18 8"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("SW1A", "SW1A"),
        ("Tilbury", ""),
        ("RM", ""),
        ("", ""),
        ("18", ""),
        ("A13", "A13"),
    ],
)
def test_finds_the_postcode_or_its_beginning(typed: str, postcode: str) -> None:
    sought = understand(typed, spots=SPOTS, known=KNOWN)
    assert sought.postcode == (BEGINNINGS["Tilbury"] if typed == "Tilbury" else postcode)


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [("RM18 8EB", ["RM18 8EB", "RM18 8", "RM18"]), ("RM18 8", ["RM18 8", "RM18"]), ("RM18", ["RM18"]), ("", [])],
)
def test_the_longest_beginning_counts_first(postcode: str, expected: list[str]) -> None:
    assert beginnings(postcode) == expected


@pytest.mark.parametrize(
    ("postcode", "beginning", "inside"),
    [
        ("RM18 8EB", "RM18", True),
        ("RM18 8EB", "RM18 8", True),
        ("RM18 8EB", "RM1", False),
        ("RM1 8AA", "RM18", False),
        ("RM18 8EB", "RM18 8EB", True),
        ("RM18 8EB", "RM18 7", False),
    ],
)
def test_a_beginning_is_a_whole_district_or_sector(postcode: str, beginning: str, inside: bool) -> None:
    assert in_area(postcode, beginning) is inside


def test_nearer_is_a_longer_beginning_then_the_locality_then_the_rest() -> None:
    sought = Sought(postcode="RM18 8ZZ", locality="tilbury")
    places = {
        "RM18 8ZZ": 1,
        "RM18 8AA": 2,
        "RM18 7AA": 3,
    }
    for postcode, level in places.items():
        assert how_near(Spot("", "", postcode, "tilbury"), sought) == level
    assert how_near(Spot("", "", "RM16 4JP", "tilbury"), sought) == SAME_LOCALITY
    assert how_near(Spot("", "", "RM17 5DX", "grays"), sought) == ELSEWHERE


def test_the_locality_follows_the_longest_postcode_area() -> None:
    assert understand("RM16 3ET", spots=SPOTS, known=KNOWN).locality == "stanford"
    assert understand("RM16 2AA", spots=SPOTS, known=KNOWN).locality == "grays"
    assert understand("RM1 7AA", spots=SPOTS, known=KNOWN).locality == ""


@pytest.mark.parametrize(
    ("typed", "name", "is_guess"),
    [
        ("tilbury", "Tilbury", False),
        ("Tilbry", "Tilbury", True),
        ("STANFORD LE HOPE", "Stanford-le-Hope", False),
        ("stanford le hope", "Stanford-le-Hope", False),
        ("chafford hundread", "Chafford Hundred", True),
        ("Tilbury and Chadwell", "Tilbury and Chadwell", False),
        ("morrisons", "morrisons", False),
        ("Flint Close", "Flint Close", False),
    ],
)
def test_understands_names_also_misspelt(typed: str, name: str, is_guess: bool) -> None:
    sought = understand(typed, spots=SPOTS, known=KNOWN)
    assert (sought.name, sought.is_guess) == (name, is_guess)


@pytest.mark.parametrize("typed", ["Timbuktu", "…", "'; DROP TABLE", "", "   ", "🙂"])
def test_what_means_nothing_here_leads_nowhere(typed: str) -> None:
    assert not understand(typed, spots=SPOTS, known=KNOWN).is_known


def test_a_street_called_after_another_place_is_not_taken_for_it() -> None:
    library = Spot("Grays library Orsett Row Grays", "Grays", "RM17 5DX", "grays")
    sought = understand("Orsett", spots=[library], known=KNOWN)
    assert how_near(library, sought) == ELSEWHERE
    assert level_in_words(how_near(library, sought), sought, "") == "Elsewhere in Thurrock"


def test_a_town_is_not_another_one_that_ends_with_its_name() -> None:
    sought = understand("Tilbury", spots=SPOTS, known=KNOWN)
    assert how_near(Spot("Hall", "East Tilbury", "RM18 8PH", "tilbury"), sought) == 1
    assert how_near(HUB, sought) == 0


@pytest.mark.parametrize("name", BEGINNINGS)
def test_every_town_of_the_gazetteer_is_understood_and_lies_where_postcodes_of_thurrock_begin(name: str) -> None:
    sought = understand(name, spots=SPOTS, known=KNOWN)
    assert sought.name == name
    assert sought.postcode == BEGINNINGS[name]
    assert sought.postcode.split()[0] in {"RM15", "RM16", "RM17", "RM18", "RM19", "RM20", "SS17"}

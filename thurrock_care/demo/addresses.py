"""Where people live and at which practice: real outward codes and practices, streets and houses of our own."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from localities.models import Practice
from residents.enums import NoPractice
from thurrock_care.demo.phrases import sections

ASOP, GRAYS, STANFORD, TILBURY = (
    "aveley-ockendon-purfleet",
    "grays",
    "stanford-corringham",
    "tilbury-chadwell",
)
LOCALITIES = (ASOP, GRAYS, STANFORD, TILBURY)
SHARES = (24, 35, 19, 22)
INWARD_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"

# Outward code, the first figure of the inward code ("" is any but 3 and 4), towns, and how many of the locality.
AREAS = {
    ASOP: (("RM15", "", ("South Ockendon", "Aveley"), 77), ("RM19", "", ("Purfleet-on-Thames",), 23)),
    GRAYS: (
        ("RM16", "", ("Grays", "Chafford Hundred"), 38),
        ("RM17", "", ("Grays",), 47),
        ("RM20", "", ("West Thurrock",), 15),
    ),
    STANFORD: (
        ("SS17", "", ("Stanford-le-Hope", "Corringham", "Horndon-on-the-Hill"), 88),
        ("RM16", "3", ("Orsett",), 12),
    ),
    TILBURY: (("RM18", "", ("Tilbury", "East Tilbury", "Linford"), 74), ("RM16", "4", ("Chadwell St Mary",), 26)),
}
NEIGHBOURS = {ASOP: GRAYS, GRAYS: TILBURY, STANFORD: TILBURY, TILBURY: GRAYS}
# A practice of ours outside the borough, near enough to register there.
ELSEWHERE = {
    ASOP: "Cranham Lane Surgery, Upminster",
    GRAYS: "Hawthorn Surgery, Laindon",
    STANFORD: "Old Station Surgery, Basildon",
    TILBURY: "Riverside Surgery, Gravesend",
}
FIGURES = "0126789"
HOUSES_TO_A_POSTCODE = 24


@dataclass(frozen=True)
class Home:
    """An address, and the practice of those who live there; no postcode and no practice when they are not known."""

    address: str
    postcode: str
    practice: Practice | None
    no_practice: str = ""
    practice_elsewhere: str = ""


class Addresses:
    """Finds homes for households."""

    def __init__(self, practices: list[Practice]) -> None:
        self._streets = {
            outward: [street.strip() for street in " ".join(lines).split(",")]
            for outward, lines in sections("places.txt").items()
        }
        self._practices: dict[str, list[Practice]] = {slug: [] for slug in LOCALITIES}
        for practice in sorted(practices, key=lambda practice: practice.ods_code):
            self._practices[practice.locality.slug].append(practice)
        self._sizes = {
            slug: list(accumulate((place + 2) ** -0.5 for place in range(len(listed))))
            for slug, listed in self._practices.items()
        }

    def home(self, rng: Random) -> Home:
        """A home somewhere in the borough: a few are registered elsewhere or nowhere, a few have no address."""
        slug = rng.choices(LOCALITIES, SHARES)[0]
        chance = rng.random()
        if chance < 0.005:
            return Home("No fixed address", "", None, NoPractice.NONE)
        address, postcode = self._house(slug, rng)
        if chance < 0.02:
            return Home(address, postcode, None)
        if chance < 0.05:
            return Home(address, postcode, None, NoPractice.OUTSIDE, ELSEWHERE[slug])
        registered = NEIGHBOURS[slug] if chance < 0.11 else slug
        return Home(address, postcode, self.practice_in(registered, rng))

    def home_in(self, slug: str, rng: Random) -> Home:
        """A home in a locality, of people who are registered there."""
        address, postcode = self._house(slug, rng)
        return Home(address, postcode, self.practice_in(slug, rng))

    def practice_in(self, slug: str, rng: Random) -> Practice:
        """A practice of a locality, the larger ones oftener."""
        return rng.choices(self._practices[slug], cum_weights=self._sizes[slug])[0]

    def practice(self, ods_code: str) -> Practice:
        """The practice with this code."""
        return next(each for listed in self._practices.values() for each in listed if each.ods_code == ods_code)

    def _house(self, slug: str, rng: Random) -> tuple[str, str]:
        areas = AREAS[slug]
        outward, figure, towns, _ = rng.choices(areas, [area[3] for area in areas])[0]
        streets = self._streets[outward]
        place = rng.randrange(len(streets))
        number = rng.randrange(1, 160)
        line = f"{number} {streets[place]}"
        if rng.random() < 0.22:
            line = f"Flat {rng.randrange(1, 24)}, {line}"
        town = towns[place % len(towns)]
        return f"{line}\n{town}", f"{outward} {_inward(figure, place, number)}"


def _inward(figure: str, street: int, number: int) -> str:
    """The rest of a postcode: one for each stretch of a street, so that neighbours share it."""
    stretch = street * 7 + number // HOUSES_TO_A_POSTCODE
    first = figure or FIGURES[stretch % len(FIGURES)]
    letters = len(INWARD_LETTERS)
    return f"{first}{INWARD_LETTERS[stretch // 3 % letters]}{INWARD_LETTERS[stretch * 13 % letters]}"

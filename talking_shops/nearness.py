"""What somebody looked for, understood, and which places are near it.

We do not measure distances: nobody is told that a place is "2 miles away" who would have to cross the river or wait
for a bus. Near is a postcode that begins like theirs, the longer the nearer, and then the same locality.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from localities.postcodes import tidy_postcode
from localities.rules import longest_prefix

SAME_LOCALITY, ELSEWHERE = 8, 9  # levels of nearness
FULL = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}\b")
PARTIAL = re.compile(r"([A-Z]{1,2}[0-9]{1,2}[A-Z]?)(?: ?([0-9])(?: ?[A-Z])?)?")
APART = re.compile(r"[^\w]+")
ALIKE = 82  # of 100: "tilbry" is Tilbury, "ockenden" South Ockendon
LONGEST = 100  # characters that are looked at


@dataclass(frozen=True)
class Spot:
    """Where one of ours is: the words of its name and address, its town, its postcode, its locality's slug."""

    words: str
    town: str
    postcode: str
    locality: str


@dataclass(frozen=True)
class Known:
    """What is known of Thurrock: with what postcodes in a town begin, the names of localities by their slugs, and the
    slug of the locality of each beginning of a postcode.
    """

    beginnings: Mapping[str, str]
    localities: Mapping[str, str]
    areas: Mapping[str, str]

    @property
    def names(self) -> list[str]:
        """Every name of a town or a locality."""
        return [*self.beginnings, *self.localities.values()]


@dataclass(frozen=True)
class Sought:
    """What somebody looks for. `postcode` may be a beginning, "RM18 8"; `name` is what it was taken for: a town or
    a locality that is known by this name (`is_town`), else words of a name or address.
    """

    typed: str = ""
    postcode: str = ""
    name: str = ""
    is_town: bool = False
    locality: str = ""
    is_guess: bool = False

    @property
    def is_known(self) -> bool:
        """Whether it leads anywhere."""
        return bool(self.name or self.locality or self.postcode)


def understand(typed: str, *, spots: Collection[Spot], known: Known) -> Sought:
    """What `typed` means: a postcode or its beginning; else the name of a town or a locality, words that stand in
    the name or address of one of ours, or a name spelled nearly so; else nothing that we know.
    """
    typed = " ".join(typed.split())[:LONGEST]
    if postcode := postcode_in(typed):
        return Sought(typed, postcode, locality=_locality_of(postcode, known.areas))
    if not _words(typed):
        return Sought(typed)
    name, is_guess = _known_as(typed, known.names)
    if (is_guess or not name) and any(_speaks_of(spot.words, typed) for spot in spots):
        return Sought(typed, name=typed)
    if not name:
        return Sought(typed)
    postcode = known.beginnings.get(name, "")
    by_name = next((slug for slug, named in known.localities.items() if named == name), "")
    locality = by_name or _locality_of(postcode, known.areas)
    return Sought(typed, postcode, name, is_town=True, locality=locality, is_guess=is_guess)


def postcode_in(typed: str) -> str:
    """The postcode within what was typed, tidied; or the beginning of one, when nothing else was typed; else ""."""
    shouted = typed.upper()
    for found in FULL.findall(shouted):
        try:
            return tidy_postcode(found)
        except ValueError:
            continue
    partial = PARTIAL.fullmatch(shouted)
    return " ".join(part for part in partial.groups() if part) if partial else ""


def beginnings(postcode: str) -> list[str]:
    """With what a postcode near it begins, the nearest first: "RM18 8EB", "RM18 8" and "RM18"."""
    outward, _, inward = postcode.partition(" ")
    longer = [f"{outward} {inward[:length]}" for length in (3, 1) if len(inward) >= length]
    return [*longer, outward] if outward else []


def in_area(postcode: str, beginning: str) -> bool:
    """Whether a postcode begins so: "RM18" is no beginning of "RM1 8AA", nor "RM1" of "RM18 8EB"."""
    return postcode == beginning or postcode.startswith(beginning if " " in beginning else f"{beginning} ")


def how_near(spot: Spot, sought: Sought) -> int:
    """0 for what is named so; then each shorter beginning of the postcode; then the locality; then the rest."""
    if sought.name and (_is_in(spot.town, sought.name) if sought.is_town else _speaks_of(spot.words, sought.name)):
        return 0
    for level, beginning in enumerate(beginnings(sought.postcode), start=1):
        if in_area(spot.postcode, beginning):
            return level
    return SAME_LOCALITY if sought.locality and spot.locality == sought.locality else ELSEWHERE


def level_in_words(level: int, sought: Sought, locality: str) -> str:
    """The heading of the places that are so near; `locality` is the name of the one that was looked for."""
    if level == 0:
        return f"In {sought.name}" if sought.is_town else f"With “{sought.name}” in the name or address"
    if level < SAME_LOCALITY:
        return f"With a postcode that begins {beginnings(sought.postcode)[level - 1]}"
    return f"In the area {locality}" if level == SAME_LOCALITY else "Elsewhere in Thurrock"


def _words(text: str) -> list[str]:
    return [word for word in APART.split(text.casefold().replace("’", "").replace("'", "")) if word]


def _is_in(town: str, name: str) -> bool:
    """Whether a town is meant by `name`: Chadwell St Mary by "Chadwell", but East Tilbury not by "Tilbury"."""
    named = _words(name)
    return _words(town)[: len(named)] == named


def _speaks_of(words: str, name: str) -> bool:
    """Whether every word of `name` stands in `words`, or begins a word there."""
    theirs = _words(words)
    return all(any(word.startswith(part) for word in theirs) for part in _words(name))


def _known_as(typed: str, names: Collection[str]) -> tuple[str, bool]:
    """The one of `names` that was typed, and whether it is only spelled nearly so; ("", False) for none."""
    exact = next((name for name in names if _words(name) == _words(typed)), "")
    if exact:
        return exact, False
    near = process.extractOne(typed, names, scorer=fuzz.ratio, processor=utils.default_process, score_cutoff=ALIKE)
    return (near[0], True) if near else ("", False)


def _locality_of(postcode: str, areas: Mapping[str, str]) -> str:
    return areas.get(longest_prefix(postcode, areas), "") if postcode else ""

"""LOC: to which locality a person belongs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.rulebook import rule
from localities.enums import LocalityBasis


@dataclass(frozen=True)
class PlaceFacts:
    """What is known of where somebody belongs. Names of localities are their slugs; "" is not known.

    `without_practice` is why no practice here is named, where somebody asked.
    """

    practice_name: str = ""
    practice_locality: str = ""
    without_practice: str = ""
    postcode: str = ""
    chosen_locality: str = ""
    chosen_reason: str = ""


@dataclass(frozen=True)
class Placement:
    """A locality's slug ("" when unknown), the rule that found it and the reason in words."""

    locality: str
    basis: LocalityBasis
    rule: str
    because: str


NOWHERE = Placement("", LocalityBasis.UNKNOWN, "LOC-4", "neither a practice nor a postcode in Thurrock is known")


@rule("LOC-1", source="S0; standards.md §6: the PCN follows the registered practice, not the address")
def by_practice(facts: PlaceFacts) -> Placement | None:
    """A person belongs to the locality of the PCN of the GP practice at which they are registered."""
    if not facts.practice_locality:
        return None
    because = f"the practice, {facts.practice_name}, belongs to that PCN"
    return Placement(facts.practice_locality, LocalityBasis.PRACTICE, "LOC-1", because)


@rule("LOC-2", source="S0; R6: by GP practice's PCN, else by address")
def by_postcode(facts: PlaceFacts, areas: Mapping[str, str]) -> Placement | None:
    """A person with no practice in Thurrock belongs to the locality of the postcode area they live in."""
    prefix = longest_prefix(facts.postcode, areas)
    if not prefix:
        return None
    without = facts.without_practice or "no Thurrock practice is known"
    because = f"{without}, and {prefix} postcodes are in that locality"
    return Placement(areas[prefix], LocalityBasis.POSTCODE, "LOC-2", because)


@rule("LOC-3", source="standards.md §6: manual override with reason")
def by_hand(facts: PlaceFacts) -> Placement | None:
    """A locality that somebody chose by hand, with a reason, holds against practice and postcode."""
    if not (facts.chosen_locality and facts.chosen_reason):
        return None
    return Placement(facts.chosen_locality, LocalityBasis.BY_HAND, "LOC-3", f"chosen by hand: {facts.chosen_reason}")


@rule("LOC-4", source="standards.md §6: unregistered people must still land somewhere")
def by_nothing(facts: PlaceFacts) -> Placement:
    """A person of whom neither practice nor postcode in Thurrock is known has no locality until somebody chooses
    one.
    """
    if facts.without_practice:
        return replace(NOWHERE, because=f"{facts.without_practice}, and no postcode in Thurrock is known")
    return NOWHERE


def place(facts: PlaceFacts, areas: Mapping[str, str]) -> Placement:
    """The locality of a person: LOC-3, then LOC-1, LOC-2 and LOC-4; `areas` maps postcode beginnings to slugs."""
    return by_hand(facts) or by_practice(facts) or by_postcode(facts, areas) or by_nothing(facts)


def longest_prefix(postcode: str, areas: Mapping[str, str]) -> str:
    """The longest beginning in `areas` of a postcode such as "RM16 3ET"; "" when there is none.

    A whole outward code must match: "RM1 7AA" is in none of the areas that begin with "RM17".
    """
    outward, _, inward = postcode.upper().partition(" ")
    for candidate in (f"{outward} {inward[:1]}", outward):
        if candidate in areas:
            return candidate
    return ""

"""ROU: where a referral goes. Pure rules over facts; the first match wins, and the last row is a person."""

from collections.abc import Callable
from dataclasses import dataclass

from core.rulebook import rule
from localities.enums import TeamKind
from referrals.enums import Need


@dataclass(frozen=True)
class RouteFacts:
    """What a route depends on. `locality` is a slug, "" when not known; `placed_because` is LOC's reason."""

    need: str
    locality: str = ""
    locality_name: str = ""
    placed_by: str = ""
    placed_because: str = ""


@dataclass(frozen=True)
class Route:
    """A kind of team, in a locality ("" when the kind has none), the rule that chose it, and why in words."""

    team_kind: TeamKind
    locality: str
    rule: str
    because: str


@rule("ROU-1", source="R27: carers assessments by the Carers service, on the Council's behalf")
def carers_service(facts: RouteFacts) -> Route | None:
    """Support for somebody who cares for another person goes to the Carers service, wherever they live."""
    if facts.need != Need.CARER:
        return None
    return Route(TeamKind.CARERS, "", "ROU-1", "support for carers is held by the Carers service in every locality")


@rule("ROU-2", source="S0, R6: four teams, each built round a PCN area")
def locality_team(facts: RouteFacts) -> Route | None:
    """What is about a person whose locality is known goes to the Community Led Support team of that locality."""
    if not facts.locality:
        return None
    because = f"the person belongs to {facts.locality_name}: {facts.placed_because} ({facts.placed_by})"
    return Route(TeamKind.CLS, facts.locality, "ROU-2", because)


@rule("ROU-3", source="R1: never a dead end; the last row is a person")
def a_person_decides(facts: RouteFacts) -> Route:
    """What no other rule places stays with Thurrock First, where a person decides."""
    return Route(TeamKind.THURROCK_FIRST, "", "ROU-3", f"{facts.placed_because}, so somebody at Thurrock First decides")


ROUTES: tuple[Callable[[RouteFacts], Route | None], ...] = (carers_service, locality_team)


def route(facts: RouteFacts) -> Route:
    """The first route that matches, in the order of the table; ROU-3 when none does."""
    for candidate in ROUTES:
        found = candidate(facts)
        if found:
            return found
    return a_person_decides(facts)

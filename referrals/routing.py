"""The router: facts in, a team with its rule, its reason and how many wait there now."""

from dataclasses import dataclass

from localities.enums import TeamKind
from localities.models import Team
from referrals.models import Referral
from referrals.rules import Route, RouteFacts, route
from residents.models import Resident

PLACED_BY = {"practice": "LOC-1", "postcode": "LOC-2", "by_hand": "LOC-3", "unknown": "LOC-4"}


@dataclass(frozen=True)
class Suggestion:
    """Where a referral would go; `sentence` says team and reason as one sentence for the screen."""

    team: Team
    rule: str
    because: str

    @property
    def sentence(self) -> str:
        return f"{self.team.name}, because {self.because}."

    def waiting(self) -> int:
        """How many referrals wait in that team now."""
        return Referral.objects.in_team(self.team).awaiting_allocation().count()


def suggest(resident: Resident, need: str) -> Suggestion:
    """Where a need of this person's goes, by ROU-1 to ROU-3."""
    locality = resident.locality
    facts = RouteFacts(
        need=need,
        locality=locality.slug if locality else "",
        locality_name=locality.name if locality else "",
        placed_by=PLACED_BY[resident.locality_basis],
        placed_because=resident.locality_because,
    )
    chosen = route(facts)
    return Suggestion(team=team_of(chosen), rule=chosen.rule, because=chosen.because)


def team_of(chosen: Route) -> Team:
    """The team that a route names."""
    if chosen.team_kind == TeamKind.CLS:
        return Team.objects.get(kind=TeamKind.CLS, locality__slug=chosen.locality)
    return Team.objects.the_only(chosen.team_kind)

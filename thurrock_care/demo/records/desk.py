"""What every room of the records needs: the desk with its router, and a referral that is being worked on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localities.enums import LocalityBasis
from localities.models import Locality, Team
from referrals.routing import PLACED_BY
from referrals.rules import RouteFacts, route
from thurrock_care.demo.almanac import Almanac
from thurrock_care.demo.ledger import Ledger, Row
from thurrock_care.demo.records.people import Person
from thurrock_care.demo.staff import Worker


@dataclass
class Case:
    """A referral with the person, the team, whoever holds it, and what the team was told of it."""

    person: Person
    team: Team
    referral: Row
    worker: Worker | None = None
    allocation: Row | None = None
    notice: Row | None = None


class Router:
    """Where a need goes, by the application's own rules, without asking the database again for each person."""

    def __init__(self, teams: Mapping[str, Team], localities: Mapping[Any, Locality]) -> None:
        self._localities = localities
        self._by_kind = {(team.kind, team.locality_id): team for team in teams.values()}
        self._ids = {locality.slug: locality.pk for locality in localities.values()}

    def suggest(self, person: Person, need: str) -> tuple[Team, str, str]:
        """The team, the rule and the reason that referrals.routing.suggest would give."""
        locality = self._localities.get(person.locality_id)
        facts = RouteFacts(
            need=need,
            locality=locality.slug if locality else "",
            locality_name=locality.name if locality else "",
            placed_by=PLACED_BY[LocalityBasis(person.row["locality_basis"])],
            placed_because=person.row["locality_because"],
        )
        chosen = route(facts)
        return self._by_kind[chosen.team_kind, self._ids.get(chosen.locality)], chosen.rule, chosen.because


@dataclass(frozen=True)
class Desk:
    """What the functions of this room need beside their arguments."""

    ledger: Ledger
    router: Router
    almanac: Almanac
    teams: Mapping[str, Team]

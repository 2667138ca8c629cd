"""What every room of the records needs: the desk with its router, and a referral that is being worked on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core import clock
from localities.enums import LocalityBasis, TeamKind
from localities.models import Locality, Team
from localities.places import bank_holidays
from referrals.enums import ReferralSource
from referrals.routing import HELD_LOCALLY, PLACED_BY, Suggestion
from referrals.rules import OpenWork, Route, RouteFacts, route, service_at, works_from
from residents.ages import age_on
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
    story: Row | None = None


class Router:
    """Where a need goes, by the application's own rules, without asking the database again for each person."""

    def __init__(self, teams: Mapping[str, Team], localities: Mapping[Any, Locality]) -> None:
        self._localities, self._teams = localities, teams
        self._by_kind = {(team.kind, team.locality_id): team for team in teams.values()}
        self._ids = {locality.slug: locality.pk for locality in localities.values()}

    def suggest(self, person: Person, need: str, urgency: str, at: datetime) -> Suggestion:
        """What referrals.routing.suggest would give: the team, the rule, the reason, and when it is taken up."""
        moment, born_on = at.astimezone(clock.LONDON), person.identity.born_on
        facts = RouteFacts(
            need=need,
            urgency=urgency,
            hours=service_at(moment, bank_holidays()),
            hospital=person.hospital,
            review=_newest(case for case in person.open_cases if case.referral["source"] == ReferralSource.DISCHARGE),
            open_work=_newest(case for case in person.open_cases if case.team.kind in HELD_LOCALLY),
            age=age_on(born_on, moment.date()) if born_on else None,
            **self._place_of(person),
        )
        return self._suggestion(route(facts), moment)

    def suggest_by_place(self, person: Person, need: str, at: datetime) -> Suggestion:
        """What referrals.routing.suggest_by_place would give."""
        return self._suggestion(route(RouteFacts(need=need, **self._place_of(person))), at.astimezone(clock.LONDON))

    def _place_of(self, person: Person) -> dict[str, Any]:
        locality = self._localities.get(person.locality_id)
        return {
            "locality": locality.slug if locality else "",
            "locality_name": locality.name if locality else "",
            "placed_by": PLACED_BY[LocalityBasis(person.row["locality_basis"])],
            "placed_because": person.row["locality_because"],
        }

    def _suggestion(self, chosen: Route, moment: datetime) -> Suggestion:
        by_kind = self._by_kind.get((chosen.team_kind, self._ids.get(chosen.locality)))
        team = self._teams[chosen.team] if chosen.team else by_kind
        assert team is not None
        taken_up = works_from(TeamKind(team.kind), moment, bank_holidays())
        return Suggestion(team, chosen.rule, chosen.because, taken_up)


def _newest(cases: Iterable[Case]) -> OpenWork | None:
    last = max(cases, key=lambda case: case.referral["received_at"], default=None)
    if last is None:
        return None
    return OpenWork(last.team.slug, last.team.spoken, clock.london_date(last.referral["received_at"]))


@dataclass(frozen=True)
class Desk:
    """What the functions of this room need beside their arguments."""

    ledger: Ledger
    router: Router
    almanac: Almanac
    teams: Mapping[str, Team]
    told_of: dict[str, list[Row]] = field(default_factory=dict)  # the notices that lead to one address

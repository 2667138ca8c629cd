"""The router: facts in, a team with its rule, its reason, how many wait there now, and a second choice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from core import clock
from core.words import clock_time, waited, weekday_date
from localities.enums import TeamKind
from localities.models import Team
from localities.places import bank_holidays
from referrals.enums import HandOffKind, ReferralSource, Service
from referrals.models import HandOff, Referral
from referrals.rules.hours import NEVER_WAIT, service_at, works_from
from referrals.rules.routing import URGENT, OpenWork, Route, RouteFacts, by_hand, matches
from residents.ages import age_on
from residents.enums import CircleRole
from residents.models import CircleLink, Resident

PLACED_BY = {"practice": "LOC-1", "postcode": "LOC-2", "by_hand": "LOC-3", "unknown": "LOC-4"}
LOOKED_BACK, LATEST, TOO_FEW = timedelta(days=90), 200, 5
HELD_LOCALLY = (TeamKind.CLS, TeamKind.ILT)


@dataclass(frozen=True)
class Suggestion:
    """Where a referral would go, by which rule and why.

    `works_from` is when the team takes it up, None when that is at once; `told` says it for the caller. `second` is
    the second choice, and `add_to` what that team has open with the person already: the first choice, where there is.
    """

    team: Team
    rule: str
    because: str
    works_from: datetime | None = None
    told: str = ""
    second: "Suggestion | None" = None
    add_to: Referral | None = None

    @property
    def sentence(self) -> str:
        return f"{self.team.name}, because {self.because}."

    @cached_property
    def waiting(self) -> int:
        """How many referrals wait in that team now."""
        return Referral.objects.in_team(self.team).awaiting_allocation().count()

    @cached_property
    def median_wait(self) -> str:
        """How long half of what was allocated there lately had waited at most, in words; "" when too few were."""
        waits = waits_in(self.team)
        if len(waits) < TOO_FEW:
            return ""
        now = clock.now()
        return waited(now - timedelta(seconds=median(wait.total_seconds() for wait in waits)), now)


def waits_in(team: Team) -> list[timedelta]:
    """From when it came to its first allocation: the latest 200 referrals allocated in a team within 90 days."""
    first = HandOff.objects.filter(
        to_team=team, kind=HandOffKind.WORKER, from_worker=None, referral__isnull=False,
        at__gte=clock.now() - LOOKED_BACK,
    )  # fmt: skip
    found = first.order_by("-at").values_list("referral_id", "at", "referral__received_at")[:LATEST]
    return list({key: allocated - received for key, allocated, received in found}.values())


def suggest(resident: Resident, need: str, *, urgency: str = "", at: datetime | None = None) -> Suggestion:
    """Where a need of this person's goes at the moment `at`, by ROU-1 to ROU-10: three queries, or four.

    `need` and `urgency` may be "" while nobody has said; `at` is now when it is None.
    """
    moment = (at or clock.now()).astimezone(clock.LONDON)
    work = list(
        Referral.objects.with_its_team().filter(resident=resident).select_related("team").order_by("received_at")
    )
    facts = facts_of(resident, need, urgency, moment, work)
    return _best(list(matches(facts)), need, urgency, moment, work)


def suggest_by_place(resident: Resident, need: str) -> Suggestion:
    """Where a need goes by the person's place alone: for the review after a discharge, which is the locality's own."""
    facts = RouteFacts(need=need, **_place_of(resident))
    return _best(list(matches(facts)), need, "", clock.now().astimezone(clock.LONDON), [])


def sent_by_hand(suggested: Suggestion, team: Team, reason: str, by: str, urgency: str) -> Suggestion:
    """The team that a person chose against the table, with their reason and what the table says (ROU-11)."""
    because = by_hand(suggested.team.name, suggested.rule, reason, by)
    chosen = Suggestion(team=team, rule="ROU-11", because=because)
    return _with_hours(chosen, clock.now().astimezone(clock.LONDON), urgency)


def facts_of(resident: Resident, need: str, urgency: str, moment: datetime, work: list[Referral]) -> RouteFacts:
    """The facts about a person at a London `moment`; `work` is what is open, the oldest first.

    Whether they care for somebody is asked only when a rule reads it: for what cannot wait in the limited service.
    """
    born_on, hours = resident.born_on, service_at(moment, bank_holidays())
    return RouteFacts(
        need=need,
        urgency=urgency,
        hours=hours,
        hospital=import_string(settings.HOSPITAL_OF)([resident.pk]).get(resident.pk, ("", None))[0],
        review=_newest(one for one in work if one.source == ReferralSource.DISCHARGE),
        open_work=_newest(one for one in work if one.team.kind in HELD_LOCALLY),
        is_carer=urgency in URGENT and hours == Service.LIMITED and _cares_for_somebody(resident),
        age=age_on(born_on, moment.date()) if born_on else None,
        **_place_of(resident),
    )


def _place_of(resident: Resident) -> dict[str, Any]:
    locality = resident.locality
    return {
        "locality": locality.slug if locality else "",
        "locality_name": locality.name if locality else "",
        "placed_by": PLACED_BY[resident.locality_basis],
        "placed_because": resident.locality_because,
    }


def _newest(work: Iterable[Referral]) -> OpenWork | None:
    last = max(work, key=lambda one: one.received_at, default=None)
    if last is None:
        return None
    return OpenWork(last.team.slug, last.team.spoken, clock.london_date(last.received_at))


def _cares_for_somebody(resident: Resident) -> bool:
    return CircleLink.objects.filter(other=resident, role=CircleRole.CARER, ended_on=None).exists()


def _best(routes: list[Route], need: str, urgency: str, moment: datetime, work: list[Referral]) -> Suggestion:
    """The first route as a suggestion, with the next one that names another team as the second choice."""
    teams = _teams_of(routes)
    first, *others = routes
    other = next((one for one in others if teams[one] != teams[first]), None)
    here = [one for one in work if one.team_id == teams[first].pk]
    return _suggestion(
        first, teams[first], moment, urgency,
        second=_suggestion(other, teams[other], moment, urgency) if other else None,
        add_to=next((one for one in here if one.need == need), here[-1] if here else None),
    )  # fmt: skip


def _suggestion(chosen: Route, team: Team, moment: datetime, urgency: str, **more: Any) -> Suggestion:
    return _with_hours(Suggestion(team=team, rule=chosen.rule, because=chosen.because, **more), moment, urgency)


def _teams_of(routes: list[Route]) -> dict[Route, Team]:
    """The team that each route names, in one query."""
    named = Q()
    for one in routes:
        named |= _named_by(one)
    found = list(Team.objects.filter(named).select_related("locality"))
    return {one: next(team for team in found if _is_named(team, one)) for one in routes}


def _named_by(chosen: Route) -> Q:
    if chosen.team:
        return Q(slug=chosen.team)
    return Q(kind=chosen.team_kind) & (Q(locality__slug=chosen.locality) if chosen.locality else Q(locality=None))


def _is_named(team: Team, chosen: Route) -> bool:
    if chosen.team:
        return team.slug == chosen.team
    return team.kind == chosen.team_kind and (team.locality.slug if team.locality else "") == chosen.locality


def _with_hours(chosen: Suggestion, moment: datetime, urgency: str) -> Suggestion:
    """When the team takes it up (HRS-4, HRS-5), and the sentence that tells the caller."""
    kind, who = TeamKind(chosen.team.kind), chosen.team.spoken
    starts = works_from(kind, moment, bank_holidays())
    if starts:
        when = f"takes this up on {weekday_date(starts.date(), moment.date())} from {clock_time(starts.time())}"
    elif urgency in URGENT or kind in NEVER_WAIT:
        when = "takes this up now"
    else:
        when = "has this now, and takes it up in its turn"
    return replace(chosen, works_from=starts, told=f"{who[:1].upper()}{who[1:]} {when}.")

"""Whom SIX-8 can speak to: who of them is missing, and which breaches were told to nobody (ALM-1, ALM-2)."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Membership, User
from accounts.roles import Role
from core import clock
from core.words import plural
from discharges.enums import Hearer, Step, StepOutcome
from discharges.models import ClockStep, SixWeekClock
from discharges.querysets import ClockQuerySet
from discharges.rules import MOST_HOURS, missing_hearers
from localities.models import Team

BREACHES = (Step.BREACH, Step.WEEKLY)
NO_HEAD = "No head of service has an open account: a breach of a team without a manager reaches nobody."
WITHOUT = {
    Hearer.LEAD: "The {team} has no lead today: what is for the lead goes to {to}.",
    Hearer.MANAGER: "The {team} has no locality manager today: what is for the manager goes to {to}.",
}
NO_LOCALITY = "no-locality"


@dataclass(frozen=True)
class Untold:
    """How many open reviews of a locality are past day 42 without anybody having been told."""

    slug: str
    words: str
    count: int


def untold_breaches() -> ClockQuerySet:
    """ALM-1 as a set: open reviews past day 42 whose breach was told to nobody, or whose telling has waited too long,
    as when its job was given up; the longest overdue first.
    """
    breaches = ClockStep.objects.filter(clock=OuterRef("pk"), step__in=BREACHES)
    by_this_date = breaches.filter(discharged_on=OuterRef("discharged_on"))
    to_nobody = Q(carried_out__outcome=StepOutcome.TOLD, carried_out__told=0)
    waits = Q(carried_out__isnull=True, at__lt=clock.now() - timedelta(hours=MOST_HOURS))
    since = Q(carried_out__at__date__gt=OuterRef("due_on"))  # by a date put right, but late by this one too
    heard = breaches.filter(Q(discharged_on=OuterRef("discharged_on")) | since, carried_out__told__gt=0)
    overdue = SixWeekClock.objects.overdue_on(clock.today())
    return overdue.filter(Exists(by_this_date.filter(to_nobody | waits)), ~Exists(heard))


def untold_by_place() -> list[Untold]:
    """The same by locality, none where there is none: one query."""
    counted = untold_breaches().order_by("locality__name").values_list("locality__slug", "locality__name")
    rows = counted.annotate(reviews=Count("pk"))
    return [Untold(slug or NO_LOCALITY, name or "no locality yet", reviews) for slug, name, reviews in rows]


def untold_in_words(untold: list[Untold]) -> str:
    """One sentence; "" when there is none."""
    total = sum(place.count for place in untold)
    if not total:
        return ""
    reviews = plural(total, "six-week review is", "six-week reviews are")
    return f"{reviews} past day 42, and nobody was told"


def who_is_missing() -> list[str]:
    """A sentence for each lead, manager and head of service who should be here today and is not: two queries."""
    heads = User.objects.heads_of_service().count()
    here = Membership.objects.current().filter(team=OuterRef("pk"), user__is_active=True)
    managers = here.filter(user__role=Role.LOCALITY_MANAGER)
    teams = Team.objects.community().annotate(led=Exists(here.filter(is_lead=True)), managed=Exists(managers))
    told = [] if heads else [NO_HEAD]
    for team in teams:
        stands_in = "the manager" if team.managed else "the head of service" if heads else "nobody"
        missing = missing_hearers(team.led, team.managed, heads)
        told += [WITHOUT[hearer].format(team=team, to=stands_in) for hearer in missing if hearer in WITHOUT]
    return told

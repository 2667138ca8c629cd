"""Which teams somebody may look into, and how much waits in each."""

from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Case, Exists, IntegerField, Min, OuterRef, Subquery, When
from django.db.models.expressions import Combinable
from django.http import Http404

from accounts.models import User
from accounts.roles import PARTNERS
from core import clock
from core.shortcuts import get_visible_or_404
from discharges.models import SixWeekClock
from discharges.querysets import ClockQuerySet
from localities.enums import TeamKind
from localities.models import Team
from localities.querysets import TeamQuerySet
from referrals.actions import PARTNER_KINDS
from referrals.enums import HandOffKind, ReferralStatus
from referrals.models import Allocation, HandOff, Referral
from referrals.querysets import TAKEN_BACK, HandOffQuerySet, ReferralQuerySet
from worklists.counts import CountOf, Remembered

HAND_OFF_DAYS = 28
# The teams that hold reviews after a stay in hospital; Thurrock First those of people without a locality.
REVIEWING = (TeamKind.CLS, TeamKind.THURROCK_FIRST)
CLS_FIRST = Case(When(kind=TeamKind.CLS, then=0), default=1, output_field=IntegerField())


def teams_of(viewer: User, teams: TeamQuerySet | None = None) -> TeamQuerySet:
    """Those of the teams in which the viewer works today, a Community Led Support team first."""
    team_ids = viewer.memberships.current().values("team_id")
    chosen = Team.objects.all() if teams is None else teams
    return chosen.filter(pk__in=team_ids).order_by(CLS_FIRST, "name")


def teams_seen_by(viewer: User, teams: TeamQuerySet) -> TeamQuerySet:
    """All of the teams for the Council's and integrated staff; for a partner only those in which they work."""
    if viewer.role in PARTNERS:
        return teams_of(viewer, teams)
    return teams.visible_to(viewer).order_by("name")


def team_or_404(viewer: User, slug: str, *counted: str) -> Team:
    """The team with those of its numbers that are `counted`; a partner's worker is not told of other teams."""
    team: Team = get_visible_or_404(with_counts(*counted) if counted else Team.objects, viewer, slug=slug)
    if viewer.role in PARTNERS and not teams_of(viewer).filter(pk=team.pk).exists():
        raise Http404("No team here.")
    return team


def reviewing_team_or_404(viewer: User, slug: str, *counted: str) -> Team:
    """As `team_or_404`, for a team that holds reviews after a stay in hospital."""
    team = team_or_404(viewer, slug, *counted)
    if team.kind not in REVIEWING or viewer.role in PARTNERS:
        raise Http404("This team holds no reviews.")
    return team


def with_counts(*counted: str) -> TeamQuerySet:
    """The teams with what waits in each: `waiting`, `oldest`, `held`, `handed_in` (28 days), `came_back`,
    `left_behind`, and of the reviews after a stay in hospital `reviews`, `overdue` and `unheld`. Of these the ones
    that are `counted`, or all.
    """
    return _with_counts_on(clock.today(), counted).all()


@lru_cache(maxsize=8)
def _with_counts_on(today: date, counted: tuple[str, ...]) -> TeamQuerySet:
    """Put together once a day: that takes longer than to run it."""
    counts = _counts_on(today)
    chosen = {name: counts[name] for name in counted or counts}
    teams: TeamQuerySet = Team.objects.select_related("locality").annotate(**chosen)
    return teams


def _counts_on(today: date) -> dict[str, Combinable]:
    here = Referral.objects.filter(team=OuterRef("pk"))
    waiting = here.awaiting_allocation()
    left_behind = Allocation.objects.open().filter(worker__is_active=False, referral__team=OuterRef("pk"))
    handed_in = handed_from_elsewhere(HandOff.objects.filter(to_team=OuterRef("pk")), today)
    handed_to_partner = When(kind__in=PARTNER_KINDS, then=CountOf(still_theirs(handed_in)))
    return {
        "waiting": CountOf(waiting),
        "oldest": longest_waiting(waiting, by="team"),
        "held": CountOf(here.filter(status=ReferralStatus.ALLOCATED)),
        "handed_in": Case(handed_to_partner, default=CountOf(handed_in)),
        "came_back": CountOf(Referral.objects.came_back_to_team(OuterRef("pk"), today)),
        "left_behind": CountOf(left_behind),
        "reviews": _of_team(SixWeekClock.objects.open()),
        "overdue": _of_team(SixWeekClock.objects.overdue_on(today)),
        "unheld": _of_team(unheld(SixWeekClock.objects.open())),
    }


def longest_waiting(waiting: ReferralQuerySet, by: str) -> Subquery:
    """When the referral that has waited longest came in, of one team or locality (`by`). A minimum over the group,
    so that the index of those who wait answers it, and not a walk through everybody who came before.
    """
    return Remembered(waiting.order_by().values(by).annotate(oldest=Min("received_at")).values("oldest"))


def handed_from_elsewhere(hand_offs: HandOffQuerySet, today: date) -> HandOffQuerySet:
    """Those of the 28 days before `today` in which another team handed a person over."""
    since = clock.start_of(today - timedelta(days=HAND_OFF_DAYS))
    return hand_offs.felt().since(since).filter(kind=HandOffKind.TEAM)


def still_theirs(hand_offs: HandOffQuerySet) -> HandOffQuerySet:
    """Of the hand-offs to a partner's team those whose person it may still know of: it has not returned the referral,
    which was neither handed on nor taken back by its sender.
    """
    there = Referral.objects.exclude(status=ReferralStatus.RETURNED).exclude(TAKEN_BACK)
    return hand_offs.filter(Exists(there.filter(pk=OuterRef("referral"), team=OuterRef("to_team"))))


def unheld(clocks: ClockQuerySet) -> ClockQuerySet:
    """The clocks whose review nobody has been given."""
    return clocks.filter(referral__status=ReferralStatus.AWAITING_ALLOCATION)


def _of_team(clocks: ClockQuerySet) -> Combinable:
    """How many of the clocks belong to a team's locality; those of no locality belong to Thurrock First."""
    placed = CountOf(clocks.filter(locality=OuterRef("locality_id")))
    unplaced = CountOf(clocks.filter(locality__isnull=True))
    whose = (When(kind=TeamKind.CLS, then=placed), When(kind=TeamKind.THURROCK_FIRST, then=unplaced))
    return Case(*whose, default=0, output_field=IntegerField())

"""The capacity board: how many places each team has, who has them, and the people behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.roles import PARTNERS
from core import clock
from core.words import plural
from localities.models import Team
from referrals.models import Referral
from services.enums import HOLDING, ProgrammeStatus
from services.models import Places, Programme
from services.querysets import to_look_at
from services.rules import WARN_DAYS, free_places

RUNNING = Q(status=ProgrammeStatus.RUNNING)


@dataclass(frozen=True)
class Row:
    """One team of the board; `free` is None while the team has not said how many places it has."""

    team: Team
    said: Places | None
    running: int
    planned: int
    free: int | None
    waiting: int
    straight: int
    ending: int
    over: int
    look: int

    @property
    def too_many(self) -> str:
        """ "1 too many" where more is promised than there is; "" else."""
        return f"{-self.free} too many" if self.free is not None and self.free < 0 else ""


@dataclass(frozen=True)
class Behind:
    """The people behind one number: its title, and what is said when there is nobody."""

    title: str
    empty: str


BEHIND = {
    "running": Behind("Running now", "Nobody has a programme with this team now."),
    "planned": Behind("Planned to start", "No start is planned."),
    "straight": Behind("Straight from hospital, running now", "Nobody here came straight from hospital."),
    "ending": Behind("Free period ends in the next 7 days", "For nobody does the free period end in the next 7 days."),
    "look": Behind("To look at", "Nothing waits for an answer: every start that was planned has come or is to come."),
    "over": Behind("Past day 42", "Nobody’s programme runs past the free six weeks."),
}


def numbers_for(viewer: User) -> list[str]:
    """The numbers behind which the viewer may look; a partner is not told who came straight from hospital."""
    return [which for which in BEHIND if which != "straight" or viewer.role not in PARTNERS]


def teams_for(viewer: User) -> QuerySet[Any]:
    """The teams that do reablement or bridging; for a partner those in which they work now."""
    teams = Team.objects.filter(kind__in=HOLDING).order_by("name")
    mine = viewer.memberships.current().values("team_id")
    return teams.filter(pk__in=mine) if viewer.role in PARTNERS else teams


def board_for(viewer: User) -> list[Row]:
    """The board in four queries."""
    today = clock.today()
    soon = today + WARN_DAYS
    seen = Programme.objects.visible_to(viewer).live().order_by()
    counted = seen.values("team_id").annotate(
        running=Count("pk", filter=RUNNING),
        planned=Count("pk", filter=Q(status=ProgrammeStatus.PLANNED)),
        straight=Count("pk", filter=RUNNING & Q(straight_from_hospital=True)),
        ending=Count("pk", filter=RUNNING & Q(free_until__gt=today, free_until__lte=soon)),
        over=Count("pk", filter=RUNNING & Q(free_until__lte=today)),
        look=Count("pk", filter=to_look_at(viewer, today)),
    )
    counts = {row.pop("team_id"): row for row in counted}
    said = {row.team_id: row for row in Places.objects.on(today)}
    waiting = _waiting(viewer)
    return [_row(team, counts.get(team.pk, {}), said.get(team.pk), waiting) for team in teams_for(viewer)]


def _row(team: Team, counts: dict[str, int], said: Places | None, waiting: dict[Any, int]) -> Row:
    number = {name: counts.get(name, 0) for name in BEHIND}
    free = free_places(said.places, number["running"], number["planned"]) if said else None
    return Row(team=team, said=said, free=free, waiting=waiting.get(team.pk, 0), **number)


def _waiting(viewer: User) -> dict[Any, int]:
    """How many referrals wait with each team to be taken up."""
    here = Referral.objects.visible_to(viewer).awaiting_allocation().filter(team__kind__in=HOLDING).order_by()
    return dict(here.values_list("team_id").annotate(Count("pk")))


def people_behind(viewer: User, team: Team, which: str) -> QuerySet[Any]:
    """The programmes behind one number of the board, the one whose free period ends first at the top."""
    today = clock.today()
    theirs = Programme.objects.visible_to(viewer).filter(team=team)
    found = {
        "running": theirs.running(),
        "planned": theirs.planned(),
        "straight": theirs.running().filter(straight_from_hospital=True),
        "ending": theirs.ending_by(today, WARN_DAYS.days),
        "over": theirs.free_period_over(today),
        "look": theirs.to_look_at(viewer, today),
    }[which]
    rows: QuerySet[Any] = found.select_related("resident", "worker").order_by("free_until", "starts_on", "id")
    return rows


def in_short(rows: Sequence[Row]) -> str:
    """What all teams have together that have said how many places they have; "" while none has."""
    known = [row for row in rows if row.said]
    places = sum(row.said.places for row in known if row.said)
    free = sum(row.free or 0 for row in known)
    if not known:
        return ""
    if free < 0:
        return f"More is promised than there is: {plural(-free, 'place')} too many, of {places}."
    return f"{plural(free, 'place is', 'places are')} free of {places}."

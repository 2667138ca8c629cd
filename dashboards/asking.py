"""How often people were asked again for what they had told us, by team and week (ASK-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncWeek

from accounts.models import User
from core import clock
from dashboards.figures import monday
from localities.models import Team
from residents.models import Statement

WEEKS_SHOWN = 8


@dataclass(frozen=True)
class TeamRow:
    """One team: how often in each week, the present one last, and altogether."""

    team: Team
    weeks: Sequence[tuple[date, int]]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.weeks)


def weeks_shown() -> list[date]:
    """The Mondays of the last eight weeks, the present one last."""
    now = monday(clock.today())
    return [now - timedelta(weeks=back) for back in range(WEEKS_SHOWN - 1, -1, -1)]


def by_team() -> list[TeamRow]:
    """The teams that asked again at least once, the most often first; in two queries."""
    weeks = weeks_shown()
    found = Statement.objects.re_asked().filter(team__isnull=False, heard_at__gte=clock.start_of(weeks[0])).order_by()
    in_week = found.annotate(week=TruncWeek("heard_at", tzinfo=clock.LONDON)).values_list("team_id", "week")
    counts = {(team, clock.london_date(week)): count for team, week, count in in_week.annotate(all=Count("pk"))}
    teams = Team.objects.in_bulk({team for team, _ in counts})
    rows = [TeamRow(team, [(week, counts.get((key, week), 0)) for week in weeks]) for key, team in teams.items()]
    return sorted(rows, key=lambda row: (-row.total, row.team.name))


def asked_again_by(team: Team, viewer: User) -> QuerySet[Statement]:
    """The statements behind a team's numbers, the latest first."""
    found: QuerySet[Statement] = Statement.objects.visible_to(viewer).re_asked().filter(team=team)
    return found.filter(heard_at__gte=clock.start_of(weeks_shown()[0])).select_related("resident", "heard_by", "team")

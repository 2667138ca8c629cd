"""What the teams sent back to whoever had sent it to them, by team and week."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncWeek

from accounts.models import User
from core import clock
from dashboards.asking import TeamRow
from dashboards.figures import monday
from localities.models import Team
from referrals.enums import NoteKind
from referrals.models import Referral, ReferralNote

WEEKS_SHOWN = 4


def weeks_shown() -> list[date]:
    """The Mondays of the last four weeks, the present one last."""
    now = monday(clock.today())
    return [now - timedelta(weeks=back) for back in range(WEEKS_SHOWN - 1, -1, -1)]


def by_team() -> list[TeamRow]:
    """The teams that returned a referral at least once, the most often first; in two queries."""
    weeks = weeks_shown()
    in_week = _returns().annotate(week=TruncWeek("at", tzinfo=clock.LONDON)).values_list("team_id", "week")
    counts = {(team, clock.london_date(week)): count for team, week, count in in_week.annotate(all=Count("pk"))}
    teams = Team.objects.in_bulk({team for team, _ in counts})
    rows = [TeamRow(team, [(week, counts.get((key, week), 0)) for week in weeks]) for key, team in teams.items()]
    return sorted(rows, key=lambda row: (-row.total, row.team.name))


def returned_by(team: Team, viewer: User) -> QuerySet[Any]:
    """The returns behind a team's numbers, the latest first, each with its referral and `resident_id`."""
    seen = Referral.objects.visible_to(viewer)
    found = _returns().filter(team=team, referral__in=seen).annotate(resident_id=F("referral__resident_id"))
    with_all: QuerySet[Any] = found.select_related("referral__resident", "referral__from_team", "by", "team")
    return with_all.order_by("-at", "-id")


def _returns() -> QuerySet[ReferralNote]:
    return ReferralNote.objects.filter(kind=NoteKind.RETURNED, at__gte=clock.start_of(weeks_shown()[0]))

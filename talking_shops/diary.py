"""Which Talking Shops are near a worker: in their own localities, today and in the days around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from accounts.models import User
from core import clock
from residents.already_told import is_uuid
from talking_shops.models import Conversation, Session

DAYS_AHEAD = 7
DAYS_BACK = 7


@dataclass(frozen=True)
class Day:
    """The sessions of one day, in order of time."""

    on: date
    sessions: list[Session]


@dataclass(frozen=True)
class Diary:
    """Today's sessions, those in the worker's own localities apart, the days that follow, and those just past."""

    yours: list[Session]
    elsewhere: list[Session]
    coming: list[Day]
    past: list[Day]


def diary_of(worker: User) -> Diary:
    """The Talking Shops of today, the next seven days and the last seven, as `worker` looks for them."""
    today = clock.today()
    around = Session.objects.between(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))
    days = [Day(day, list(held)) for day, held in groupby(around.with_talked(), key=lambda session: session.held_on)]
    own = own_localities(worker)
    on_today = [session for day in days if day.on == today for session in day.sessions]
    return Diary(
        yours=[session for session in on_today if session.venue.locality_id in own],
        elsewhere=[session for session in on_today if session.venue.locality_id not in own],
        coming=[day for day in days if day.on > today],
        past=[day for day in reversed(days) if day.on < today],
    )


def own_localities(worker: User) -> set[UUID]:
    """The localities of the teams in which somebody works today."""
    return set(worker.memberships.current().values_list("team__locality_id", flat=True)) - {None}


def recent_sessions(asked: str = "", together: Conversation | None = None) -> list[Session]:
    """The sessions of the past week and of today, newest first: what is logged now was said at one of them.

    An older one whose id is `asked`, from whose page somebody comes, is the last of them; when none is asked for, that
    at which the part of somebody else, `together` with this one, was said.
    """
    today = clock.today()
    asked = asked or str((together and together.session_id) or "")
    found = list(Session.objects.between(today - timedelta(days=DAYS_BACK), today))[::-1]
    if not is_uuid(asked) or asked in {str(session.pk) for session in found}:
        return found
    older = Session.objects.select_related("venue__locality").filter(pk=asked, starts_at__lt=clock.now())
    return [*found, *older]


def likely_session(sessions: Sequence[Session], worker: User, wanted: str) -> Session | None:
    """The one of `sessions` with the id `wanted`, else today's in the worker's own localities.

    Of several near by it is the one that is on or was on last; before any has begun, the first.
    """
    asked = next((session for session in sessions if str(session.pk) == wanted), None)
    if asked:
        return asked
    today, own = clock.today(), own_localities(worker)
    here = [session for session in sessions if session.held_on == today and session.venue.locality_id in own]
    near = [session for session in here if not session.is_cancelled]
    begun = [session for session in near if session.starts_at <= clock.now()]
    return begun[0] if begun else (near[-1] if near else None)

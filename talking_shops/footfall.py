"""How many came: to one session, and by session, venue or month for those who manage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncMonth

from accounts.models import User
from core import clock
from talking_shops.enums import SessionStatus, TapKind
from talking_shops.models import Conversation, Session, Tap, Venue


@dataclass(frozen=True)
class Footfall:
    """Of one row: how many sessions were held, how often each button was tapped, how many conversations are kept."""

    key: Any
    held: int
    taps: Mapping[str, int]
    logged: int

    @property
    def taps_in_order(self) -> list[int]:
        """In the order of the buttons."""
        return [self.taps.get(kind, 0) for kind in TapKind.values]


def counts_of(session: Session) -> dict[str, int]:
    """How often each button was tapped at a session and not undone, in the order of the buttons."""
    found = Tap.objects.filter(session=session).standing().by_kind()
    return {kind: found.get(kind, 0) for kind in TapKind.values}


def last_tap(session: Session, by: User) -> Tap | None:
    """The newest tap of somebody at a session that still counts: what "undo last" undoes."""
    mine: Tap | None = Tap.objects.filter(session=session, by=by).standing().order_by("-at", "-id").first()
    return mine


def tap_of(session: Session, by: User, key: UUID) -> Tap | None:
    """The tap of somebody at a session by its id."""
    mine: Tap | None = Tap.objects.filter(session=session, by=by, pk=key).first()
    return mine


def held_between(first: date, last: date, locality: UUID | None = None) -> QuerySet[Session]:
    """The sessions from one day to another that went ahead; `locality` narrows them."""
    held: QuerySet[Session] = Session.objects.between(first, min(last, clock.today()))
    held = held.filter(status=SessionStatus.PLANNED)
    return held.filter(venue__locality_id=locality) if locality else held


def by_session(sessions: Sequence[Session]) -> list[Footfall]:
    """Each of these sessions, as they come."""
    keys = [session.pk for session in sessions]
    taps = _taps(Tap.objects.filter(session__in=keys), "session_id")
    logged = _counts(Conversation.objects.filter(session__in=keys), "session_id")
    return [Footfall(one, 1, taps.get(one.pk, {}), logged.get(one.pk, 0)) for one in sessions]


def by_venue(held: QuerySet[Session]) -> list[Footfall]:
    """Each venue at which one of these was held, the busiest first."""
    rows = _grouped(held, "session__venue", "venue")
    venues = Venue.objects.in_bulk([row.key for row in rows])
    named = [replace(row, key=venues[row.key]) for row in rows]
    return sorted(named, key=lambda row: (-row.taps.get(TapKind.CAME_IN, 0), row.key.name))


def by_month(held: QuerySet[Session]) -> list[Footfall]:
    """Each month in which one of these was held, the newest first."""
    of_tap, of_session = (TruncMonth(name, tzinfo=clock.LONDON) for name in ("session__starts_at", "starts_at"))
    rows = _grouped(held, of_tap, of_session)
    return sorted(rows, key=lambda row: row.key, reverse=True)


def total_of(held: QuerySet[Session]) -> Footfall:
    """All of these together."""
    inside = held.order_by().values("pk")
    taps = Tap.objects.filter(session__in=inside).standing().by_kind()
    return Footfall(None, held.count(), taps, Conversation.objects.filter(session__in=inside).count())


def _grouped(held: QuerySet[Session], of_tap: Any, of_session: Any) -> list[Footfall]:
    """In three queries: how often it was held, the taps and the conversations of each group."""
    inside = held.order_by().values("pk")
    times = _counts(held.order_by(), of_session)
    taps = _taps(Tap.objects.filter(session__in=inside), of_tap)
    logged = _counts(Conversation.objects.filter(session__in=inside), of_tap)
    return [Footfall(key, count, taps.get(key, {}), logged.get(key, 0)) for key, count in times.items()]


def _counts(rows: QuerySet[Any], key: Any) -> dict[Any, int]:
    return dict(_keyed(rows, key).values_list("group_key").annotate(Count("pk")))


def _taps(taps: Any, key: Any) -> dict[Any, dict[str, int]]:
    found: dict[Any, dict[str, int]] = {}
    counted: Iterable[tuple[Any, str, int]] = (
        _keyed(taps.standing(), key).values_list("group_key", "kind").annotate(Count("pk"))
    )
    for group, kind, count in counted:
        found.setdefault(group, {})[kind] = count
    return found


def _keyed(rows: QuerySet[Any], key: Any) -> QuerySet[Any]:
    keyed: QuerySet[Any] = rows.order_by().annotate(group_key=F(key) if isinstance(key, str) else key)
    return keyed

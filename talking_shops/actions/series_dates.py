"""Write out the dates of series, so that each is a row once: when a series is planned or changed, and every night."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import SYSTEM, Actor, record
from core import clock
from core.actions import beat
from core.constraints import refused_by
from core.errors import Refused
from core.words import listed, long_date
from talking_shops import plan_messages
from talking_shops.actions.dates import IS_TAKEN, TAKEN, change_date, tell
from talking_shops.actions.event_day import fill_places
from talking_shops.actions.event_steps import hold_who_booked
from talking_shops.actions.rota import carry_on_rota
from talking_shops.enums import Fate, SessionKind, SessionStatus
from talking_shops.models import Booking, Series, Session
from talking_shops.planned import (
    DAYS_AHEAD,
    HOLIDAY,
    LEFT_OUT,
    coming_of,
    dated_by_day,
    facts_of,
    fates,
    is_by_hand,
    last_there,
    moment_of,
    why_not_any_more,
)
from talking_shops.rules.series import Dated, written_out
from talking_shops.states import SESSION

logger = logging.getLogger(__name__)

TAKEN_OVER = ("series", "venue", "kind", "title", "places", "starts_at", "ends_at", "status", "because", "sequence",
              "changed_at", "version")  # fmt: skip
BECAUSE_AT_MOST = 200
NAMED = 3  # days that a refusal names


def make_sessions(today: date | None = None) -> int:
    """Write out the dates of every series for 400 days ahead, each once; how many were written.

    It does all that is due and not done: it may run late, twice, or on two workers at once. A series that somebody is
    saving at this moment is left to the next run. A date on a bank holiday that was not known when it was written out
    is cancelled, unless somebody said that it goes ahead, or has a
    place at it. What keeps one series from being written out keeps no other: whoever planned it is told, and the next
    run tries again. `today` is the London date, the present one when None.
    """
    day, written, left = today or clock.today(), 0, 0
    for pk in list(Series.objects.going_on().order_by("pk").values_list("pk", flat=True)):
        try:
            written += _make_dates(pk, day)
        except Refused as refusal:
            left += 1
            logger.warning("the dates of series %s wait for the next night: %s", pk, refusal)
            waits = Series.objects.select_related("venue", "made_by").get(pk=pk)
            plan_messages.tell_of_waiting(waits, day, str(refusal))
    beat("talking shop dates", on=str(day), written=written, left=left)
    return written


@transaction.atomic
def _make_dates(pk: Any, today: date) -> int:
    free = Series.objects.select_for_update(of=("self",), skip_locked=True).select_related("venue")
    series = free.filter(pk=pk).first()
    if series is None:
        return 0
    _cancel_on_new_holidays(series, today)
    return write_dates(series, first=today, last=today + DAYS_AHEAD, by=SYSTEM)


def write_dates(series: Series, *, first: date, last: date, by: Actor, left_out: Collection[date] = frozenset()) -> int:
    """Write out the dates of a locked series that have no row yet; how many. One whose hour is taken waits."""
    end = last_there(series.venue, last)
    known = set(series.sessions.filter(series_on__gte=first).values_list("series_on", flat=True))
    wanted = [one for one in written_out(facts_of(series), first, end) if one.on not in known]
    rows = [_row(series, one, left_out) for one in wanted]
    there = Session.objects.filter(venue=series.venue, status=SessionStatus.PLANNED)
    taken = set(there.filter(starts_at__in=[row.starts_at for row in rows]).values_list("starts_at", flat=True))
    rows = [row for row in rows if row.is_cancelled or row.starts_at not in taken]
    if rows:
        with refused_by(TAKEN, IS_TAKEN):
            Session.objects.bulk_create(rows)
        carry_on_rota(series, rows, by)
        record("series.dates_made", by=by, subject=series, dates=len(rows))
    return len(rows)


def _row(series: Series, dated: Dated, left_out: Collection[date]) -> Session:
    row = Session(
        venue=series.venue, series=series, series_on=dated.on, kind=series.kind, title=series.title,
        places=series.places, starts_at=moment_of(dated.on, series.starts), ends_at=moment_of(dated.on, series.ends),
    )  # fmt: skip
    if not dated.is_held or dated.on in left_out:
        row.status = SessionStatus.CANCELLED
        row.because = LEFT_OUT if dated.is_held else f"{HOLIDAY}{dated.holiday}"
    return row


def _cancel_on_new_holidays(series: Series, today: date) -> None:
    rows = lock_dates(coming_of(series, today))
    dates = dated_by_day(series, max((row.series_on for row in rows if row.series_on), default=today))
    cancelled = []
    for row in rows:
        dated = dates.get(row.series_on) if row.series_on else None
        if dated is None or dated.is_held or row.is_cancelled or is_by_hand(row):
            continue
        if not row.bookings.live().exists():
            cancel_date(row, f"{HOLIDAY}{dated.holiday}", SYSTEM)
            cancelled.append(row)
    plan_messages.tell_of_dates(cancelled, SYSTEM)


def lock_dates(rows: Iterable[Session]) -> list[Session]:
    """The dates as they are now, in their order, locked until the transaction ends."""
    found = Session.objects.select_for_update(of=("self",)).filter(pk__in=[row.pk for row in rows])
    return list(found.select_related("venue__locality").order_by("series_on", "starts_at"))


def cancel_date(row: Session, because: str, by: Actor) -> None:
    """Cancel a locked date whose series has it no longer; nobody is told by this."""
    step = SESSION.transition("cancel", row.status)
    change_date(row, step.event, by=by, status=step.target, because=because[:BECAUSE_AT_MOST])


@dataclass(frozen=True)
class Change:
    """A series as it goes on, how many places its dates had until now, and its days that are not held."""

    series: Series
    places_were: int | None
    left_out: Collection[date]


def fit_dates(rows: Iterable[Session], change: Change, *, last: date, by: User) -> None:
    """Give the coming dates of what a series was to what it is now (SER-4), then write out those that are new.

    Raises Refused when nobody could book any more for a date for which somebody has booked.
    """
    locked, series = lock_dates(rows), change.series
    places = {row.pk: row.places for row in locked}
    dates = dated_by_day(series, max([last, *(row.series_on for row in locked if row.series_on)]))
    changed: dict[str, list[Session]] = {"cancelled": [], "moved": [], "reinstated": []}
    for row, fate in fates(locked, dates):
        what = _fit(row, fate, dates.get(row.series_on) if row.series_on else None, change, by)
        if what:
            changed[what].append(row)
    _check_who_booked([row for row in locked if places[row.pk] is not None and not _is_booked_for(row)])
    with refused_by(TAKEN, IS_TAKEN):
        Session.objects.bulk_update(locked, TAKEN_OVER)
    write_dates(series, first=series.from_on, last=last, by=by, left_out=change.left_out)
    tell_all(changed, by, held=[row for row in locked if row.kind == SessionKind.COMMUNITY_EVENT])
    for row in locked:
        if row.kind == SessionKind.COMMUNITY_EVENT and row.places != places[row.pk]:
            fill_places(session=row, by=by)


def _is_booked_for(row: Session) -> bool:
    return row.kind == SessionKind.COMMUNITY_EVENT and row.places is not None


def _check_who_booked(rows: Sequence[Session]) -> None:
    """Of these dates nobody could change a booking any more, and nobody who booked would hear of a change."""
    booked = set(Booking.objects.live().filter(session__in=rows).values_list("session_id", flat=True)) if rows else ()
    days = [row.held_on for row in rows if row.pk in booked]
    if days:
        named = listed([long_date(day) for day in days[:NAMED]])
        more = f" and on {len(days) - NAMED} later days" if len(days) > NAMED else ""
        raise Refused(f"People have booked on {named}{more}. Cancel their bookings first, or keep it with places.")


def tell_all(changed: Mapping[str, Sequence[Session]], by: User, *, held: Collection[Session] = ()) -> None:
    """Of each event that changed with its series those hear who booked; of the rest, who is in the rota, once. Who
    booked for one of the events `held` stays as they are too, until the transaction ends: a place may come free there.
    """
    together = []
    told = [row for rows in changed.values() for row in rows if row.kind == SessionKind.COMMUNITY_EVENT]
    hold_who_booked([*told, *held])
    for what, rows in changed.items():
        for row in rows:
            if row.kind == SessionKind.COMMUNITY_EVENT:
                tell(row, what, by)
            else:
                together.append(row)
    plan_messages.tell_of_dates(together, by)


def _fit(row: Session, fate: Fate, dated: Dated | None, change: Change, by: User) -> str:
    """Change one locked date for its series; what somebody must be told of it ("cancelled", "moved", "reinstated"),
    else "".
    """
    was_planned = not row.is_cancelled
    if dated is not None:
        row.series = change.series
    if fate == Fate.TAKES_OVER:
        return _take_over(row, change)
    if fate == Fate.FALLS_AWAY and was_planned:
        cancel_date(row, f"{HOLIDAY}{dated.holiday}" if dated else why_not_any_more(change.series, row.series_on), by)
        return "cancelled"
    return ""


def _take_over(row: Session, change: Change) -> str:
    """A date as its series has it now; what has to be told of that. Places that were said of it alone stay."""
    assert row.series_on is not None, "dates of a series stand for a day of it"
    series, is_left_out = change.series, row.series_on in change.left_out
    was_planned, was, was_called = not row.is_cancelled, _where_and_when(row), row.title
    if row.kind != series.kind or row.places == change.places_were:
        row.places = series.places
    row.venue, row.kind, row.title = series.venue, series.kind, series.title
    row.starts_at, row.ends_at = moment_of(row.series_on, series.starts), moment_of(row.series_on, series.ends)
    row.status = SessionStatus.CANCELLED if is_left_out else SessionStatus.PLANNED
    row.because = LEFT_OUT if is_left_out else ""
    is_elsewhere, is_planned = was != _where_and_when(row), not row.is_cancelled
    if not is_elsewhere and (was_planned, was_called) == (is_planned, row.title):
        return ""
    row.sequence += 1
    row.version += 1
    row.changed_at = clock.now()
    if was_planned != is_planned:
        return "reinstated" if is_planned else "cancelled"
    return "moved" if is_elsewhere and is_planned else ""


def _where_and_when(row: Session) -> tuple[Any, ...]:
    return (row.venue_id, row.starts_at, row.ends_at)

"""As talking_shops.actions: a venue is added, a series is planned and its dates are written out."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from core.clock import LONDON
from localities.places import named_bank_holidays
from talking_shops.enums import SessionKind, SessionStatus
from talking_shops.models import Series, Session, Venue
from talking_shops.planned import HOLIDAY
from talking_shops.rules.series import Dated, SeriesFacts, written_out
from thurrock_care.demo.ledger import Ledger, Row
from thurrock_care.demo.records.people import record
from thurrock_care.demo.staff import Worker


def make_venue(ledger: Ledger, *, by: Worker, at: datetime, **facts: Any) -> Row:
    """As the action."""
    venue = ledger.add(Venue, at, **facts)
    record(ledger, "venue.made", by=by, at=at, subject=(Venue, venue["id"]), venue=venue["slug"])
    return venue


def make_series(
    ledger: Ledger, *, venue: Row, by: Worker, at: datetime, first: date, last: date, **facts: Any
) -> list[tuple[Row, Dated]]:
    """As the action, but with the dates from `first` to `last`; each with its row."""
    series = ledger.add(Series, at, venue_id=venue["id"], made_at=at, made_by_id=by.id, changed_at=at, **facts)
    subject = (Series, series["id"])
    record(ledger, "series.made", by=by, at=at, subject=subject, venue=venue["slug"])
    dates = written_out(_facts(series), first, last)
    record(ledger, "series.dates_made", by=by, at=at, subject=subject, dates=len(dates))
    return [(_session(ledger, series, one, at), one) for one in dates]


def _facts(series: Mapping[str, Any]) -> SeriesFacts:
    names = ("every", "weekday", "from_on", "starts", "ends", "interval", "nth", "until_on", "bank_holidays")
    return SeriesFacts(**{name: series[name] for name in names}, holidays=named_bank_holidays())


def _session(ledger: Ledger, series: Row, dated: Dated, at: datetime) -> Row:
    because = "" if dated.is_held else f"{HOLIDAY}{dated.holiday}"
    return ledger.add(
        Session, at, venue_id=series["venue_id"], series_id=series["id"], series_on=dated.on, kind=series["kind"],
        title=series["title"], places=series["places"], because=because,
        status=SessionStatus.PLANNED if dated.is_held else SessionStatus.CANCELLED,
        **hours_on(dated.on, series["starts"], series["ends"]),
    )  # fmt: skip


def plan_session(ledger: Ledger, *, venue: Row, by: Worker, at: datetime, on: date, starts: time, ends: time) -> Row:
    """As the action: a single date that belongs to no series."""
    made = ledger.add(Session, at, venue_id=venue["id"], kind=SessionKind.TALKING_SHOP, **hours_on(on, starts, ends))
    record(ledger, "session.planned", by=by, at=at, subject=(Session, made["id"]), venue=venue["slug"])
    return made


def hours_on(day: date, starts: time, ends: time) -> dict[str, datetime]:
    """The moments at which it starts and ends on a London day."""
    return {name: datetime.combine(day, at, tzinfo=LONDON) for name, at in (("starts_at", starts), ("ends_at", ends))}

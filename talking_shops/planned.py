"""What a series would be, what becomes of its dates when it changes, and what else is planned in a venue then."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core import clock
from core.words import long_date
from localities.places import named_bank_holidays
from talking_shops.enums import Fate, OnBankHoliday, SessionKind, SessionStatus
from talking_shops.models import Series, Session, Venue
from talking_shops.rules.series import Dated, SeriesFacts, fate_of, in_words, rule_dates, written_out

DAYS_AHEAD = timedelta(days=400)  # how far the dates of a series are written out
BACK = timedelta(days=28)  # how long calendars are told of a date that is over, so that all hear what became of it
SHOWN = 12  # dates that the planner shows before a series is saved
HOLIDAY = "Bank holiday: "
CHANGED = "The dates have changed: "
LEFT_OUT = "Not held on this date."
GOES_AHEAD = "It goes ahead after all."


@dataclass(frozen=True)
class SeriesPlan:
    """A series as somebody wants it; its dates in `left_out` are not held. Hours are London's."""

    venue: Venue
    every: str
    weekday: int
    starts: time
    ends: time
    from_on: date
    interval: int = 1
    nth: int | None = None
    until_on: date | None = None
    kind: str = SessionKind.TALKING_SHOP
    title: str = ""
    about: str = ""
    bank_holidays: str = OnBankHoliday.NOT_HELD
    places: int | None = None
    left_out: Collection[date] = field(default_factory=frozenset)


def facts_of(series: Series | SeriesPlan) -> SeriesFacts:
    """What the rules ask of a series, with England's bank holidays."""
    return SeriesFacts(
        every=series.every,
        weekday=series.weekday,
        from_on=series.from_on,
        starts=series.starts,
        ends=series.ends,
        interval=series.interval,
        nth=series.nth,
        until_on=series.until_on,
        bank_holidays=series.bank_holidays,
        holidays=named_bank_holidays(),
    )


def words_of(series: Series | SeriesPlan) -> str:
    """ "First Tuesday of every month, 10am to midday"."""
    return in_words(facts_of(series))


def moment_of(day: date, at: time) -> datetime:
    """The moment at which it is `at` on a wall in London on that day."""
    return datetime.combine(day, at, tzinfo=clock.LONDON)


def is_by_hand(session: Session) -> bool:
    """Whether somebody moved, cancelled or reinstated this one date, and no rule did."""
    if session.moved_from is not None:
        return True
    if session.status == SessionStatus.CANCELLED:
        return not session.because.startswith((HOLIDAY, CHANGED))
    return session.because == GOES_AHEAD


def coming_of(series: Series, from_on: date) -> list[Session]:
    """The dates of a series that stand for `from_on` or later, in their order."""
    rows = series.sessions.filter(series_on__gte=from_on).select_related("venue__locality")
    return list(rows.order_by("series_on"))


def dated_by_day(series: Series | SeriesPlan, last: date) -> Mapping[date, Dated]:
    """The dates of a series to `last`, by their day; none from the day on on which we leave its venue."""
    facts = facts_of(series)
    return {dated.on: dated for dated in written_out(facts, facts.from_on, last_there(series.venue, last))}


def last_there(venue: Venue, last: date) -> date:
    """The last day on which we are in a venue, `last` at the latest."""
    return last if venue.closed_on is None else min(last, venue.closed_on - timedelta(days=1))


def why_not_any_more(series: Series, day: date | None) -> str:
    """What the public reads of a date that its series has no longer: we leave the venue, or the dates are others."""
    closed_on = series.venue.closed_on
    if day is not None and closed_on is not None and closed_on <= day:
        return f"{CHANGED}we are not at {series.venue} from {long_date(closed_on)} on."
    return f"{CHANGED}{words_of(series)}"


def fates(rows: Iterable[Session], dates: Mapping[date, Dated]) -> list[tuple[Session, Fate]]:
    """SER-4: each date with what becomes of it when its series has these dates."""
    return [(row, fate_of(is_by_hand(row), dates.get(row.series_on) if row.series_on else None)) for row in rows]


def what_changes(series: Series, plan: SeriesPlan) -> dict[str, list[Session]]:
    """The dates that fall away, and those that stay as somebody left them, for the page before a series is changed."""
    rows = coming_of(series, plan.from_on)
    last = max((row.series_on for row in rows if row.series_on), default=plan.from_on)
    told = fates(rows, dated_by_day(plan, last))
    falls = [row for row, fate in told if fate == Fate.FALLS_AWAY and row.status == SessionStatus.PLANNED]
    return {"falls_away": falls, "stays": [row for row, fate in told if fate == Fate.STAYS]}


def taken_days(plan: SeriesPlan, last: date, *, besides: Series | None = None) -> list[date]:
    """Days of a series on which something else is planned in its venue at the same hour."""
    facts = facts_of(plan)
    first = max(plan.from_on, clock.today())
    starts = {moment_of(day, plan.starts): day for day in rule_dates(facts, first, last)}
    others = Session.objects.filter(venue=plan.venue, status=SessionStatus.PLANNED, starts_at__in=list(starts))
    if besides is not None:
        others = others.exclude(series=besides)
    return sorted(starts[at.astimezone(clock.LONDON)] for at in others.values_list("starts_at", flat=True))

"""What the planner shows: a month as list and calendar, a series with its next dates, the rota."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from accounts.models import User
from core import clock
from core.words import DAY_NAMES, MONTH_NAMES, long_date, plural, weekday_date
from localities.models import Locality
from localities.places import holidays_known_until, named_bank_holidays
from talking_shops.enums import SessionStatus
from talking_shops.models import Attending, Series, Session, Venue
from talking_shops.planned import (
    DAYS_AHEAD,
    SHOWN,
    SeriesPlan,
    facts_of,
    last_there,
    taken_days,
    what_changes,
    words_of,
)
from talking_shops.rules.series import Dated, next_dates

WEEK = 7
ROTA_DAYS = 28
A_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
CHECK_AFTER = timedelta(days=365)


@dataclass(frozen=True)
class CalendarDay:
    """One day of the calendar; `holiday` is the name of a bank holiday, "" for none."""

    on: date
    name: str
    in_month: bool
    is_today: bool
    holiday: str
    sessions: list[Session]


@dataclass(frozen=True)
class Month:
    """The dates of a month, in order and by weeks from Monday to Sunday."""

    first: date
    name: str
    before: str
    after: str
    sessions: list[Session]
    weeks: list[list[CalendarDay]]


def month_of(asked: str) -> date:
    """The first day of the month "2026-12"; of this month when it says none that the planner knows."""
    today = clock.today()
    said = A_MONTH.fullmatch(asked)
    if said and 2000 <= int(said[1]) <= today.year + 5 and 1 <= int(said[2]) <= 12:
        return date(int(said[1]), int(said[2]), 1)
    return today.replace(day=1)


def month_page(first: date, locality: str) -> Month:
    """The dates of the month that begins on `first`, of one locality or of all ("")."""
    after = (first + timedelta(days=31)).replace(day=1)
    before = first - timedelta(days=1)
    sessions = list(_with_rota(_of(Session.objects.between(first, after - timedelta(days=1)), locality)))
    by_day = {day: list(held) for day, held in groupby(sessions, key=lambda one: one.held_on)}
    return Month(
        first=first,
        name=f"{MONTH_NAMES[first.month - 1]} {first.year}",
        before=f"{before.year}-{before.month:02}",
        after=f"{after.year}-{after.month:02}",
        sessions=sessions,
        weeks=_weeks(first, after, by_day),
    )


def _weeks(first: date, after: date, by_day: Mapping[date, list[Session]]) -> list[list[CalendarDay]]:
    monday, today, holidays = first - timedelta(days=first.weekday()), clock.today(), named_bank_holidays()
    days = [monday + timedelta(days=number) for number in range(-(-(after - monday).days // WEEK) * WEEK)]
    shown = [
        CalendarDay(
            day, DAY_NAMES[day.weekday()], first <= day < after, day == today, holidays.get(day, ""),
            by_day.get(day, []),
        )
        for day in days
    ]  # fmt: skip
    return [shown[start : start + WEEK] for start in range(0, len(shown), WEEK)]


def rota_page(first: date, locality: str, *, mine: User | None = None) -> list[Session]:
    """Four weeks of dates that go ahead, each with who comes from which service; those of one worker alone."""
    held = _of(Session.objects.between(first, first + timedelta(days=ROTA_DAYS - 1)), locality)
    if mine is not None:
        held = held.filter(attending__user=mine, attending__removed_at__isnull=True)
    return list(_with_rota(held.filter(status=SessionStatus.PLANNED)))


def without_anybody(sessions: Sequence[Any]) -> int:
    """How many dates of `rota_page` nobody comes to yet."""
    return sum(not one.rota for one in sessions)


def _of(sessions: Any, locality: str) -> Any:
    return sessions.filter(venue__locality__slug=locality) if locality else sessions


def _with_rota(sessions: Any) -> Any:
    """With `rota`, who comes, in one more query for them all; services in their order."""
    return sessions.prefetch_related(Prefetch("attending", Attending.objects.on_the_list(), to_attr="rota"))


def localities_named() -> list[tuple[str, str]]:
    """Slug and name of every locality; "" is all of them."""
    return [("", "All of Thurrock"), *Locality.objects.values_list("slug", "name")]


def parts(here: str) -> list[dict[str, Any]]:
    """The parts of the planner as tabs, the open one marked."""
    named = (("Month", "plan"), ("Series", "all_series"), ("Rota", "plan_rota"), ("Venues", "venues"))
    return [{"text": text, "href": reverse(f"talking_shops:{page}"), "current": page == here} for text, page in named]


@dataclass(frozen=True)
class ShownDate:
    """One of the next dates of a series that is not saved yet, and what to know of it."""

    on: date
    words: str
    is_held: bool
    holiday: str
    is_taken: bool
    is_left_out: bool


def dates_shown(plan: SeriesPlan, besides: Series | None = None) -> dict[str, Any]:
    """The next 12 dates of a series before it is saved, with bank holidays and what is planned there already; of one
    that changes also the dates that fall away and those that stay as somebody left them.
    """
    today = clock.today()
    taken = set(taken_days(plan, today + DAYS_AHEAD, besides=besides))
    found = [one for one in next_dates(facts_of(plan), SHOWN, today) if one.on <= last_there(plan.venue, one.on)]
    shown = [_shown(one, plan, taken, today) for one in found]
    known = holidays_known_until()
    context: dict[str, Any] = {"words": words_of(plan), "dates": shown, "shown": SHOWN, "plan": plan}
    if known and found and found[-1].on > known:
        context["known_until"] = long_date(known)
    return context | (what_changes(besides, plan) if besides else {})


def _shown(one: Dated, plan: SeriesPlan, taken: set[date], today: date) -> ShownDate:
    words = weekday_date(one.on, today)
    return ShownDate(one.on, words, one.is_held, one.holiday, one.on in taken, one.on in plan.left_out)


def coming_dates(series: Series) -> list[Session]:
    """The next dates of a series from today on, with those that are cancelled, and who comes."""
    coming = series.sessions.filter(starts_at__gte=clock.start_of(clock.today())).select_related("venue__locality")
    return list(_with_rota(coming.order_by("starts_at"))[:SHOWN])


def series_going_on() -> list[tuple[Series, str]]:
    """Every series that has not ended, in words, by venue."""
    found = Series.objects.going_on().select_related("venue__locality").order_by("venue__name", "from_on", "pk")
    return [(one, words_of(one)) for one in found]


def venues_known() -> QuerySet[Venue]:
    """Every venue by name; those where we are not any more come last."""
    return Venue.objects.select_related("locality").order_by("closed_on", "name")


def look_again(venue: Venue) -> bool:
    """Whether nobody has looked for a year whether all that is known of it is right."""
    return venue.checked_on is None or venue.checked_on < clock.today() - CHECK_AFTER


def public_words(session: Session) -> str:
    """What the public reads of a date, in one sentence."""
    when = f"{weekday_date(session.held_on, clock.today())}, {session.hours}"
    if session.is_cancelled:
        return f"{when}: cancelled. {session.because}"
    if session.moved_from is not None:
        was = weekday_date(clock.london_date(session.moved_from), clock.today())
        return f"{when}, moved from {was}. {session.because}"
    return f"{when}. {session.because}" if session.because else when


def booked_words(session: Session) -> str:
    """How many have a place, for whoever cancels or moves it; "" where nobody has."""
    people = sum(session.bookings.live().values_list("places", flat=True))
    return f"{plural(people, 'person has', 'people have')} a place or wait for one." if people else ""

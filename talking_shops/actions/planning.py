"""Plan a series of dates, change it from a day on, and end it."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import ChangedMeanwhile, Refused
from core.words import listed, long_date
from talking_shops.actions.dates import check_open
from talking_shops.actions.series_dates import NAMED, Change, cancel_date, fit_dates, lock_dates, tell_all, write_dates
from talking_shops.enums import SessionKind
from talking_shops.models import Series, Venue
from talking_shops.planned import CHANGED, DAYS_AHEAD, SeriesPlan, coming_of, facts_of, taken_days
from talking_shops.policies import check_can_plan
from talking_shops.rules.series import why_impossible

OF_A_PLAN = [one.name for one in fields(SeriesPlan) if one.name != "left_out"]
ENDED = f"{CHANGED}we do not meet here at this time any more."


@transaction.atomic
def make_series(*, plan: SeriesPlan, by: User) -> Series:
    """Plan a series, and write out its dates from today to 400 days ahead. Raises NotPermitted, and Refused when it
    cannot be (SER-3), its venue is closed, an event has no name, or the venue is taken then.
    """
    check_can_plan(by)
    today = clock.today()
    plan = _in_venue(plan)
    _check(plan)
    _check_free(plan)
    made = Series.objects.create(**_columns(plan), made_at=clock.now(), made_by=by, changed_at=clock.now())
    record("series.made", by=by, subject=made, venue=plan.venue.slug)
    first = max(plan.from_on, today)
    write_dates(made, first=first, last=today + DAYS_AHEAD, by=by, left_out=plan.left_out)
    return made


@transaction.atomic
def change_series(*, series: Series, plan: SeriesPlan, by: User, version: int | None = None) -> Series:
    """Change a series from `plan.from_on` on (SER-4). What lies before that day stays: where there is any, the series
    ends the day before and a new one goes on. Gives the one that goes on.

    Raises NotPermitted, ChangedMeanwhile; Refused as `make_series`, when the day is not after today, and when nobody
    could book any more for a date for which somebody has booked.
    """
    check_can_plan(by)
    locked = lock_series(series, version)
    today = clock.today()
    plan = _in_venue(plan, locked)
    if plan.from_on <= today:
        raise Refused("A change begins tomorrow at the earliest: today’s date stays as people know it.")
    _check(plan)
    _check_free(plan, besides=locked)
    rows = coming_of(locked, plan.from_on)
    places_were = locked.places
    goes_on = _go_on(locked, plan, by)
    fit_dates(rows, Change(goes_on, places_were, plan.left_out), last=today + DAYS_AHEAD, by=by)
    record("series.changed", by=by, subject=goes_on, was=str(locked.pk), from_on=str(plan.from_on))
    return goes_on


@transaction.atomic
def end_series(*, series: Series, on: date, by: User, version: int | None = None) -> Series:
    """Let a series have no date after `on`; those that are planned later are cancelled and say so.

    Raises NotPermitted, ChangedMeanwhile, and Refused for a day before today.
    """
    check_can_plan(by)
    locked = lock_series(series, version)
    if on < clock.today():
        raise Refused("The last day must be today or later.")
    if locked.until_on is not None and locked.until_on <= on:
        raise Refused(f"It ends on {long_date(locked.until_on)} already.")
    cut_short(locked, on, because=ENDED, by=by)
    return locked


def cut_short(series: Series, on: date, *, because: str, by: User) -> None:
    """End a locked series on a day, unless it ends before, and cancel what it has planned later."""
    until_on = _earlier(series, max(on, series.from_on - timedelta(days=1)))
    if until_on != series.until_on:
        _keep(series, until_on=until_on)
        record("series.ended", by=by, subject=series, on=str(on))
    coming = lock_dates(coming_of(series, on + timedelta(days=1)))
    rows = [row for row in coming if not row.is_cancelled and row.held_on > on]
    for row in rows:
        cancel_date(row, because, by)
    tell_all({"cancelled": rows}, by)


def lock_series(series: Series, version: int | None) -> Series:
    """The series, locked until the transaction ends. Raises ChangedMeanwhile when `version` is another."""
    found = Series.objects.select_for_update(of=("self",)).select_related("venue__locality")
    locked: Series = found.get(pk=series.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("Somebody changed this series while the page was open.", locked)
    return locked


def _in_venue(plan: SeriesPlan, series: Series | None = None) -> SeriesPlan:
    """The plan with its venue as it is now. Nobody closes that until the transaction ends: they wait for the venue, or,
    where the locked `series` goes on there, for that one.
    """
    there = Series.objects.going_on().filter(pk=series.pk, venue=plan.venue) if series else Series.objects.none()
    venues = Venue.objects.select_related("locality")
    if not there.exists():
        venues = venues.select_for_update(of=("self",), no_key=True)
    return replace(plan, venue=venues.get(pk=plan.venue.pk))


def _go_on(series: Series, plan: SeriesPlan, by: User) -> Series:
    """The series itself, where nothing of it lies before the day; else a new one after its end."""
    if not series.sessions.filter(series_on__lt=plan.from_on).exists():
        _keep(series, **_columns(plan))
        return series
    _keep(series, until_on=_earlier(series, plan.from_on - timedelta(days=1)))
    now = clock.now()
    return Series.objects.create(**_columns(plan), follows=series, made_at=now, made_by=by, changed_at=now)


def _earlier(series: Series, on: date) -> date:
    """The day on which a series ends that shall end on `on`: a series is never made longer by that."""
    return on if series.until_on is None else min(series.until_on, on)


def _keep(series: Series, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(series, name, value)
    series.version += 1
    series.changed_at = clock.now()
    series.save(update_fields=[*changes, "version", "changed_at"])


def _columns(plan: SeriesPlan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in OF_A_PLAN} | {"title": plan.title.strip()}


def _check(plan: SeriesPlan) -> None:
    for sentence in why_impossible(facts_of(plan), clock.today()).values():
        raise Refused(f"{sentence}.")
    check_open(plan.venue, max(plan.from_on, clock.today()))
    if plan.kind == SessionKind.COMMUNITY_EVENT and not plan.title.strip():
        raise Refused("Enter what the event is called.")


def _check_free(plan: SeriesPlan, besides: Series | None = None) -> None:
    days = taken_days(plan, clock.today() + DAYS_AHEAD, besides=besides)
    if days:
        named = listed([long_date(day) for day in days[:NAMED]])
        more = f" and on {len(days) - NAMED} later days" if len(days) > NAMED else ""
        raise Refused(f"Something else is planned at {plan.venue.name} at this hour on {named}{more}.")

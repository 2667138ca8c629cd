"""Venues: add one, change what is known of it, say that all is still right, say that we are not there any more."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import ChangedMeanwhile, Refused
from talking_shops.actions.dates import hold_venue
from talking_shops.actions.planning import cut_short, lock_series
from talking_shops.actions.series_dates import cancel_date, tell_all
from talking_shops.models import Series, Session, Venue
from talking_shops.planned import BACK
from talking_shops.policies import check_can_plan

SLUG_AT_MOST = 45
IN_CALENDARS = ("name", "address", "town", "postcode", "about")


@transaction.atomic
def make_venue(*, by: User, **facts: Any) -> Venue:
    """Add a venue, looked at today. Raises NotPermitted, and Refused when one is called so already."""
    check_can_plan(by)
    _check_name(facts["name"])
    made = Venue.objects.create(slug=_free_slug(facts["name"]), checked_on=clock.today(), **facts)
    record("venue.made", by=by, subject=made, venue=made.slug)
    return made


@transaction.atomic
def change_venue(*, venue: Venue, by: User, version: int | None = None, **facts: Any) -> Venue:
    """Change what is known of a venue; its address on the web stays. Whoever saves it has looked at all of it today.

    Raises NotPermitted, ChangedMeanwhile, and Refused when another venue is called so.
    """
    check_can_plan(by)
    locked = _lock(venue, version)
    _check_name(facts.get("name", locked.name), besides=locked)
    was = _in_calendars(locked)
    _keep(locked, "venue.changed", by, **facts, checked_on=clock.today())
    if _in_calendars(locked) != was:
        _change_in_calendars(locked)
    return locked


@transaction.atomic
def check_venue(*, venue: Venue, by: User) -> Venue:
    """Say that all that is known of a venue is right today. Raises NotPermitted."""
    check_can_plan(by)
    locked = _lock(venue, None)
    if locked.checked_on != clock.today():
        _keep(locked, "venue.checked", by, checked_on=clock.today())
    return locked


@transaction.atomic
def close_venue(*, venue: Venue, on: date, because: str, by: User, version: int | None = None) -> Venue:
    """We are not at a venue from a day on: its series end, and what is planned from then on is cancelled.

    `because` is read by the public. Raises NotPermitted, ChangedMeanwhile; Refused for a day gone by or no reason.
    """
    check_can_plan(by)
    locked = _lock(venue, version)
    if on < clock.today():
        raise Refused("The day must be today or later.")
    if not because.strip():
        raise Refused("Enter why: it is shown to the public.")
    _keep(locked, "venue.closed", by, closed_on=on, closed_because=because.strip())
    _end_series(locked, on, because.strip(), by)
    _cancel_singles(locked, on, because.strip(), by)
    return locked


@transaction.atomic
def reopen_venue(*, venue: Venue, by: User, version: int | None = None) -> Venue:
    """We are at a venue again, or stay after all. What was cancelled stays so until somebody plans or reinstates it.

    Raises NotPermitted, ChangedMeanwhile.
    """
    check_can_plan(by)
    locked = _lock(venue, version)
    if locked.closed_on is not None:
        _keep(locked, "venue.reopened", by, closed_on=None, closed_because="")
    return locked


def _end_series(venue: Venue, on: date, because: str, by: User) -> None:
    """End every series of a venue before a day. Each is looked for anew: while one is waited for, a change of it by
    somebody else may have made another one that goes on.
    """
    ended: list[Any] = []
    there = Series.objects.going_on().filter(venue=venue).order_by("pk")
    while series := there.exclude(pk__in=ended).first():
        ended.append(series.pk)
        locked = lock_series(series, None)
        if locked.venue_id == venue.pk:
            cut_short(locked, on - timedelta(days=1), because=because, by=by)


def _cancel_singles(venue: Venue, on: date, because: str, by: User) -> None:
    """Cancel what is planned in a venue that belongs to no series, or was moved to a later day."""
    planned = Session.objects.filter(venue=venue, starts_at__gte=clock.start_of(on), status="planned")
    rows = list(planned.select_for_update(of=("self",)).select_related("venue__locality").order_by("starts_at"))
    for row in rows:
        cancel_date(row, because, by)
    tell_all({"cancelled": rows}, by)


def _lock(venue: Venue, version: int | None) -> Venue:
    """The venue, locked until the transaction ends. Dates may be written for it meanwhile, so that who holds a series
    and writes its dates never waits for who holds the venue and wants the series.
    """
    locked = hold_venue(venue.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile("Somebody changed this venue while the page was open.", locked)
    return locked


def _in_calendars(venue: Venue) -> list[str]:
    return [getattr(venue, name) for name in IN_CALENDARS]


def _change_in_calendars(venue: Venue) -> None:
    """A calendar takes over what a date says only with a higher number: each that the feed tells gets one."""
    told = Session.objects.filter(venue=venue, starts_at__gte=clock.start_of(clock.today() - BACK))
    keys = list(told.select_for_update(of=("self",)).order_by("starts_at", "pk").values_list("pk", flat=True))
    Session.objects.filter(pk__in=keys).update(sequence=F("sequence") + 1, changed_at=clock.now())


def _keep(venue: Venue, verb: str, by: User, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(venue, name, value)
    venue.version += 1
    venue.save(update_fields=[*changes, "version"])
    record(verb, by=by, subject=venue, venue=venue.slug)


def _check_name(name: str, besides: Venue | None = None) -> None:
    others = Venue.objects.filter(name__iexact=name.strip())
    if others.exclude(pk=besides.pk if besides else None).exists():
        raise Refused(f"There is a venue called {name.strip()} already.")


def _free_slug(name: str) -> str:
    """A name for its address on the web that no other venue has."""
    wanted = slugify(name)[:SLUG_AT_MOST] or "venue"
    taken = set(Venue.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)

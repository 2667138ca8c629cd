"""Pages for everybody: find a Talking Shop, one place, its poster, and the calendars. Nothing of any person is here.

They need no sign-in, no cookie and no script. They are made without the request, so that nobody's session is read.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

from accounts.policies import public
from core import clock
from core.words import DAY_NAMES
from localities.places import localities_by_slug
from talking_shops.calendar_feed import calendar_of, date_with, series_with, sessions_of_feed, with_what_follows
from talking_shops.links import address_of, host_of
from talking_shops.models import Session, Venue
from talking_shops.public_finder import FACTS, asked_in, find
from talking_shops.public_venue import nearest_to, page_of, venue_named
from talking_shops.qr import qr_of

KEPT = 300  # seconds for which a browser may show a page again: that a date is cancelled must soon be seen
LARGE = "large"
FIT_IN_LARGE_PRINT = 4  # dates, and half as many facts: more do not fit on a sheet
ALL = "Talking Shops in Thurrock"
View = Callable[..., HttpResponse]


def for_everybody(view: View) -> View:
    """A page that anybody may open and any cache may keep for five minutes, unless it holds what somebody typed."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code == 200 and not request.GET.get("q"):
            patch_cache_control(answer, public=True, max_age=KEPT)
        return answer

    return public(require_safe(gzip_page(conditional_page(csp_replace({"script-src": [NONE]})(page)))))


@for_everybody
def public_find(request: HttpRequest) -> HttpResponse:
    """Where and when, near a place or postcode; what is on today and this week."""
    context = {
        "finder": find(asked_in(request.GET)),
        "localities": sorted(localities_by_slug().values(), key=lambda locality: locality.name),
        "facts": FACTS,
        "days_of_week": list(enumerate(DAY_NAMES, start=1)),
        "host": host_of(request),
    }
    return render(None, "talking_shops/public_find.html", context)


@for_everybody
def public_venue(request: HttpRequest, slug: str) -> HttpResponse:
    """One place: its next dates, what it has, how to get there. One that we left leads to the nearest."""
    venue = venue_named(slug)
    if venue is None:
        return _missing()
    nearest = nearest_to(venue) if venue.is_closed else None
    if nearest:
        return HttpResponseRedirect(f"{_path(nearest)}?{urlencode({'instead-of': venue.slug})}")
    shown = page_of(venue, request.GET.get("instead-of", ""))
    context = {"page": shown, "short": _short(request, venue), "host": host_of(request)}
    return render(None, "talking_shops/public_venue.html", context)


@for_everybody
def poster(request: HttpRequest, slug: str, size: str = "") -> HttpResponse:
    """One side of A4 to print and hang up: where, when, whom to ring, and a QR code; `size` "large" for large print."""
    venue = venue_named(slug)
    if venue is None:
        return _missing()
    page = page_of(venue)
    if venue.is_closed or not page.going_ahead:
        return render(None, "talking_shops/public_poster_none.html", {"page": page})
    context = {
        "page": page,
        "large": size == LARGE,
        "dates": page.going_ahead[: FIT_IN_LARGE_PRINT if size == LARGE else None],
        "facts": page.facts[: FIT_IN_LARGE_PRINT // 2 if size == LARGE else None],
        "qr": qr_of(address_of(request, _path(venue))),
        "short": _short(request, venue),
        "made_on": clock.today(),
    }
    return render(None, "talking_shops/public_poster.html", context)


@for_everybody
def feed(request: HttpRequest) -> HttpResponse:
    """Every date of every place."""
    return _calendar(request, ALL, "talking-shops")


@for_everybody
def feed_of_locality(request: HttpRequest, slug: str) -> HttpResponse:
    """Every date in one locality."""
    locality = localities_by_slug().get(slug)
    if locality is None:
        return _missing()
    return _calendar(request, f"Talking Shops in {locality}", slug, venue__locality=locality)


@for_everybody
def feed_of_venue(request: HttpRequest, slug: str) -> HttpResponse:
    """Every date in one place."""
    venue = venue_named(slug)
    return _calendar(request, f"Talking Shop, {venue}", venue.slug, venue=venue) if venue else _missing()


@for_everybody
def feed_of_date(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One date, to put into one's own calendar."""
    session = date_with(pk)
    if session is None:
        return _missing()
    return _calendar_file(request, [session], str(session), f"{session.venue.slug}-{session.held_on}")


@for_everybody
def feed_of_series(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every date of one series, and of what it became when it was changed."""
    series = series_with(pk)
    if series is None:
        return _missing()
    return _calendar(request, str(series), series.venue.slug, series__in=with_what_follows(series))


@for_everybody
def missing(request: HttpRequest, rest: str) -> HttpResponse:
    """No such page under /talking-shops/: with the number to ring."""
    return _missing()


def _missing() -> HttpResponse:
    return render(None, "talking_shops/public_missing.html", status=404)


def _calendar(request: HttpRequest, name: str, file: str, **only: object) -> HttpResponse:
    return _calendar_file(request, sessions_of_feed(**only), name, file)


def _calendar_file(request: HttpRequest, sessions: list[Session], name: str, file: str) -> HttpResponse:
    content = calendar_of(sessions, name, lambda venue: address_of(request, _path(venue)))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{file}.ics"'
    return answer


def _path(venue: Venue) -> str:
    return reverse("talking_shops:public_venue", kwargs={"slug": venue.slug})


def _short(request: HttpRequest, venue: Venue) -> str:
    """The address as somebody types it from a poster, without what a browser adds."""
    return f"{host_of(request)}{_path(venue)}".rstrip("/")

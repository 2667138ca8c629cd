"""The dates as a calendar (RFC 5545), to which telephones and computers subscribe.

Each date is an event of its own with an unchanging UID. What was cancelled stays, as cancelled, so that it goes from
every calendar that has it. Hours are London's, with London's rules for the change of the clocks.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from icalendar import Calendar, Component, Event, Timezone, TimezoneDaylight, TimezoneStandard

from core import clock
from core.clock import LONDON
from talking_shops.models import Series, Session, Venue
from talking_shops.planned import BACK
from talking_shops.public_dates import PublicDate, in_words

AHEAD = timedelta(days=366)
END = b"END:VCALENDAR\r\n"
HOUR = timedelta(hours=1)  # how often a calendar asks again
MADE_BY = "-//Thurrock Council//Thurrock Care//EN"
PageOf = Callable[[Venue], str]  # the full address of a venue's page
UNIX_TIME_IN_A_UUID = 80  # bits of a UUIDv7 that follow its milliseconds


@dataclass(frozen=True)
class Told:
    """What a calendar is told of one date."""

    uid: str
    sequence: int
    changed: datetime
    status: str
    starts: datetime
    ends: datetime
    summary: str
    location: str
    description: str
    url: str


def sessions_of_feed(**only: object) -> list[Session]:
    """The dates of the last four weeks and the next year; `only` narrows them, as `venue=` or `series__in=`."""
    today = clock.today()
    return list(Session.objects.between(today - BACK, today + AHEAD).filter(**only))


def date_with(key: UUID) -> Session | None:
    """One date, also a cancelled one; None when there is none with this key."""
    return Session.objects.select_related("venue__locality").filter(pk=key).first()


def series_with(key: UUID) -> Series | None:
    """One series; None when there is none with this key."""
    return Series.objects.select_related("venue").filter(pk=key).first()


def with_what_follows(series: Series) -> set[UUID]:
    """The keys of a series and of all that it became when it was changed: who subscribed to it goes on with those."""
    became: dict[UUID | None, list[UUID]] = {}
    for key, was in Series.objects.filter(follows__isnull=False).values_list("pk", "follows_id"):
        became.setdefault(was, []).append(key)
    found, ends = {series.pk}, [series.pk]
    while ends:
        nexts = became.get(ends.pop(), [])
        found.update(nexts)
        ends += nexts
    return found


def calendar_of(sessions: Collection[Session], name: str, page_of: PageOf) -> bytes:
    """The calendar of `sessions`, called `name`."""
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", HOUR, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_london())
    frame: bytes = calendar.to_ical()
    pages = {session.venue_id: page_of(session.venue) for session in sessions}
    events = (_written(_told(session, pages[session.venue_id])) for session in sessions)
    return b"".join([frame.removesuffix(END), *events, END])


def _told(session: Session, page: str) -> Told:
    today = clock.today()
    date = in_words(session, today)
    return Told(
        uid=str(session.pk),
        sequence=session.sequence,
        changed=session.changed_at or made_at(session.pk),
        status="CANCELLED" if session.is_cancelled else "CONFIRMED",
        starts=session.starts_at,
        ends=session.ends_at,
        summary=f"{'Cancelled: ' if session.is_cancelled else ''}{date.title}, {session.venue.name}",
        location=_location(session.venue),
        description=_description(date),
        url=page,
    )


@lru_cache(maxsize=5_000)
def _written(told: Told) -> bytes:
    """One event as the calendar holds it; written once, since hundreds of calendars ask for the same every hour."""
    event = Event()
    event.add("uid", told.uid)
    event.add("sequence", told.sequence)
    event.add("dtstamp", told.changed)
    event.add("last-modified", told.changed)
    event.add("status", told.status)
    event.add("dtstart", told.starts.astimezone(LONDON))
    event.add("dtend", told.ends.astimezone(LONDON))
    event.add("summary", told.summary)
    event.add("location", told.location)
    event.add("description", told.description)
    event.add("url", told.url)
    content: bytes = event.to_ical()
    return content


def _london() -> Timezone:
    """When London changes its clocks, since 1996, in two lines that every calendar understands."""
    zone = Timezone()
    zone.add("tzid", LONDON.key)
    winter, summer = timedelta(0), timedelta(hours=1)
    zone.add_component(_change(TimezoneDaylight(), "BST", datetime(1996, 3, 31, 1), winter, summer))  # noqa: DTZ001
    zone.add_component(_change(TimezoneStandard(), "GMT", datetime(1996, 10, 27, 2), summer, winter))  # noqa: DTZ001
    return zone


def _change(
    part: TimezoneDaylight | TimezoneStandard, name: str, first: datetime, before: timedelta, after: timedelta
) -> Component:
    """A change of the clock on the last Sunday of a month; `first` is the wall's time at the first of them."""
    part.add("tzname", name)
    part.add("dtstart", first)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    part.add("rrule", {"FREQ": ["YEARLY"], "BYMONTH": [first.month], "BYDAY": ["-1SU"]})
    return part


def made_at(key: UUID) -> datetime:
    """When a row was made, as its UUIDv7 says."""
    return datetime.fromtimestamp((key.int >> UNIX_TIME_IN_A_UUID) / 1000, tz=UTC)


def _location(venue: Venue) -> str:
    return ", ".join(part for part in (venue.name, venue.address, venue.town, venue.postcode) if part)


def _description(date: PublicDate) -> str:
    if date.is_cancelled:
        first = f"Cancelled. {date.because}".strip()
    else:
        first = "Ring to book a place." if date.is_booked else "Drop in: no appointment, free."
    moved = f"Moved from {date.moved_from}. {date.because}".strip() if date.moved_from else ""
    lines = [first, moved, date.session.venue.about, f"Questions: ring {settings.HELP_PHONE}."]
    return "\n".join(line for line in lines if line)

"""The dates as a calendar (RFC 5545), to which telephones and computers subscribe.

Each date is an event of its own with an unchanging UID. What was cancelled stays, as cancelled, so that it goes from
every calendar that has it. Hours are London's, with London's rules for the change of the clocks.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from icalendar import Calendar, Component, Event, Timezone, TimezoneDaylight, TimezoneStandard

from core import clock
from core.clock import LONDON
from talking_shops.models import Series, Session, Venue
from talking_shops.public_dates import in_words

BACK = timedelta(days=28)  # so that what was cancelled the day before is still told
AHEAD = timedelta(days=366)
HOUR = timedelta(hours=1)  # how often a calendar asks again
MADE_BY = "-//Thurrock Council//Thurrock Care//EN"
PageOf = Callable[[Venue], str]  # the full address of a venue's page
UNIX_TIME_IN_A_UUID = 80  # bits of a UUIDv7 that follow its milliseconds


def sessions_of_feed(**only: object) -> list[Session]:
    """The dates of the last four weeks and the next year; `only` narrows them, as `venue=` or `series=`."""
    today = clock.today()
    return list(Session.objects.between(today - BACK, today + AHEAD).filter(**only))


def date_with(key: UUID) -> Session | None:
    """One date, also a cancelled one; None when there is none with this key."""
    return Session.objects.select_related("venue__locality").filter(pk=key).first()


def series_with(key: UUID) -> Series | None:
    """One series; None when there is none with this key."""
    return Series.objects.select_related("venue").filter(pk=key).first()


def calendar_of(sessions: Iterable[Session], name: str, page_of: PageOf) -> bytes:
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
    for session in sessions:
        calendar.add_component(_event(session, page_of))
    content: bytes = calendar.to_ical()
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


def _event(session: Session, page_of: PageOf) -> Event:
    changed = session.changed_at or made_at(session.pk)
    event = Event()
    event.add("uid", str(session.pk))
    event.add("sequence", session.sequence)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    event.add("dtstart", session.starts_at.astimezone(LONDON))
    event.add("dtend", session.ends_at.astimezone(LONDON))
    event.add("summary", _summary(session))
    event.add("location", _location(session.venue))
    event.add("description", _description(session))
    event.add("url", page_of(session.venue))
    return event


def made_at(key: UUID) -> datetime:
    """When a row was made, as its UUIDv7 says."""
    return datetime.fromtimestamp((key.int >> UNIX_TIME_IN_A_UUID) / 1000, tz=UTC)


def _summary(session: Session) -> str:
    told = in_words(session, clock.today())
    return f"{'Cancelled: ' if session.is_cancelled else ''}{told.title}, {session.venue.name}"


def _location(venue: Venue) -> str:
    return ", ".join(part for part in (venue.name, venue.address, venue.town, venue.postcode) if part)


def _description(session: Session) -> str:
    told = in_words(session, clock.today())
    lines = [
        f"Cancelled. {told.because}".strip() if session.is_cancelled else "Drop in: no appointment, free.",
        f"Moved from {told.moved_from}. {told.because}".strip() if told.moved_from else "",
        session.venue.about,
        f"Questions: ring {settings.HELP_PHONE}.",
    ]
    return "\n".join(line for line in lines if line)

"""Dates in words, as everybody is told them: on the public pages, on posters and in calendars."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core import clock
from core.clock import london_date
from core.words import clock_time, weekday_date
from talking_shops.models import Session


@dataclass(frozen=True)
class PublicDate:
    """One date: "Tuesday 24 November", "10am to midday", and what is unusual about it, in words."""

    session: Session
    day: str
    hours: str
    title: str
    moved_from: str

    @property
    def is_cancelled(self) -> bool:
        return self.session.is_cancelled

    @property
    def is_booked(self) -> bool:
        """Whether somebody who comes has booked a place."""
        return self.session.places is not None and not self.is_cancelled

    @property
    def because(self) -> str:
        """Why it was cancelled or moved; "" when nobody said."""
        return self.session.because


def in_words(session: Session, today: date) -> PublicDate:
    """The date of a session as it is told on the day `today`."""
    return PublicDate(
        session=session,
        day=day_in_words(session.held_on, today),
        hours=session.hours,
        title=title_of(session),
        moved_from=_moved_from(session, today),
    )


def all_in_words(sessions: Iterable[Session]) -> list[PublicDate]:
    """The dates of several sessions as they are told today."""
    today = clock.today()
    return [in_words(session, today) for session in sessions]


def day_in_words(day: date, today: date) -> str:
    """ "Today, Tuesday 24 November", "Tomorrow, Wednesday 25 November", "Thursday 26 November"."""
    named = {today: "Today, ", today + timedelta(days=1): "Tomorrow, "}.get(day, "")
    return f"{named}{weekday_date(day, today)}"


def title_of(session: Session) -> str:
    """What is held: "Talking Shop", or the name of the event."""
    return session.title or session.get_kind_display()


def until_the_sixth(sessions: Iterable[Session], count: int = 6) -> Iterator[Session]:
    """Sessions in order, up to the `count`th one that goes ahead; cancelled ones in between are told too."""
    for session in sessions:
        yield session
        count -= not session.is_cancelled
        if not count:
            return


def _moved_from(session: Session, today: date) -> str:
    """When it was to be before it was moved: the day, or only the hour; "" when it was not moved."""
    if session.moved_from is None or session.moved_from == session.starts_at or session.is_cancelled:
        return ""
    hour = clock_time(session.moved_from.astimezone(clock.LONDON).time())
    day = london_date(session.moved_from)
    return hour if day == session.held_on else f"{weekday_date(day, today)}, {hour}"

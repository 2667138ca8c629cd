"""What the page of a community event shows: who has a place, who waits, what to tell whom, the meals, the numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import User
from core import clock
from core.words import listed, plural
from outbox.notify import is_connected
from talking_shops.actions.event_steps import why_closed
from talking_shops.booking_forms import meal_name
from talking_shops.enums import BookingStatus, RideStatus
from talking_shops.event_policies import can_hold_events
from talking_shops.models import Booking, News, Ride, Session
from talking_shops.pick_up import phone_of, warnings_before_ringing
from talking_shops.rules.events import free_places, may_say_who_came

NOT_CHOSEN = "Not chosen yet"
COLOURS = {
    RideStatus.ASKED: "yellow",
    RideStatus.BOOKED: "green",
    RideStatus.CANNOT: "red",
    RideStatus.CANCELLED: "grey",
}


@dataclass(frozen=True)
class Line:
    """One booking of the list."""

    booking: Booking
    phone: str
    ride: Ride | None
    warnings: Sequence[str] = ()
    merged_into: str = ""

    @property
    def ride_colour(self) -> str:
        return COLOURS[RideStatus(self.ride.status)] if self.ride else ""

    @property
    def wishes(self) -> list[str]:
        """What to know of them besides the meal: diet, needs, help with shopping."""
        booking = self.booking
        said = [booking.diet, booking.needs, "Help with shopping" if booking.shopping_help else ""]
        return [one for one in said if one]


@dataclass(frozen=True)
class ToTell:
    """Somebody who has to be told something: who booked, or a driver."""

    news: News
    phone: str
    warnings: list[str]

    @property
    def goes_by_text(self) -> bool:
        """Whether it may still be given to be sent as a text message; a driver is rung."""
        return self.news.texting_since is None and not self.news.driver


@dataclass(frozen=True)
class EventPage:
    """One event as one viewer sees it; bookings in order of names, those who wait in order of their turn. `closed` says
    why nothing can be booked or changed.
    """

    session: Session
    may_hold: bool
    closed: str
    may_say: bool
    booked: list[Line] = field(default_factory=list)
    waiting: list[Line] = field(default_factory=list)
    cancelled: list[Line] = field(default_factory=list)
    to_tell: list[ToTell] = field(default_factory=list)

    @property
    def may_book(self) -> bool:
        return not self.closed

    @property
    def may_text(self) -> bool:
        """Whether somebody here can have text messages sent, and one is not on its way yet."""
        return self.may_hold and is_connected() and any(one.goes_by_text for one in self.to_tell)

    @property
    def taken(self) -> int:
        return sum(line.booking.places for line in self.booked)

    @property
    def free(self) -> int:
        return free_places(self.session.places or 0, self.taken)

    @property
    def in_short(self) -> str:
        """ "28 of 30 places are taken. 3 people wait."."""
        taken = f"{self.taken} of {plural(self.session.places or 0, 'place is', 'places are')} taken."
        waiting = sum(line.booking.places for line in self.waiting)
        return f"{taken} {plural(waiting, 'person waits', 'people wait')}." if waiting else taken

    @property
    def came_in_short(self) -> str:
        """ "21 came, 2 did not, of 4 it is not said."; "" before the day."""
        if not self.may_say:
            return ""
        by = Counter({True: 0, False: 0, None: 0})
        for line in self.booked:
            by[line.booking.came] += line.booking.places
        return f"{by[True]} came, {by[False]} did not come, of {by[None]} it is not said yet."

    @property
    def meals(self) -> list[tuple[str, int]]:
        """Each meal and how many want it, as the kitchen asks; those who have not chosen last."""
        chosen: Counter[str] = Counter()
        for line in self.booked:
            chosen[meal_name(line.booking.meal) if line.booking.meal else NOT_CHOSEN] += line.booking.places
        return sorted(chosen.items(), key=lambda one: (one[0] == NOT_CHOSEN, one[0]))

    @property
    def diets(self) -> list[Booking]:
        return [line.booking for line in self.booked if line.booking.diet]

    @property
    def shoppers(self) -> list[Booking]:
        return [line.booking for line in self.booked if line.booking.shopping_help]

    @property
    def resident_ids(self) -> list[UUID]:
        lines = [*self.booked, *self.waiting, *self.cancelled]
        return [line.booking.resident_id for line in lines if line.booking.resident_id]

    @property
    def rides_in_short(self) -> str:
        """ "4 rides: 2 booked, 1 to find, 1 cannot be done"."""
        by = Counter(line.ride.status for line in self.booked if line.ride and line.ride.status != RideStatus.CANCELLED)
        words = {RideStatus.BOOKED: "booked", RideStatus.ASKED: "to find", RideStatus.CANNOT: "cannot be done"}
        said = listed([f"{by[status]} {word}" for status, word in words.items() if by[status]])
        return f"{plural(sum(by.values()), 'ride')}: {said}." if by else "Nobody has asked for a ride."


def page_of(session: Session, viewer: User) -> EventPage:
    """The event in four queries, however many are booked."""
    bookings = list(Booking.objects.visible_to(viewer).filter(session=session).for_page().order_by("made_at", "id"))
    warnings = warnings_before_ringing(bookings)
    lines = [_line(booking, warnings.get(booking.pk, [])) for booking in bookings]
    by: dict[str, list[Line]] = {status: [] for status in BookingStatus}
    for line in lines:
        by[line.booking.status].append(line)
    return EventPage(
        session=session,
        may_hold=can_hold_events(viewer),
        closed=why_closed(session),
        may_say=may_say_who_came(session.held_on, clock.today(), is_cancelled=session.is_cancelled),
        booked=sorted(by[BookingStatus.BOOKED], key=lambda line: line.booking.who.casefold()),
        waiting=sorted(by[BookingStatus.WAITING], key=lambda line: (line.booking.waiting_since, line.booking.pk)),
        cancelled=by[BookingStatus.CANCELLED],
        to_tell=_to_tell(session, viewer, warnings),
    )


def _to_tell(session: Session, viewer: User, warnings: Mapping[UUID, list[str]]) -> list[ToTell]:
    """What is to be told to whom, the oldest first."""
    found = News.objects.visible_to(viewer).to_tell().filter(booking__session=session)
    news = found.select_related("booking__resident")
    return [
        ToTell(one, one.driver_phone, [])
        if one.driver
        else ToTell(one, phone_of(one.booking), warnings.get(one.booking_id, []))
        for one in news
    ]


def _line(booking: Booking, warnings: Sequence[str]) -> Line:
    ride = getattr(booking, "ride", None)
    person = booking.resident
    merged = str(person.merged_into) if person and person.merged_into else ""
    shown = ride if ride and ride.status != RideStatus.CANCELLED else None
    return Line(booking, phone_of(booking), shown, warnings, merged)

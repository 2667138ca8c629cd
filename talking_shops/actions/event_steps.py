"""What every action on a community event does: lock it, move a booking or a ride one step, write it into the story."""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Sum

from accounts.models import User
from audit.actions import record
from core import clock
from core.errors import ChangedMeanwhile, Refused
from core.transitions import StateTable
from residents.actions import note_event
from residents.enums import TimelineKind
from residents.models import Resident
from talking_shops import event_messages
from talking_shops.enums import NewsKind
from talking_shops.models import Booking, News, Ride, Session
from talking_shops.rules.events import free_places, may_book, who_gets_a_place
from talking_shops.states import BOOKING

NOBODY_BOOKS = "Nobody books for this one: people just come."
CANCELLED = "It is cancelled, so nobody can be booked. Let it go ahead again first."
OVER = "It is over. Nothing can be booked or changed any more."
MEANWHILE = "Somebody changed this booking while the page was open."
HOLD = """
    SELECT FROM residents_resident WHERE id IN
    (SELECT %s::uuid UNION ALL
     SELECT resident_id FROM talking_shops_booking WHERE id = %s OR (session_id = ANY(%s) AND status <> 'cancelled'))
    ORDER BY id FOR KEY SHARE
"""


def lock_event(session: Session) -> Session:
    """The event, locked until the transaction ends: of two who want the last place, one waits for the other."""
    found = Session.objects.select_for_update(of=("self",)).select_related("venue")
    locked: Session = found.get(pk=session.pk)
    return locked


def hold_who_booked(
    sessions: Collection[Session], *, also: Booking | None = None, person: Resident | None = None
) -> None:
    """Keep everybody who booked for events, whose booking is `also`, and `person`, as they are until the transaction
    ends, in the order of their keys, before a booking is locked: a merge locks two people first and their bookings
    after them.

    Whoever books, or dies, at the same moment is not kept waiting by this: they wait for the event.
    """
    if not sessions:
        return
    with connection.cursor() as cursor:
        one, booking = person.pk if person else None, also.pk if also else None
        cursor.execute(HOLD, [one, booking, [session.pk for session in sessions]])


def why_closed(session: Session) -> str:
    """Why EVE-2 lets nothing be booked or changed; "" while it does."""
    if session.places is None:
        return NOBODY_BOOKS
    if may_book(session.ends_at, clock.now(), is_cancelled=session.is_cancelled):
        return ""
    return CANCELLED if session.is_cancelled else OVER


def why_kept(session: Session) -> str:
    """Why EVE-2 lets no place be given up; one at an event that is not held may be at any time."""
    if session.is_cancelled or may_book(session.ends_at, clock.now(), is_cancelled=False):
        return ""
    return OVER


def check_open(session: Session) -> None:
    """Raise Refused where nothing can be booked or changed."""
    if why := why_closed(session):
        raise Refused(why)


def check_not_over(session: Session) -> None:
    """Raise Refused where no place can be given up."""
    if why := why_kept(session):
        raise Refused(why)


def lock_booking(booking: Booking, version: int | None = None) -> Booking:
    """The booking, locked after its event and after everybody who booked for that: one of those who wait may get a
    place. Raises ChangedMeanwhile when `version` is another.
    """
    session = lock_event(booking.session)
    hold_who_booked([session], also=booking)
    found = Booking.objects.select_for_update(of=("self",)).select_related("resident", "meal")
    locked: Booking = found.get(pk=booking.pk)
    locked.session = session
    if version is not None and locked.version != version:
        raise ChangedMeanwhile(MEANWHILE, locked)
    return locked


def free_of(session: Session) -> int:
    """How many places are free; none where nobody books."""
    taken = session.bookings.with_a_place().aggregate(Sum("places"))["places__sum"] or 0
    return free_places(session.places or 0, taken)


def fill(session: Session, by: User, *, knows: Booking | None = None) -> list[Booking]:
    """Give the free places of a locked event, whose people are held, to those who wait (EVE-1): who got one. They are
    to be told, except `knows`, who is on the telephone.
    """
    if session.places is None or not may_book(session.ends_at, clock.now(), is_cancelled=session.is_cancelled):
        return []
    waiting = list(session.bookings.waiting().select_for_update(of=("self",)).select_related("resident"))
    got = [waiting[position] for position in who_gets_a_place(free_of(session), [one.places for one in waiting])]
    for booking in got:
        booking.session = session
        move(booking, BOOKING, "give a place", by=by, waiting_since=None)
        tell_story(booking, f"Has a place now: {session}", by=by)
        if knows is None or booking.pk != knows.pk:
            put_news(booking, NewsKind.PLACE, event_messages.of_the_place(booking))
    told = [booking for booking in got if knows is None or booking.pk != knows.pk]
    if told:
        words = "a place came free and went to the next on the waiting list. Tell them"
        key = f"event-place:{told[0].pk}:{told[0].version}"
        event_messages.tell_holders(session, told, words=words, key=key, by=by)
    return got


def move(row: Booking | Ride, table: StateTable, verb: str, *, by: User, reason: str = "", **changes: Any) -> None:
    """Take a locked booking or ride one step on with what changes by it, and write that down. Raises WrongState."""
    step = table.transition(verb, row.status)
    keep(row, step.event, by=by, reason=reason, status=step.target, **changes)


def keep(row: Booking | Ride, verb: str, *, by: User, reason: str = "", **changes: Any) -> None:
    """Change columns of a locked booking or ride, and write that down."""
    if isinstance(row, Ride):
        changes |= {"changed_at": clock.now(), "changed_by": by}
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*changes, "version"])
    booking = row.booking if isinstance(row, Ride) else row
    record(verb, by=by, subject=row, resident_id=booking.resident_id, reason=reason, session=str(booking.session_id))


def put_news(booking: Booking, kind: NewsKind, words: str) -> News:
    """They have to be told this; what they were to be told of the same before, or were told, is true no longer."""
    drop_news(booking, kind)
    return News.objects.create(booking=booking, kind=kind, words=words, at=clock.now())


def renew_place(booking: Booking) -> None:
    """What they are still to be told of their place says when and where the event is held now."""
    to_tell = News.objects.filter(booking=booking, kind=NewsKind.PLACE, told_at__isnull=True, replaced_at__isnull=True)
    to_tell.update(words=event_messages.of_the_place(booking))


def drop_news(booking: Booking, *kinds: NewsKind) -> None:
    """What they were to be told of this is true no longer; with no kind given, of anything. Nor is what they were told:
    a text message that turns out not to have arrived does not bring it back. What a driver is to be told stays.
    """
    stood = News.objects.filter(booking=booking, kind__in=kinds or NewsKind.values, driver="", replaced_at__isnull=True)
    stood.update(replaced_at=clock.now())


def tell_story(booking: Booking, title: str, *, by: User, detail: str = "") -> None:
    """One line of the timeline of somebody who is on the record."""
    if booking.resident is not None:
        note_event(booking.resident, TimelineKind.EVENT, title, by=by, source=booking, detail=detail)

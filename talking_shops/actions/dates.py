"""One date of a Talking Shop or event: plan it alone, cancel it, move it, reinstate it. Each is told to who comes."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.actions import Actor, record
from core import clock
from core.constraints import refused_by
from core.errors import ChangedMeanwhile, Refused
from core.words import clock_time, weekday_date
from talking_shops import plan_messages
from talking_shops.actions.event_day import tell_booked
from talking_shops.enums import SessionKind
from talking_shops.models import Session, Venue
from talking_shops.planned import GOES_AHEAD, LEFT_OUT, moment_of
from talking_shops.policies import check_can_plan
from talking_shops.rules.series import EARLIEST, LATEST
from talking_shops.states import SESSION

TAKEN = "one_planned_session_at_a_time_in_a_venue"
IS_TAKEN = "Something else is planned there at that hour. Choose another hour or day."
MEANWHILE = "Somebody changed this date while the page was open."


@dataclass(frozen=True)
class Single:
    """A date that belongs to no series."""

    venue: Venue
    on: date
    starts: time
    ends: time
    kind: str = SessionKind.TALKING_SHOP
    title: str = ""
    places: int | None = None


@transaction.atomic
def plan_session(*, single: Single, by: User) -> Session:
    """Plan one date alone. Raises NotPermitted, and Refused for a day gone by, a closed venue or a taken hour."""
    check_can_plan(by)
    _check_hours(single.on, single.starts, single.ends)
    venue = hold_venue(single.venue.pk)
    check_open(venue, single.on)
    if single.kind == SessionKind.COMMUNITY_EVENT and not single.title.strip():
        raise Refused("Enter what the event is called.")
    with refused_by(TAKEN, IS_TAKEN):
        made = Session.objects.create(
            venue=venue, kind=single.kind, title=single.title.strip(), places=single.places,
            starts_at=moment_of(single.on, single.starts), ends_at=moment_of(single.on, single.ends),
        )  # fmt: skip
    record("session.planned", by=by, subject=made, venue=venue.slug)
    return made


@transaction.atomic
def cancel_session(*, session: Session, because: str, by: User, version: int | None = None) -> Session:
    """Cancel one date; it stays in sight with its reason, which the public reads.

    Raises NotPermitted, ChangedMeanwhile, WrongState; Refused without a reason or once its day is over.
    """
    check_can_plan(by)
    locked = lock_session(session, version)
    if not because.strip():
        raise Refused("Enter why it is cancelled: it is shown to the public.")
    step = SESSION.transition("cancel", locked.status)
    change_date(locked, step.event, by=by, status=step.target, because=because.strip())
    tell(locked, "cancelled", by)
    return locked


def skip_session(*, session: Session, by: User, version: int | None = None) -> Session:
    """Leave out one date in one click; as `cancel_session`."""
    return cancel_session(session=session, because=LEFT_OUT, by=by, version=version)


@transaction.atomic
def reinstate_session(*, session: Session, by: User, version: int | None = None) -> Session:
    """Let a cancelled date go ahead after all. Raises NotPermitted, ChangedMeanwhile, WrongState; Refused when its day
    is over, its venue is closed then, or something else is planned there.
    """
    check_can_plan(by)
    locked = _lock_in_venue(session, version)
    check_open(locked.venue, locked.held_on)
    step = SESSION.transition("reinstate", locked.status)
    with refused_by(TAKEN, IS_TAKEN):
        change_date(locked, step.event, by=by, status=step.target, because=GOES_AHEAD)
    tell(locked, "reinstated", by)
    return locked


@transaction.atomic
def move_session(
    *, session: Session, on: date, starts: time, ends: time, because: str, by: User, version: int | None = None
) -> Session:
    """Hold one date on another day or at other hours, in the same venue; the series stays as it is. Moved back to when
    it was to be, it is a date like any other, and no reason is shown any more.

    Raises NotPermitted, ChangedMeanwhile; Refused for a cancelled date, a day gone by, no reason or a taken hour.
    """
    check_can_plan(by)
    locked = _lock_in_venue(session, version)
    if locked.is_cancelled:
        raise Refused("It is cancelled. Reinstate it first, then move it.")
    if not because.strip():
        raise Refused("Enter why it is moved: it is shown to the public.")
    _check_hours(on, starts, ends)
    check_open(locked.venue, on)
    starts_at, ends_at = moment_of(on, starts), moment_of(on, ends)
    if (starts_at, ends_at) == (locked.starts_at, locked.ends_at):
        raise Refused("It is held then already. Enter another day or other hours.")
    was = locked.moved_from or locked.starts_at
    with refused_by(TAKEN, IS_TAKEN):
        change_date(
            locked, "session.moved", by=by, starts_at=starts_at, ends_at=ends_at,
            because="" if _is_back(locked, starts_at, ends) else because.strip(),
            moved_from=was if was != starts_at else None,
        )  # fmt: skip
    tell(locked, "moved", by)
    return locked


def _is_back(session: Session, starts_at: datetime, ends: time) -> bool:
    """Whether a date that was moved is held again when it was to be."""
    return session.moved_from == starts_at and (session.series is None or session.series.ends == ends)


def tell(session: Session, what: str, by: User) -> None:
    """Tell who holds it, and have those told who booked, that a date was "cancelled", "moved" or "reinstated"."""
    if session.kind != SessionKind.COMMUNITY_EVENT or not tell_booked(session=session, what=what, by=by):
        plan_messages.tell_of_date(session, what, by)


def lock_session(session: Session, version: int | None) -> Session:
    """The date, locked until the transaction ends. Raises ChangedMeanwhile when `version` is another, and Refused when
    its day is over.
    """
    found = Session.objects.select_for_update(of=("self",)).select_related("venue__locality", "series")
    locked: Session = found.get(pk=session.pk)
    if version is not None and locked.version != version:
        raise ChangedMeanwhile(MEANWHILE, locked)
    if locked.day_is_over:
        raise Refused("Its day is over: it stays as it was.")
    return locked


def _lock_in_venue(session: Session, version: int | None) -> Session:
    """As `lock_session`, with its venue locked before it, as whoever closes that does. Raises ChangedMeanwhile also
    when its series went to another venue at that moment.
    """
    venue = hold_venue(Session.objects.values_list("venue_id", flat=True).get(pk=session.pk))
    locked = lock_session(session, version)
    if locked.venue_id != venue.pk:
        raise ChangedMeanwhile(MEANWHILE, locked)
    locked.venue = venue
    return locked


def hold_venue(key: UUID) -> Venue:
    """The venue as it is now: nobody closes it until the transaction ends. Dates may be written for it meanwhile."""
    found = Venue.objects.select_for_update(of=("self",), no_key=True).select_related("locality")
    held: Venue = found.get(pk=key)
    return held


def change_date(session: Session, verb: str, *, by: Actor, **changes: Any) -> None:
    """Change columns of a locked date, so that the feed and the pages show it, and write that down."""
    for name, value in changes.items():
        setattr(session, name, value)
    session.version += 1
    session.sequence += 1
    session.changed_at = clock.now()
    session.save(update_fields=[*changes, "version", "sequence", "changed_at"])
    record(verb, by=by, subject=session, series=str(session.series_id or ""))


def check_open(venue: Venue, day: date) -> None:
    """Raise Refused when we are not in the venue any more on that day."""
    if venue.closed_on is not None and venue.closed_on <= day:
        raise Refused(f"We are not at {venue.name} from {weekday_date(venue.closed_on, clock.today())} on.")


def _check_hours(on: date, starts: time, ends: time) -> None:
    if on < clock.today():
        raise Refused("The day must be today or later.")
    if not EARLIEST <= starts <= LATEST:
        raise Refused("It must start between 6am and 10pm.")
    if ends <= starts:
        raise Refused(f"It would end at {clock_time(ends)}, before it starts. Enter a later end.")

"""What those who hold an event, and those who booked, are told of it. Notices to staff name nobody."""

from accounts.messages import tell_person, tell_team
from accounts.models import User
from core.words import clock_time, long_date
from localities.models import Team
from talking_shops.models import Attending, Booking, Ride, Session

HELD = {"cancelled": "{name} is cancelled{because}.", "moved": "{name}: this is when it is now{because}.",
        "reinstated": "{name} goes ahead after all."}  # fmt: skip


def name_of(session: Session) -> str:
    """ "Community Tuesday at Morrisons, Grays, on 1 December 2026, 11am to 2pm"."""
    title = session.title or session.get_kind_display()
    return f"{title} at {session.venue.name}, on {long_date(session.held_on)}, {session.hours}"


def of_the_event(session: Session, what: str) -> str:
    """What everybody who booked is told when the event was cancelled, moved or goes ahead after all."""
    because = f": {session.because}" if session.because else ""
    return HELD[what].format(name=name_of(session), because=because)[:300]


def of_the_place(booking: Booking) -> str:
    """What somebody is told who waited and has a place now."""
    places = "A place is" if booking.places == 1 else f"{booking.places} places are"
    return f"{places} yours: {name_of(booking.session)}."[:300]


def of_the_ride(ride: Ride) -> str:
    """What somebody is told whose ride was booked, or cannot be."""
    title = ride.booking.session.title or "the event"
    if ride.pick_up_at is None:
        return f"There is no ride to {title}: {ride.because}"[:300]
    back = " and brought home again" if ride.goes_back else ", not brought home"
    return f"You are picked up for {title} at {clock_time(ride.pick_up_at)} by {ride.driver}{back}."[:300]


def of_no_ride(ride: Ride, why: str) -> str:
    """What the driver of a ride that was booked is told when they drive no longer: "Do not fetch Jean Smith at 10:20am
    for Community Tuesday, as was agreed: they do not come."
    """
    at = f" at {clock_time(ride.pick_up_at)}" if ride.pick_up_at else ""
    return f"Do not fetch {ride.booking.who}{at} for {ride.booking.session.title or 'the event'}, as was agreed: {why}"


def of_the_event_to_a_driver(ride: Ride, what: str) -> str:
    """What the driver is told when the event was cancelled, moved or goes ahead after all."""
    told = of_the_event(ride.booking.session, what)
    if what == "reinstated":
        return f"{told} Can you fetch {ride.booking.who} all the same?"
    return of_no_ride(ride, told)


def tell_holders(session: Session, booked: list[Booking], *, words: str, key: str, by: User) -> None:
    """Those in the rota of an event, or whoever booked while there is no rota, hear that there is something to tell;
    whoever did it knows. When none of them works here any longer, the teams of its locality hear it.
    """
    rota = Attending.objects.filter(session=session, user__is_active=True, removed_at__isnull=True, is_planned=True)
    people = [one.user for one in rota.select_related("user") if one.user] or [one.made_by for one in booked]
    title = session.title or session.get_kind_display()
    told, link = f"{title} on {long_date(session.held_on)}: {words}", f"{session.get_absolute_url()}event/"
    active = {person.pk: person for person in people if person.is_active}
    for user in active.values():
        if user.pk != by.pk:
            tell_person(user, key=f"{key}:{user.pk}", words=told, link=link)
    for team in () if active else Team.objects.filter(locality=session.venue.locality).order_by("slug"):
        tell_team(team, key=f"{key}:{team.slug}", words=told, link=link)


def tell_text_lost(booking: Booking, *, key: str, words: str, by: User) -> None:
    """Whoever sent a text message about an event hears that it did not arrive; when they work here no longer, those who
    hold it do. It stands on the list of whom to tell, which is where they are led; this names nobody.
    """
    session, told = booking.session, f"{words} Look at the list of whom to tell"
    if not by.is_active:
        tell_holders(session, [booking], words=told[:200], key=f"not-arrived:{key}", by=by)
        return
    link = f"{session.get_absolute_url()}event/"
    tell_person(by, key=f"not-arrived:{key}", words=f"{session.called}: {told}"[:300], link=link)

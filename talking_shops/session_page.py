"""What the page of one session shows: the buttons with their counts, who is there, what was said of the day."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.models import User
from core import clock
from core.words import clock_time, plural
from talking_shops.attending import attending_at, mine_among
from talking_shops.enums import TapKind, Whereabouts
from talking_shops.footfall import counts_of, last_tap
from talking_shops.models import Attending, Conversation, Session, SessionNote, Tap
from talking_shops.policies import can_log, can_plan, can_run, may_read

STEPS = {
    Whereabouts.EXPECTED: ((Whereabouts.HERE, "Here"), (Whereabouts.OFF, "Take off")),
    Whereabouts.HERE: ((Whereabouts.LEFT, "Left"), (Whereabouts.EXPECTED, "Not here")),
    Whereabouts.LEFT: ((Whereabouts.HERE, "Back"),),
}


@dataclass(frozen=True)
class Counter:
    """One big button."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True)
class Step:
    """What can be said of somebody on the list by one button."""

    text: str
    href: str


@dataclass(frozen=True)
class Line:
    """Somebody on the list: `state` in words, and what can be said next."""

    attending: Attending
    state: str
    steps: list[Step]


@dataclass(frozen=True)
class Talked:
    """A conversation that was held there, and whether the viewer may read it."""

    conversation: Conversation
    may_read: bool


@dataclass(frozen=True)
class SessionPage:
    """One session as one viewer sees it."""

    session: Session
    counters: list[Counter]
    last: Tap | None
    lines: list[Line]
    notes: list[SessionNote]
    talked: list[Talked]
    may_run: bool
    may_log: bool
    may_plan: bool
    i_am_here: bool

    @property
    def here(self) -> str:
        """ "3 people of 2 services are here", of today's session; "" when nobody is."""
        here = [line.attending for line in self.lines if line.attending.where == Whereabouts.HERE]
        services = len({one.service for one in here})
        if not here:
            return ""
        verb = "is" if len(here) == 1 else "are"
        return f"{plural(len(here), 'person', 'people')} from {plural(services, 'service')} {verb} here"

    @property
    def shown(self) -> list[Any]:
        """The people whom this page names."""
        return [one.conversation.resident_id for one in self.talked if one.conversation.resident_id]


def session_page(session: Session, viewer: User) -> SessionPage:
    """The page of a session, in five queries."""
    begun, attending = not session.lies_ahead, attending_at(session)
    mine = mine_among(attending, viewer)
    talked = Conversation.objects.visible_to(viewer).filter(session=session).select_related("resident", "worker")
    return SessionPage(
        session=session,
        counters=[Counter(kind, TapKind(kind).label, count) for kind, count in counts_of(session).items()],
        last=last_tap(session, viewer),
        lines=[_line(one, may=can_run(viewer), begun=begun) for one in attending],
        notes=list(SessionNote.objects.filter(session=session).select_related("by").order_by("-at", "-id")),
        talked=[Talked(one, may_read(viewer, one)) for one in talked.order_by("-logged_at", "-id")],
        may_run=can_run(viewer),
        may_log=can_log(viewer) and begun,
        may_plan=can_plan(viewer),
        i_am_here=mine is not None and mine.where == Whereabouts.HERE,
    )


def _line(one: Attending, *, may: bool, begun: bool) -> Line:
    steps = [
        Step(text, reverse("talking_shops:attending_say", kwargs={"pk": one.pk, "where": where}))
        for where, text in STEPS[one.where]
        if may and (begun or where == Whereabouts.OFF)
    ]
    return Line(one, _state(one), steps)


def _state(one: Attending) -> str:
    """ "Here since 10:02am", "Here 10:02am to midday", "In the rota"."""
    if one.here_at is None:
        return "In the rota"
    since = clock_time(one.here_at.astimezone(clock.LONDON).time())
    if one.left_at is None:
        return f"Here since {since}"
    return f"Here {since} to {clock_time(one.left_at.astimezone(clock.LONDON).time())}"

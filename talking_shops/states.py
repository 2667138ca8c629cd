"""The life of a session, of a place at an event, of a ride there, and of a change that somebody asked for."""

from core.transitions import StateTable, Transition
from talking_shops.enums import BookingStatus as B
from talking_shops.enums import ProposalStatus as P
from talking_shops.enums import RideStatus as R
from talking_shops.enums import SessionStatus as S

SESSION = StateTable(
    name="Session",
    initial=S.PLANNED,
    owners={
        S.PLANNED: "Those in the rota hold it",
        S.CANCELLED: "Nobody: it is not held, and everybody is told",
    },
    transitions=(
        Transition("cancel", frozenset({S.PLANNED}), S.CANCELLED, "session.cancelled"),
        Transition("reinstate", frozenset({S.CANCELLED}), S.PLANNED, "session.reinstated"),
    ),
)

BOOKING = StateTable(
    name="Booking",
    initial=B.BOOKED,
    owners={
        B.BOOKED: "Those who hold the event expect them",
        B.WAITING: "The next free place is theirs",
        B.CANCELLED: "Nobody: they do not come",
    },
    transitions=(
        Transition("give a place", frozenset({B.WAITING}), B.BOOKED, "booking.given_a_place"),
        Transition("cancel", frozenset({B.BOOKED, B.WAITING}), B.CANCELLED, "booking.cancelled"),
        Transition("take back", frozenset({B.CANCELLED}), B.WAITING, "booking.taken_back"),
    ),
)

RIDE = StateTable(
    name="Ride",
    initial=R.ASKED,
    owners={
        R.ASKED: "Those who hold the event find a driver",
        R.BOOKED: "The driver picks them up",
        R.CANNOT: "Those who hold the event tell them",
        R.CANCELLED: "Nobody: no ride is needed",
    },
    transitions=(
        Transition("book", frozenset({R.ASKED, R.CANNOT}), R.BOOKED, "ride.booked"),
        Transition("say it cannot be done", frozenset({R.ASKED, R.BOOKED}), R.CANNOT, "ride.cannot"),
        Transition("cancel", frozenset({R.ASKED, R.BOOKED, R.CANNOT}), R.CANCELLED, "ride.cancelled"),
        Transition("ask again", frozenset({R.CANCELLED, R.BOOKED, R.CANNOT}), R.ASKED, "ride.asked"),
    ),
)

PROPOSED_CHANGE = StateTable(
    name="ProposedChange",
    initial=P.WAITING,
    owners={
        P.WAITING: "Whoever held the conversation decides",
        P.TAKEN: "Nobody: it is on the record in their words",
        P.NOT_TAKEN: "Nobody: they were told why",
    },
    transitions=(
        Transition("take in", frozenset({P.WAITING}), P.TAKEN, "proposed_change.taken"),
        Transition("leave out", frozenset({P.WAITING}), P.NOT_TAKEN, "proposed_change.not_taken"),
        Transition("open again", frozenset({P.NOT_TAKEN}), P.WAITING, "proposed_change.reopened"),
    ),
)

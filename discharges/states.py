"""The life of a stay in hospital, and of a six-week clock."""

from core.transitions import StateTable, Transition
from discharges.enums import ClockStatus as C
from discharges.enums import StayStatus as S

STAY = StateTable(
    name="HospitalStay",
    initial=S.IN_HOSPITAL,
    owners={
        S.IN_HOSPITAL: "The hospital hub plans the discharge",
        S.DISCHARGED: "Nobody: the stay has ended",
        S.ENDED: "Nobody: the stay has ended with a death",
    },
    transitions=(
        Transition("discharge", frozenset({S.IN_HOSPITAL}), S.DISCHARGED, "discharge.recorded"),
        Transition("end", frozenset({S.IN_HOSPITAL}), S.ENDED, "stay.ended"),
        Transition("reopen", frozenset({S.ENDED}), S.IN_HOSPITAL, "stay.reopened"),
    ),
)

CLOCK = StateTable(
    name="SixWeekClock",
    initial=C.OPEN,
    owners={
        C.OPEN: "The locality team holds the review",
        C.MET: "Nobody: the review was held",
        C.ENDED: "Nobody: it ended for a reason of SIX-5 or SIX-6",
        C.VOIDED: "Nobody: the discharge was entered in error",
    },
    transitions=(
        Transition("meet", frozenset({C.OPEN}), C.MET, "six_weeks.met"),
        Transition("end", frozenset({C.OPEN}), C.ENDED, "six_weeks.ended"),
        Transition("void", frozenset({C.OPEN}), C.VOIDED, "six_weeks.voided"),
        Transition("reopen", frozenset({C.ENDED}), C.OPEN, "six_weeks.reopened"),
    ),
)

"""The life of a stay in hospital, of a six-week clock, of a visit, and of a notice."""

from core.transitions import StateTable, Transition
from discharges.enums import ClockStatus as C
from discharges.enums import FileStatus as F
from discharges.enums import NoticeStatus as N
from discharges.enums import StayStatus as S
from discharges.enums import VisitStatus as V

STAY = StateTable(
    name="HospitalStay",
    initial=S.IN_HOSPITAL,
    owners={
        S.IN_HOSPITAL: "The hospital hub plans the discharge",
        S.DISCHARGED: "Nobody: the stay has ended",
        S.ENDED: "Nobody: the stay has ended with a death",
        S.VOIDED: "Nobody: it was entered in error",
    },
    transitions=(
        Transition("discharge", frozenset({S.IN_HOSPITAL}), S.DISCHARGED, "discharge.recorded"),
        Transition("end", frozenset({S.IN_HOSPITAL}), S.ENDED, "stay.ended"),
        Transition("reopen", frozenset({S.ENDED}), S.IN_HOSPITAL, "stay.reopened"),
        Transition("void", frozenset({S.IN_HOSPITAL}), S.VOIDED, "stay.voided"),
    ),
)

# SIX-5's rule says in which state a clock stands; what is learned later can move it from any of them to any other.
CLOCK = StateTable(
    name="SixWeekClock",
    initial=C.OPEN,
    owners={
        C.OPEN: "The locality team holds the review",
        C.MET: "Nobody: the review was held",
        C.ENDED: "Nobody: it ended for a reason of SIX-5 or SIX-6",
        C.VOIDED: "Nobody: the discharge was entered in error, or stands on the record with which this one was merged",
    },
    transitions=(
        Transition("meet", frozenset({C.OPEN, C.ENDED, C.VOIDED}), C.MET, "six_weeks.met"),
        Transition("end", frozenset({C.OPEN, C.MET, C.VOIDED}), C.ENDED, "six_weeks.ended"),
        Transition("void", frozenset({C.OPEN, C.MET, C.ENDED}), C.VOIDED, "six_weeks.voided"),
        Transition("reopen", frozenset({C.MET, C.ENDED, C.VOIDED}), C.OPEN, "six_weeks.reopened"),
    ),
)

VISIT = StateTable(
    name="ReviewVisit",
    initial=V.PLANNED,
    owners={
        V.PLANNED: "The worker visits",
        V.HELD: "Nobody: the visit was held",
        V.CALLED_OFF: "The team plans another one",
    },
    transitions=(
        Transition("hold", frozenset({V.PLANNED}), V.HELD, "visit.held"),
        Transition("call off", frozenset({V.PLANNED}), V.CALLED_OFF, "visit.called_off"),
        Transition("plan again", frozenset({V.HELD}), V.PLANNED, "visit.planned_again"),
        Transition("was not held", frozenset({V.HELD}), V.CALLED_OFF, "visit.not_held"),
    ),
)

NOTICE = StateTable(
    name="HospitalNotice",
    initial=N.WAITING,
    owners={
        N.WAITING: "The hospital hub says whom it is about",
        N.APPLIED: "Nobody: it was taken up",
        N.REPLACED: "Nobody: the corrected one counts",
        N.SET_ASIDE: "Nobody: the hub has set it aside, with the reason",
    },
    transitions=(
        Transition("take up", frozenset({N.WAITING}), N.APPLIED, "notice.taken_up"),
        Transition("replace", frozenset({N.WAITING, N.APPLIED}), N.REPLACED, "notice.replaced"),
        Transition("set aside", frozenset({N.WAITING}), N.SET_ASIDE, "notice.set_aside"),
        Transition("take back", frozenset({N.SET_ASIDE}), N.WAITING, "notice.taken_back"),
    ),
)

NOTICE_FILE = StateTable(
    name="NoticeFile",
    initial=F.READING,
    owners={
        F.READING: "A worker process checks each line",
        F.CHECKED: "Whoever sent it decides",
        F.TAKING_UP: "A worker process takes each line up",
        F.DONE: "Nobody: it was taken up",
        F.DROPPED: "Nobody: nothing was taken up",
        F.STOPPED: "The hospital hub: somebody goes on with it, or leaves the rest",
        F.LEFT: "Nobody: the rest was not taken up",
    },
    transitions=(
        Transition("check", frozenset({F.READING}), F.CHECKED, "notice_file.checked"),
        Transition("take up", frozenset({F.CHECKED}), F.TAKING_UP, "notice_file.taking_up"),
        Transition("finish", frozenset({F.TAKING_UP}), F.DONE, "notice_file.done"),
        Transition("drop", frozenset({F.READING, F.CHECKED, F.STOPPED}), F.DROPPED, "notice_file.dropped"),
        Transition("stop", frozenset({F.READING, F.TAKING_UP}), F.STOPPED, "notice_file.stopped"),
        Transition("read on", frozenset({F.STOPPED}), F.READING, "notice_file.resumed"),
        Transition("go on", frozenset({F.STOPPED}), F.TAKING_UP, "notice_file.resumed"),
        Transition("leave", frozenset({F.TAKING_UP, F.STOPPED}), F.LEFT, "notice_file.left"),
    ),
)

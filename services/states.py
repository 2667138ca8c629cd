"""The life of a programme of reablement or bridging."""

from core.transitions import StateTable, Transition
from services.enums import ProgrammeStatus as P

PROGRAMME = StateTable(
    name="Programme",
    initial=P.PLANNED,
    owners={
        P.PLANNED: "The team starts it on its day",
        P.RUNNING: "The team works on the goals, and ends it with an outcome",
        P.ENDED: "Nobody: it has an outcome",
        P.CANCELLED: "Nobody: it never started",
    },
    transitions=(
        Transition("start", frozenset({P.PLANNED}), P.RUNNING, "programme.started"),
        Transition("end", frozenset({P.RUNNING}), P.ENDED, "programme.ended"),
        Transition("cancel", frozenset({P.PLANNED}), P.CANCELLED, "programme.cancelled"),
        Transition("run on", frozenset({P.ENDED}), P.RUNNING, "programme.reopened"),
        Transition("plan again", frozenset({P.CANCELLED}), P.PLANNED, "programme.planned_again"),
    ),
)

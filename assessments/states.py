"""The life of an assessment."""

from assessments.enums import AssessmentStatus as S
from core.transitions import StateTable, Transition

ASSESSMENT = StateTable(
    name="Assessment",
    initial=S.IN_PROGRESS,
    owners={
        S.IN_PROGRESS: "The assessor completes it",
        S.COMPLETED: "Nobody: it is completed",
        S.VOIDED: "Nobody: it was entered in error",
    },
    transitions=(
        Transition("complete", frozenset({S.IN_PROGRESS}), S.COMPLETED, "assessment.completed"),
        Transition("undo", frozenset({S.COMPLETED}), S.IN_PROGRESS, "assessment.reopened"),
        Transition("void", frozenset({S.IN_PROGRESS, S.COMPLETED}), S.VOIDED, "assessment.voided"),
    ),
)

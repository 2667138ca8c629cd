"""The life of an item that a device sent."""

from core.transitions import StateTable, Transition
from sealed.enums import ItemStatus as S

SEALED_ITEM = StateTable(
    name="SealedItem",
    initial=S.TAKEN,
    owners={
        S.TAKEN: "Nobody: it is where it belongs",
        S.NEEDS_YOU: "Its writer says what becomes of it",
        S.LET_GO: "Nobody: its writer has let it go",
    },
    transitions=(
        Transition("refuse", frozenset({S.TAKEN}), S.NEEDS_YOU, "sealed.needs_writer"),
        Transition("take up", frozenset({S.NEEDS_YOU}), S.TAKEN, "sealed.taken_up"),
        Transition("let go", frozenset({S.NEEDS_YOU}), S.LET_GO, "sealed.let_go"),
    ),
)

"""The life of a pair of records that may be one person."""

from core.transitions import StateTable, Transition
from residents.enums import PairStatus as S

POSSIBLE_DUPLICATE = StateTable(
    name="PossibleDuplicate",
    initial=S.OPEN,
    owners={
        S.OPEN: "Somebody who knows one of them decides",
        S.MERGED: "Nobody: they are one record, and for 30 days the merge can be undone",
        S.NOT_SAME: "Nobody: remembered, and not asked again",
    },
    transitions=(
        Transition("merge", frozenset({S.OPEN, S.NOT_SAME}), S.MERGED, "residents.merged"),
        Transition("tell apart", frozenset({S.OPEN}), S.NOT_SAME, "residents.told_apart"),
        Transition("undo merge", frozenset({S.MERGED}), S.NOT_SAME, "residents.merge_undone"),
        Transition("ask again", frozenset({S.NOT_SAME}), S.OPEN, "residents.pair_reopened"),
    ),
)

"""The life of a referral."""

from core.transitions import StateTable, Transition
from referrals.enums import ReferralStatus as S

REFERRAL = StateTable(
    name="Referral",
    initial=S.AWAITING_ALLOCATION,
    owners={
        S.AWAITING_ALLOCATION: "The team's manager allocates it",
        S.ALLOCATED: "The worker holds it",
        S.CLOSED: "Nobody: it has ended",
    },
    transitions=(
        Transition("allocate", frozenset({S.AWAITING_ALLOCATION, S.ALLOCATED}), S.ALLOCATED, "referral.allocated"),
        Transition("undo allocation", frozenset({S.ALLOCATED}), S.AWAITING_ALLOCATION, "referral.allocation_undone"),
        Transition("give back", frozenset({S.ALLOCATED}), S.ALLOCATED, "referral.given_back"),
        Transition(
            "pass on", frozenset({S.AWAITING_ALLOCATION, S.ALLOCATED}), S.AWAITING_ALLOCATION, "referral.passed_on"
        ),
        Transition("close", frozenset({S.AWAITING_ALLOCATION, S.ALLOCATED}), S.CLOSED, "referral.closed"),
    ),
)

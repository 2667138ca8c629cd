"""The life of a referral."""

from core.transitions import StateTable, Transition
from referrals.enums import PromiseStatus as P
from referrals.enums import ReferralStatus as S

REFERRAL = StateTable(
    name="Referral",
    initial=S.AWAITING_ALLOCATION,
    owners={
        S.AWAITING_ALLOCATION: "The team's manager allocates it",
        S.ALLOCATED: "The worker holds it",
        S.RETURNED: "The sender decides: sends it again, elsewhere, or closes it",
        S.CLOSED: "Nobody: it has ended; only a life event recorded in error opens it again",
    },
    transitions=(
        Transition("allocate", frozenset({S.AWAITING_ALLOCATION, S.ALLOCATED}), S.ALLOCATED, "referral.allocated"),
        Transition("undo allocation", frozenset({S.ALLOCATED}), S.AWAITING_ALLOCATION, "referral.allocation_undone"),
        Transition("give back", frozenset({S.ALLOCATED}), S.ALLOCATED, "referral.given_back"),
        Transition(
            "pass on", frozenset({S.AWAITING_ALLOCATION, S.ALLOCATED}), S.AWAITING_ALLOCATION, "referral.passed_on"
        ),
        Transition("take back", frozenset({S.AWAITING_ALLOCATION}), S.AWAITING_ALLOCATION, "referral.taken_back"),
        Transition("accept", frozenset({S.AWAITING_ALLOCATION}), S.AWAITING_ALLOCATION, "referral.accepted"),
        Transition("return", frozenset({S.AWAITING_ALLOCATION, S.ALLOCATED}), S.RETURNED, "referral.returned"),
        Transition("send again", frozenset({S.RETURNED}), S.AWAITING_ALLOCATION, "referral.sent_again"),
        Transition("close", frozenset({S.AWAITING_ALLOCATION, S.ALLOCATED, S.RETURNED}), S.CLOSED, "referral.closed"),
        Transition("reopen in the queue", frozenset({S.CLOSED}), S.AWAITING_ALLOCATION, "referral.reopened"),
        Transition("reopen with its worker", frozenset({S.CLOSED}), S.ALLOCATED, "referral.reopened_with_worker"),
        Transition("reopen with the sender", frozenset({S.CLOSED}), S.RETURNED, "referral.reopened_with_sender"),
    ),
)

PROMISE = StateTable(
    name="Promise",
    initial=P.OPEN,
    owners={
        P.OPEN: "Its owner keeps it by the day",
        P.BROKEN: "Its owner keeps it late, or says why not; the manager sees it",
        P.KEPT: "Nobody: it was kept",
        P.WITHDRAWN: "Nobody: it was withdrawn, and the person told",
    },
    transitions=(
        Transition("keep", frozenset({P.OPEN, P.BROKEN}), P.KEPT, "promise.kept"),
        Transition("break", frozenset({P.OPEN}), P.BROKEN, "promise.broken"),
        Transition("withdraw", frozenset({P.OPEN, P.BROKEN}), P.WITHDRAWN, "promise.withdrawn"),
        Transition("reopen", frozenset({P.KEPT, P.WITHDRAWN}), P.OPEN, "promise.reopened"),
        Transition("reopen broken", frozenset({P.KEPT, P.WITHDRAWN}), P.BROKEN, "promise.reopened"),
    ),
)

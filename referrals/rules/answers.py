"""ANS: when a team answers what another team sent, and where it goes when it is not taken up."""

from collections.abc import Set
from datetime import date

from core.rulebook import rule
from core.working_days import add_working_days
from referrals.enums import ReferralSource

DAYS_TO_ANSWER = 2  # working days
ACCEPT, ALLOCATE, RETURN, ASK = "accept", "allocate", "return", "ask"
FROM_NOBODY_HERE = (ReferralSource.SYSTEM, ReferralSource.DISCHARGE)


@rule("ANS-1", source="ux.md §11 page 25: no acceptance in 2 working days → back in both lists")
def answer_by(received_on: date, holidays: Set[date]) -> date:
    """A referral that one team sends to another is answered by the end of the second working day after the London
    date on which it was received.
    """
    return add_working_days(received_on, DAYS_TO_ANSWER, holidays)


@rule(
    "ANS-2",
    source="R1: never a dead end; R6, SIX-8: a review after a stay in hospital has its own clock, and nobody's list "
    "to go back to",
)
def waits_for_answer(source: str, from_team: object, to_team: object) -> bool:
    """Only what one team here sent to another waits for an answer and can be returned: what another system or a
    discharge from hospital sent, and what a team keeps for itself, is taken up by the team that has it.
    """
    return source not in FROM_NOBODY_HERE and from_team is not None and from_team != to_team


@rule("ANS-3", source="ux.md §11 page 25: receiver accepts, asks or returns; only acceptance stops the two days")
def is_answer(step: str) -> bool:
    """To accept a referral, to allocate it or to return it answers it; a question does not, and the two days run on
    while it waits for its answer.
    """
    return step in (ACCEPT, ALLOCATE, RETURN)


@rule("ANS-4", source="ux.md §11 page 25: no acceptance in 2 working days → back in both lists")
def is_unanswered(by: date | None, today: date) -> bool:
    """A referral whose day to answer has passed stands at the top of the receiving team's list and in the sender's,
    until it is answered; both are told once.
    """
    return by is not None and by < today


@rule("ANS-5", source="issue 3: a return comes back to the sender's list and is counted")
def comes_back_to_team(sender_is_here: bool) -> bool:
    """What is returned or not answered comes back to whoever sent it; when they have left, to everybody in the team
    that sent it.
    """
    return not sender_is_here

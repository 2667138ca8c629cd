"""ASM-1 to ASM-5: who writes a full assessment, on which day it was held, and what has changed since the ward."""

from datetime import date, datetime, timedelta

from assessments.enums import Answer, Change
from core.rulebook import rule

UNDO_FOR = timedelta(minutes=10)
ORDER = (Answer.NO, Answer.WITH_HELP, Answer.YES)
SOURCE = "issue 4: hold the full assessment; its completion meets the clock"


@rule("ASM-1", source=SOURCE)
def may_write(*, started_it: bool, holds_review: bool, manages: bool) -> bool:
    """A full assessment is written and completed by whoever started it, by the worker who holds the person's six-week
    review, or by a manager of the person's locality; other social workers and managers read it.
    """
    return started_it or holds_review or manages


@rule("ASM-2", source="SIX-4: the day on which it was held decides whether the clock is met")
def may_be_held_on(held_on: date, *, started_on: date, today: date, written_later: bool) -> bool:
    """A full assessment was held today or earlier, and not before the day on which it was begun here unless whoever
    completes it says that it was written up later.
    """
    return held_on <= today and (written_later or held_on >= started_on)


@rule("ASM-3", source="issue 4: its form shows what has changed since the ward")
def what_changed(ward: str, now: str, *, yes_is_better: bool = False) -> Change:
    """A fact has changed since the ward when it was answered on the ward and now, and the answers differ; of what a
    person manages, yes is better than with help, and with help better than no. What was not asked on the ward is new,
    and what was not asked now is not known: neither has changed, and neither is as it was.
    """
    if now in ("", Answer.NOT_ASKED):
        return Change.NOT_ASKED
    if ward in ("", Answer.NOT_ASKED):
        return Change.NEWLY_KNOWN
    if _same(ward, now):
        return Change.SAME
    if not yes_is_better:
        return Change.OTHER
    return Change.BETTER if ORDER.index(Answer(now)) > ORDER.index(Answer(ward)) else Change.WORSE


@rule("ASM-4", source="issue 4: what was done in error is put right; the clock runs again")
def may_undo(*, completed_it: bool, completed_at: datetime, now: datetime) -> bool:
    """Whoever completed a full assessment may open it again for ten minutes. After that one that was completed in
    error is voided with a reason, and the clock runs again.
    """
    return completed_it and now - completed_at < UNDO_FOR


@rule("ASM-5", source="Care Act 2014 s9 and s12(3): the person's wishes, and a written record")
def is_enough(*, says_seen: bool, says_decision: bool, says_words: bool) -> bool:
    """A full assessment is complete when it says whether the person was seen, what they said or what is still true of
    it, and what was decided, in plain words.
    """
    return says_seen and says_decision and says_words


def _same(ward: str, now: str) -> bool:
    return " ".join(ward.casefold().split()) == " ".join(now.casefold().split())

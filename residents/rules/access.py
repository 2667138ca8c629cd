"""ACC: access needs. They act: whoever is about to ring, text or write is told first."""

from collections.abc import Iterable
from datetime import date

from core.rulebook import rule
from residents.ages import a_year_after
from residents.enums import (
    BEFORE_RINGING,
    LETTER_FORMATS,
    NOT_BY_PHONE,
    NOT_BY_TEXT,
    AccessAnswer,
    AccessKind,
)

STANDARD = "standards.md §9: Accessible Information Standard, DAPB1605 v4.0"


@rule("ACC-1", source=f"{STANDARD}, meet; ux.md §3.4")
def against_ringing(kinds: Iterable[AccessKind]) -> list[AccessKind]:
    """Whoever is about to ring a person who asked not to be rung, or who uses British Sign Language, is warned."""
    return [kind for kind in kinds if kind in NOT_BY_PHONE]


@rule("ACC-2", source=f"{STANDARD}, meet; ux.md §3.4")
def against_texting(kinds: Iterable[AccessKind]) -> list[AccessKind]:
    """Whoever is about to text a person who asked not to be texted, or who needs braille or audio, is warned."""
    return [kind for kind in kinds if kind in NOT_BY_TEXT]


@rule("ACC-3", source=f"{STANDARD}, meet: letters in the format that is needed")
def formats_of_letters(kinds: Iterable[AccessKind]) -> list[AccessKind]:
    """Whoever writes to a person who needs large print, easy read, braille, audio or another language is told so."""
    return [kind for kind in kinds if kind in LETTER_FORMATS]


@rule("ACC-4", source=f"{STANDARD}, meet: longer appointments, an interpreter, somebody to speak to")
def told_before_ringing(kinds: Iterable[AccessKind]) -> list[AccessKind]:
    """Before ringing one is told of the interpreter, the longer time or the other person that somebody needs."""
    return [kind for kind in kinds if kind in BEFORE_RINGING]


@rule("ACC-5", source="ux.md §4.2: safe to contact, for each telephone number")
def is_number_to_avoid(safe: bool | None) -> bool:
    """A number of which somebody said that it is not safe is not rung or texted; not asked is no warning by itself."""
    return safe is False


@rule("ACC-6", source=f"{STANDARD}, ask; ux.md §12: “not asked” and “none” are different answers")
def answer_about_access(asked_on: date | None, needs: int) -> AccessAnswer:
    """That somebody was asked and needs nothing is told apart from that nobody asked them yet."""
    if needs:
        return AccessAnswer.NEEDS
    return AccessAnswer.NOT_ASKED if asked_on is None else AccessAnswer.NONE


@rule("ACC-7", source=f"{STANDARD}, review")
def need_review_by(recorded_on: date) -> date:
    """Every access need is looked at again within a year after it was recorded or looked at last."""
    return a_year_after(recorded_on)


@rule("ACC-8", source=f"{STANDARD}, share: with consent")
def goes_along(may_share: bool | None) -> bool:
    """An access need goes along to a partner only when the person said that it may; not asked is no consent."""
    return may_share is True


@rule("ACC-9", source=f"{STANDARD}: meet, share and review; NHS England's six stages")
def stages_missing(how_met: str, may_share: bool | None) -> list[str]:
    """An access need is finished when somebody said how we meet it and whether it may go along. One that is not, or
    whose day to look again has passed, is in the list of the worker who holds the person and of the team that has work
    open with them; where nobody has, a day that has passed is in the list of the team of their locality.
    """
    missing = {"nobody said how we meet it": not how_met, "nobody asked whether it may go along": may_share is None}
    return [words for words, is_missing in missing.items() if is_missing]

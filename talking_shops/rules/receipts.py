"""RCP: what somebody takes away from a conversation, how it reaches them, and how they put it right."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.rulebook import rule
from residents.enums import LETTER_FORMATS, NOT_BY_TEXT, AccessKind, InWriting
from talking_shops.enums import ReceiptForm

ISSUE = "issue 5: walk-away receipt, by their recorded preference"
LONGEST_TEXT = 918  # characters: six parts of a text message, the most that GOV.UK Notify sends
LINK_HOLDS = timedelta(days=60)
MADE_HERE = frozenset({AccessKind.LARGE_PRINT})
AS_WISHED = {
    InWriting.PAPER: ReceiptForm.PRINT,
    InWriting.LARGE_PRINT: ReceiptForm.LARGE_PRINT,
    InWriting.TEXT: ReceiptForm.TEXT,
    InWriting.EMAIL: ReceiptForm.EMAIL,
}
REMEMBERED = {form: wish for wish, form in AS_WISHED.items()}


@dataclass(frozen=True)
class Fitted:
    """What goes into a text message, and how many lines had to stay out."""

    words: str
    left_out: int


@rule("RCP-1", source=f"{ISSUE}; standards.md §9: Accessible Information Standard, meet")
def form_to_offer(
    kinds: Collection[AccessKind], last: ReceiptForm | None, *, may_text: bool, wish: ReceiptForm | None = None
) -> ReceiptForm:
    """A receipt is offered in the form in which the person wants to have things in writing; where nobody asked yet, in
    the one in which they took the last one. Where they need large print no smaller print is offered, and no text
    message where none may be sent. Somebody of whom nothing is known is offered a print. What they take today becomes
    what they want only when they say so: a text for once is no wish.
    """
    paper = ReceiptForm.LARGE_PRINT if AccessKind.LARGE_PRINT in kinds else ReceiptForm.PRINT
    for form in (wish, last):
        if form == ReceiptForm.PRINT:
            return paper
        if form in (ReceiptForm.EMAIL, ReceiptForm.LARGE_PRINT) or (form == ReceiptForm.TEXT and may_text):
            return form
    return paper


@rule("RCP-2", source="ux.md §4.2: safe to contact, for each telephone number; ACC-2, ACC-5")
def why_not_text(
    kinds: Collection[AccessKind], safe_to_text: bool | None, *, asked_now: bool, has_ended: bool = False
) -> str:
    """A receipt goes by text message only to a number of which the person said, before or now, that it is safe to text,
    never to a number that their record says is no longer theirs, and never to somebody who asked not to be texted or
    who needs braille or audio. What became of a change they asked for goes where their receipt went for 60 days after
    it was given; later the worker tells them.
    """
    if has_ended:
        return "Do not text this number: their record says that it is no longer theirs."
    if safe_to_text is False:
        return "It is not safe to text this number: somebody else may read it."
    against = [kind.label for kind in AccessKind if kind in NOT_BY_TEXT and kind in kinds]
    if against:
        return f"Do not text them. Their access needs say: {', '.join(against).lower()}."
    return "" if safe_to_text or asked_now else "Ask first whether it is safe to text this number."


@rule("RCP-3", source="standards.md §9: Accessible Information Standard, meet: letters in the format that is needed")
def formats_to_arrange(kinds: Collection[AccessKind]) -> list[AccessKind]:
    """Whoever gives a receipt to a person who needs easy read, braille, audio or another language is told that it is
    not made here and has to be arranged.
    """
    return [kind for kind in AccessKind if kind in LETTER_FORMATS - MADE_HERE and kind in kinds]


@rule("RCP-4", source="GOV.UK Notify: a text message has at most 918 characters")
def fit_text(first: Sequence[str], then: Sequence[str], last: Sequence[str]) -> Fitted:
    """A text message holds who we are, then every next step, then their words as far as there is room, and always how
    to say that something is wrong. Nothing is cut in the middle: a line goes whole or not at all, and how many stayed
    out is told before it is sent.
    """
    room = LONGEST_TEXT - sum(len(line) + 1 for line in last)
    kept: list[str] = []
    left_out = 0
    for line in (*first, *then):
        if sum(len(one) + 1 for one in kept) + len(line) + 1 <= room:
            kept.append(line)
        else:
            left_out += 1
    return Fitted("\n".join([*kept, *last]), left_out)


@rule("RCP-5", source="a proposal: long enough to read it over with the family, short enough for a lost piece of paper")
def link_holds(made_at: datetime, now: datetime) -> bool:
    """The link of a receipt takes in what is wrong for 60 days, and shows nothing of the record."""
    return now < made_at + LINK_HOLDS


@rule("RCP-6", source="issue 5: a correction by the person becomes a proposed change on the record")
def must_be_told(*, taken: bool, by_message: bool, said_how: bool) -> bool:
    """Somebody whose change was not taken into the record is told why: by the way their receipt came, or by the worker,
    who says how.
    """
    return not taken and not by_message and not said_how


@rule("RCP-7", source="ux.md §4.2: safe to contact, for each way of reaching somebody")
def why_not_email(safe_to_write: bool | None, *, asked_now: bool, has_ended: bool = False) -> str:
    """A receipt goes by e-mail only to an address of which the person said, before or now, that it is safe to write to
    them there, and never to one that their record says is not safe or no longer theirs.
    """
    if has_ended:
        return "Do not write to this e-mail address: their record says that it is no longer theirs."
    if safe_to_write is False:
        return "It is not safe to write to this e-mail address: somebody else may read it."
    return "" if safe_to_write or asked_now else "Ask first whether they want these words at this e-mail address."

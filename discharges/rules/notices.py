"""NOT: what a notice of a ward is, whom it is about, and what it changes. Pure: values in, values out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from hashlib import sha256

from core.rulebook import rule
from discharges.enums import NoticeKind as K
from discharges.enums import WithdrawalKind, WithdrawalReason
from residents.names import name_key

R = WithdrawalReason
DATA_SET = "standards.md §2.4: notice data set (SCCI2075)"
ENVELOPE = frozenset({"message_id", "replaces_message"})  # what a notice is sent in, not what it says
NAMES = ("given_name", "family_name", "carer_name", "liaison_name", "clinician")


@rule("NOT-1", source=f"{DATA_SET}; the same notice twice is one notice")
def fingerprint(kind: str, values: Mapping[str, object]) -> str:
    """The same content of the same kind, hospital and moment of issue is one notice, however often it comes.

    Case and spaces do not matter, nor by which message it was sent.
    """
    told = sorted((name, _as_compared(name, value)) for name, value in values.items() if name not in ENVELOPE)
    return sha256(repr((kind, [pair for pair in told if pair[1]])).encode()).hexdigest()


def _as_compared(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return str(int(value.timestamp()))
    text = "" if value is None else str(value)
    return name_key(text) or text if name in NAMES else re.sub(r"\s+", " ", text).strip().casefold()


@dataclass(frozen=True)
class Message:
    """A notice among others: the message that it is, the one that it says it corrects, when it was issued."""

    message_id: str
    replaces_message: str
    issued_at: datetime


@rule("NOT-2", source=f"{DATA_SET}; a corrected notice changes what it should")
def corrects(later: Message, earlier: Message) -> bool:
    """A notice corrects another one when it names that message, or is the same message issued later with other words.

    Which of them came first does not matter.
    """
    if later.replaces_message and later.replaces_message == earlier.message_id:
        return True
    same = bool(later.message_id) and later.message_id == earlier.message_id
    return same and not earlier.replaces_message and later.issued_at >= earlier.issued_at


@dataclass(frozen=True)
class Identified:
    """What a notice, or a record, says of who somebody is; `family_keys` are normalised names."""

    nhs_number: str
    born_on: date | None
    family_keys: frozenset[str]


@rule("NOT-3", source=f"{DATA_SET}; standards.md §5: a number alone may be mistyped")
def is_about(said: Identified, known: Identified) -> bool:
    """A notice is about the person whose NHS number it names, when the birth date or the family name agrees as well.

    In any other case the hub says whom it is about.
    """
    if not said.nhs_number or said.nhs_number != known.nhs_number:
        return False
    same_birth = said.born_on is not None and said.born_on == known.born_on
    return same_birth or bool((said.family_keys & known.family_keys) - {""})


class Ask(Enum):
    """What a person has to decide, because no notice may."""

    NOTHING = ""
    DEATH = "death"
    DISCHARGE = "discharge"
    MOVE = "move"
    STAY = "stay"


@dataclass(frozen=True)
class Withdrawn:
    """What a withdrawal takes back: the wish for an assessment, the day that a discharge notice set, or all that was
    done. Where the `day_falls` no day is known on which they go home, whoever said it.

    `words` tell the hub what follows from the reason.
    """

    assessment: bool
    discharge: bool
    day_falls: bool
    everything: bool = False
    asks: Ask = Ask.NOTHING
    words: str = ""


# Per reason: whether the day on which they were expected home falls as well, and what a person has to do
REASONS: Mapping[str, tuple[bool, Ask, str]] = {
    R.SAFE: (False, Ask.NOTHING, "The ward finds them safe to go home without a needs assessment."),
    R.CHC: (False, Ask.NOTHING, "The NHS pays for their care: ask the continuing healthcare team what it arranges."),
    R.INADEQUATE: (True, Ask.NOTHING, "The ward finds the proposed care too little: talk to the ward."),
    R.TREATMENT: (True, Ask.STAY, "The treatment is cancelled or postponed: ask the ward whether they are there."),
    R.REFUSED: (False, Ask.NOTHING, "They refused an assessment: ask about capacity and the risk of abuse (s11)."),
    R.ELSEWHERE: (False, Ask.MOVE, "They are said to live in another council's area: find out, and tell that council."),
    R.WORSE: (True, Ask.NOTHING, "Their condition has become worse: no day to go home is known."),
    R.DIED: (True, Ask.DEATH, "The ward says that they died. Record the death: a notice does not do that."),
    R.INTERMEDIATE: (False, Ask.DISCHARGE, "They go to intermediate care: record the discharge once they have gone."),
    R.SELF_DISCHARGED: (True, Ask.DISCHARGE, "They discharged themselves: record the discharge, the clock starts."),
    R.OWN_ARRANGEMENTS: (False, Ask.NOTHING, "They have made their own arrangements."),
    R.IN_ERROR: (False, Ask.NOTHING, "The notice was sent in error."),
    R.OTHER: (False, Ask.NOTHING, ""),
}


@rule("NOT-4", source=f"{DATA_SET}: thirteen reasons of withdrawal")
def withdrawn(withdrawal: str, reason: str) -> Withdrawn:
    """A withdrawn assessment notice ends the wish for an assessment, and a withdrawn discharge notice the expected day;
    one sent in error undoes all that it did.

    Where treatment is postponed, the person is worse, the package falls short, or they have gone, the expected day
    falls with any withdrawal. What only a person may decide (a death, a discharge, a move) is asked, never done.
    """
    day_falls, asks, words = REASONS[reason]
    of_assessment = withdrawal in (WithdrawalKind.ALL, WithdrawalKind.ASSESSMENT)
    of_discharge = withdrawal in (WithdrawalKind.ALL, WithdrawalKind.DISCHARGE)
    return Withdrawn(of_assessment, of_discharge, day_falls, reason == R.IN_ERROR, asks, words)


@rule(
    "NOT-5", source="the issue on hospital to home: a notice never overwrites what the hub typed with something older"
)
def may_fill(*, is_empty: bool, set_by_notice_of: datetime | None, typed_at: datetime, issued_at: datetime) -> bool:
    """A notice fills what is empty, and replaces what an earlier notice said, or what the hub typed before the notice
    was issued; what the hub typed later stays.
    """
    if is_empty:
        return True
    return issued_at > (set_by_notice_of or typed_at)


@rule("NOT-6", source=f"{DATA_SET}; messages overtake each other")
def is_taken_back_already(kind: str, issued_at: datetime, withdrawal: str, withdrawn_at: datetime) -> bool:
    """A notice that comes after the withdrawal of it, but was issued before, changes nothing."""
    kinds = {
        WithdrawalKind.ALL: (K.ASSESSMENT, K.DISCHARGE),
        WithdrawalKind.ASSESSMENT: (K.ASSESSMENT,),
        WithdrawalKind.DISCHARGE: (K.DISCHARGE,),
    }
    return kind in kinds[WithdrawalKind(withdrawal)] and issued_at <= withdrawn_at


@rule("NOT-7", source="the issue on hospital to home: SIX-5, a readmission ends the clock")
def is_over(issued_on: date, admitted_on: date | None, went_home_on: date) -> bool:
    """A notice of a stay from which they went home on the day it was issued or later puts nobody on the list."""
    return issued_on <= went_home_on and (admitted_on is None or admitted_on <= went_home_on)

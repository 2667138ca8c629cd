"""NOT: what a notice of a ward is, whom it is about, and what it changes. Pure: values in, values out."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from hashlib import sha256

from core.rulebook import rule
from core.working_days import last_working_day_by
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

    Case and spaces do not matter, nor by which message it was sent. Where the ward named a day without a time,
    that day is compared, and not when it came in.
    """
    told = sorted((name, _as_compared(name, value)) for name, value in values.items() if name not in ENVELOPE)
    return sha256(repr((kind, [pair for pair in told if pair[1]])).encode()).hexdigest()


def _as_compared(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return str(int(value.timestamp()))
    text = "" if value is None else str(value)
    return name_key(text) or text if name in NAMES else re.sub(r"\s+", " ", text).strip().casefold()


@dataclass(frozen=True)
class Issued:
    """When a notice was issued: a moment, or all that may be meant where the ward named a day alone. `day` is the
    London date, `came_at` when it came in.
    """

    day: date
    earliest: datetime
    latest: datetime
    came_at: datetime


def is_later(one: Issued, other: Issued) -> bool:
    """Whether one notice was issued after another; where that cannot be known, whether it came in after it."""
    if one.earliest > other.latest or one.latest < other.earliest:
        return one.earliest > other.latest
    return one.came_at > other.came_at


class Verdict(Enum):
    """What is known of a question; OPEN is for the hub to answer."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True)
class Message:
    """A notice among others: the message that it is, the one that it says it corrects, when it was issued."""

    message_id: str
    replaces_message: str
    issued: Issued


@rule("NOT-2", source=f"{DATA_SET}; a corrected notice changes what it should")
def corrects(later: Message, earlier: Message) -> bool:
    """A notice corrects another one when it names that message, or is the same message issued later with other words.

    Which of them came first does not matter, unless both name the same day, or the same moment: then the one that
    came later corrects the other.
    """
    if later.replaces_message and later.replaces_message == earlier.message_id:
        return True
    same = bool(later.message_id) and later.message_id == earlier.message_id
    return same and not earlier.replaces_message and is_later(later.issued, earlier.issued)


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
    COUNTS = "counts"  # of a notice that waits: whether it is of a stay that goes on


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
def may_fill(*, is_empty: bool, set_by: Issued | None, typed_at: datetime, issued: Issued) -> bool:
    """A notice fills what is empty, and replaces what an earlier notice said, or what the hub typed before the notice
    was issued; what the hub typed later stays.

    So does what the hub typed on the day of a notice that names the day alone.
    """
    if is_empty:
        return True
    return is_later(issued, set_by) if set_by is not None else issued.earliest > typed_at


@rule("NOT-6", source=f"{DATA_SET}; messages overtake each other")
def is_taken_back(kind: str, issued: Issued, withdrawal: str, withdrawn: Issued) -> Verdict:
    """A withdrawal takes back what was issued before it, and a notice that comes after the withdrawal of it, but was
    issued before, changes nothing. A withdrawal that names a day alone takes back what was here and issued that day.

    Where a notice comes after its withdrawal, and it cannot be known which was issued first, the hub says whether it
    counts.
    """
    kinds = {
        WithdrawalKind.ALL: (K.ASSESSMENT, K.DISCHARGE),
        WithdrawalKind.ASSESSMENT: (K.ASSESSMENT,),
        WithdrawalKind.DISCHARGE: (K.DISCHARGE,),
    }
    if kind not in kinds[WithdrawalKind(withdrawal)] or issued.earliest > withdrawn.latest:
        return Verdict.NO
    if issued.latest <= withdrawn.earliest or issued.came_at <= withdrawn.came_at:
        return Verdict.YES
    return Verdict.OPEN


@dataclass(frozen=True)
class WentHome:
    """That somebody went home: the day, when that was recorded (on which London date), since when they were there."""

    on: date
    recorded_at: datetime
    recorded_on: date
    admitted_on: date | None


@rule("NOT-7", source="the issue on hospital to home: SIX-5, a readmission ends the clock")
def is_over(issued: Issued, admitted_on: date | None, home: WentHome) -> Verdict:
    """A notice that was issued before they went home is of a stay that is over, and puts nobody on the list; one that
    names a later admission, or was issued later, is of a new stay.

    On the day itself the moment counts at which the discharge was recorded. Where that was recorded later, the ward
    named the day alone, or a notice that was issued after they went home names an admission before it, the hub says
    whether they are in hospital again.
    """
    if admitted_on is not None and admitted_on > home.on:
        return Verdict.NO
    if issued.day < home.on:
        return Verdict.YES
    if admitted_on is not None and admitted_on < home.on:
        was_before = issued.day == home.on and issued.earliest <= home.recorded_at
        return Verdict.YES if was_before else Verdict.OPEN
    if issued.day > home.on:
        return Verdict.NO
    return _on_the_day(issued, admitted_on, home)


def _on_the_day(issued: Issued, admitted_on: date | None, home: WentHome) -> Verdict:
    came_in_again = admitted_on is not None and home.admitted_on is not None and home.admitted_on < admitted_on
    if came_in_again or (home.recorded_on == home.on and issued.earliest > home.recorded_at):
        return Verdict.NO
    is_sure = admitted_on is None or home.admitted_on == admitted_on
    if home.recorded_on == home.on and issued.latest <= home.recorded_at and is_sure:
        return Verdict.YES
    return Verdict.OPEN


@rule("NOT-8", source="the hub's review of notices: what waits for somebody is told to somebody")
def waiting_since(today: date, holidays: Set[date]) -> date:
    """A notice that came in before the last working day and still waits for the hub has waited longer than a working
    day: the hub is told each day how many there are.
    """
    return last_working_day_by(today - timedelta(days=1), holidays)

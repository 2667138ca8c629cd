"""SIX-1 to SIX-7: when the review is due, and in which of its states a clock stands."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta

from core.rulebook import rule
from core.working_days import last_working_day_by
from discharges.enums import Answered, ClockStatus, EndReason

SOURCE = "S0, R23: picked up within the community within 6 weeks following discharge"
REVIEW_DAYS = 42


@dataclass(frozen=True)
class Episode:
    """What is known of one discharge. Each day is the first on or after the discharge, or None.

    `assessed_on` is that of a full assessment, `readmitted_on` that of another stay, `moved_on` that of a move of
    which the council there was told, `refused_on` that of a refusal that SIX-6 lets end the clock.
    """

    discharged_on: date
    is_voided: bool = False
    has_twin: bool = False
    assessed_on: date | None = None
    readmitted_on: date | None = None
    died_on: date | None = None
    moved_on: date | None = None
    refused_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """The state in which a clock is, the reason for which it ended, and the day of what met or ended it."""

    status: ClockStatus
    reason: EndReason | None = None
    on: date | None = None


@rule("SIX-1", source=SOURCE)
def due_on(discharged_on: date) -> date:
    """The community review is due 42 days after the date of discharge, the day of discharge being day 0, in
    Europe/London dates.
    """
    return discharged_on + timedelta(days=REVIEW_DAYS)


@rule("SIX-2", source="reliability.md I2: the date itself never moves later")
def plan_by(discharged_on: date, holidays: Set[date]) -> date:
    """The date never moves later for a weekend or bank holiday; where day 42 is not a working day, plan by the
    last working day before it.
    """
    return last_working_day_by(due_on(discharged_on), holidays)


@rule("SIX-3", source=SOURCE)
def born_overdue(discharged_on: date, recorded_on: date) -> bool:
    """The clock runs from the real discharge, however late it is recorded: one recorded after day 42 is overdue
    when it is born, and says so.
    """
    return recorded_on > due_on(discharged_on)


@rule("SIX-4", source="S0, R22, R30: where a full holistic Care and Support assessment takes place")
def meets(discharged_on: date, completed_on: date, is_full: bool) -> bool:
    """Only a completed full care and support assessment, on or after the day of discharge, meets the clock, also one
    completed before the discharge was recorded; the light-touch assessment never does.
    """
    return is_full and completed_on >= discharged_on


@rule("SIX-5", source="issue 4: readmission pauses nothing; each discharge has a clock of its own")
def standing(episode: Episode) -> Standing:
    """A readmission before the review is held pauses nothing: it ends this clock as superseded by readmission, and the
    next discharge starts a new one. A discharge entered in error is voided. Whatever came first counts: a review held
    before the person was readmitted, died, moved or refused has met the clock, and one held later has not.
    """
    if episode.is_voided or episode.has_twin:
        return Standing(ClockStatus.VOIDED)
    ends = (
        (episode.assessed_on, None),
        (episode.readmitted_on, EndReason.READMITTED),
        (episode.died_on, EndReason.DIED),
        (episode.moved_on, EndReason.MOVED),
        (episode.refused_on, EndReason.REFUSED),
    )
    came = [(day, order, reason) for order, (day, reason) in enumerate(ends) if day is not None]
    if not came:
        return Standing(ClockStatus.OPEN)
    day, _, reason = min(came, key=lambda end: end[:2])
    return Standing(ClockStatus.MET if reason is None else ClockStatus.ENDED, reason, day)


@rule("SIX-6", source="issue 4: nothing else ends it; Care Act 2014 s37-38: the council where they live now is told")
def may_end(
    reason: EndReason, *, council_told: bool, on: date | None = None, admitted_on: date | None = None,
    was_visiting: bool = False,
) -> bool:  # fmt: skip
    """A death, and a move out of the borough once the receiving council has been told, end the clock unmet with that
    reason, as a recorded refusal does; nothing else ends it, and there is no "close". A move before the admission to
    hospital ends nothing, for they came back, unless the hub was told that they were visiting.
    """
    if reason != EndReason.MOVED:
        return True
    is_earlier = on is not None and admitted_on is not None and on < admitted_on
    return council_told and (was_visiting or not is_earlier)


@rule("REF-1", source="Care Act 2014 s11(2): when a refusal does not lift the duty to assess")
def refusal_ends(has_capacity: Answered, in_best_interests: Answered, at_risk_of_abuse: Answered) -> bool:
    """A refusal, recorded after a conversation, ends the clock only when capacity and the risk of abuse were asked
    first: never when the person experiences or is at risk of abuse or neglect, nor when they cannot decide about it and
    an assessment is in their best interests. An answer that nobody asked for ends nothing.
    """
    if at_risk_of_abuse != Answered.NO:
        return False
    return has_capacity == Answered.YES or (has_capacity == Answered.NO and in_best_interests == Answered.NO)


@rule("SIX-7", source="issue 4: merges, corrections and changes of practice leave the date to SIX-1")
def is_same_discharge(one: date, other: date) -> bool:
    """Two records that turn out to be one person, each with a discharge on the same day, have one clock between them
    until they are parted again. A correction of the date of discharge moves the due date and keeps the history; a
    step of SIX-8 that had come too early by it comes again on its right day. A change of practice moves the clock to
    the new team, with a hand-off and without a new date.
    """
    return one == other
